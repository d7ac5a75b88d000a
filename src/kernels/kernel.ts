// What is a kernel here? A readonly, JSON-able spec that goes into the report, plus pure functions of pairs of inputs.
// Every kernel of this library depends on x and z through one scalar per pair and one per input, so that a Gram matrix is a matrix
// product followed by an elementwise map (which the linear-algebra engines run tile by tile):
//   k(x, z) = f(t, ‖x‖², ‖z‖²)   with t = x·z ('innerProduct') or t = ‖x − z‖² ('squaredDistance').

import type { Matrix } from '../linalg/matrix.ts';

/** Names of the activations with a closed-form dual; see activations/. */
export type ClosedFormActivation = 'relu' | 'leaky-relu' | 'abs' | 'gelu' | 'erf' | 'sin' | 'identity';
/** Names of the activations whose duals are found by quadrature. */
export type QuadratureActivation = 'tanh' | 'silu' | 'elu' | 'sigmoid';

export type KernelSpec =
  /** variance · exp(−gamma ‖x − z‖²/d) */
  | { readonly type: 'rbf'; readonly gamma: number; readonly variance: number }
  /** Matérn of smoothness ν with r = √(gamma ‖x − z‖²/d) in the place of distance/length-scale: ν = ½ gives variance · exp(−r). */
  | { readonly type: 'matern'; readonly smoothness: 0.5 | 1.5 | 2.5; readonly gamma: number; readonly variance: number }
  /** weightVariance · x·z/d + biasVariance */
  | { readonly type: 'linear'; readonly weightVariance: number; readonly biasVariance: number }
  /** The inputs are rows of the Gram matrix itself, [n, n]; queries are rows of cross-covariances. */
  | { readonly type: 'precomputed' }
  /** Infinitely wide fully connected network: Dense, activation, …, Dense with `depth` hidden layers. */
  | {
      readonly type: 'fcn';
      readonly output: 'nngp' | 'ntk';
      /** A known name, or the name of a function passed to createKernel. */
      readonly activation: string;
      /** Slope for negative inputs, for `leaky-relu` (default 0.01) only. */
      readonly negativeSlope?: number;
      readonly depth: number;
      readonly weightVariance: number;
      readonly biasVariance: number;
    };

export type PairStatistic = 'innerProduct' | 'squaredDistance';

/**
 * The elementwise part of a kernel, on a tile of pairs. `tile` holds t for `rowNorms.length` × `colNorms.length` pairs, row-major,
 * and receives the result in place; norms are ‖x‖² of the rows' and columns' inputs.
 */
export interface PairwiseMap {
  readonly statistic: PairStatistic;
  /** t → k, in place. */
  apply(tile: Float64Array, rowNorms: Float64Array, colNorms: Float64Array): void;
  /**
   * t → k in `tile`; `byPair` receives ∂k/∂t and `byRowNorm` receives ∂k/∂‖x‖² (x the row's input), both of the tile's length.
   * For 'squaredDistance' kernels byRowNorm is zero.
   */
  applyWithDerivatives(
    tile: Float64Array,
    rowNorms: Float64Array,
    colNorms: Float64Array,
    byPair: Float64Array,
    byRowNorm: Float64Array,
  ): void;
  /** k(x, x) for inputs of these squared norms; exact, never through a rounded t. */
  diagonal(norms: Float64Array): Float64Array;
}

export interface Kernel {
  readonly spec: KernelSpec;
  /** One line for people: `NNGP of a fully connected relu network, depth 5, weight variance 2, bias variance 0`. */
  readonly description: string;
  /** Number of input dimensions d the kernel was made for (the 1/d in its formula). */
  readonly dimensions: number;
  /** Whether `spec` alone rebuilds the kernel, in another thread or process: no function of the caller's is in it. */
  readonly portable: boolean;
  /** Absent only for `precomputed`. */
  readonly pairwise?: PairwiseMap;
  /** k(x_i, x_i), [n]. */
  diagonal(inputs: Matrix): Float64Array;
  /** Symmetric Gram matrix [n, n]. For small n and tests; the audit builds Gram matrices through the linear-algebra engine. */
  gram(inputs: Matrix): Matrix;
  /** k(x_i, z_j), [n, m]. */
  cross(inputs: Matrix, others: Matrix): Matrix;
  /**
   * Σ_j weights[i, j] ∇_{x_i} k(x_i, z_j), [n, d]: the gradient with respect to the first argument contracted with weights [n, m],
   * which is all that query optimization needs and costs one more product instead of an n × m × d array.
   */
  crossGradient(inputs: Matrix, others: Matrix, weights: Matrix): Matrix;
  /** ∇_x k(x, x) for each row, [n, d]. */
  diagonalGradient(inputs: Matrix): Matrix;
}
