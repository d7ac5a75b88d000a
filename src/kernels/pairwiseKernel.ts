// How do Gram matrices and gradients follow from an elementwise map of pairs? By tiles of inner products or distances, written once
// here for every kernel. Called by createKernel.ts. For small n, queries and tests; the audit builds Gram matrices in src/gp with
// the linear-algebra engines and the same map.

import { AuditError } from '../base/errors.ts';
import { assertColumns, type Matrix, matrix, rowOf, rowSquaredNorms } from '../linalg/matrix.ts';
import { finite } from './finite.ts';
import { innerProducts } from './innerProducts.ts';
import type { Kernel, KernelSpec, PairwiseMap } from './kernel.ts';
import { squaredDistances } from './squaredDistances.ts';

/** What a pairwise map does to tiles. */
export type PairMaps = Pick<PairwiseMap, 'apply' | 'applyWithDerivatives'>;

/** A pairwise map that also differentiates its diagonal. */
export interface DifferentiablePairwise extends PairwiseMap {
  /** d k(x, x) / d‖x‖² for inputs of these squared norms. */
  diagonalByNorm(norms: Float64Array): Float64Array;
}

/** Rows of a tile: few enough that a tile of 2,000 columns (1 MB) stays in the second-level cache. */
const TILE_ROWS = 64;

/**
 * The kernel with this map. Its functions throw `SHAPE_MISMATCH` for inputs that have not `dimensions` columns or weights of another
 * shape than [n, m], and `NUMERICAL_FAILURE` if a result is not finite.
 */
export function pairwiseKernel(
  spec: KernelSpec,
  description: string,
  dimensions: number,
  pairwise: DifferentiablePairwise,
  portable = true,
): Kernel {
  const statisticOf = pairwise.statistic === 'innerProduct' ? innerProducts : squaredDistances;
  const assertInputs = (name: string, inputs: Matrix) => assertColumns(name, inputs, dimensions, 'the kernel was made for');

  return Object.freeze({
    spec,
    description,
    dimensions,
    portable,
    pairwise,
    diagonal(inputs: Matrix): Float64Array {
      assertInputs('inputs', inputs);
      return finite('diagonal of the kernel', pairwise.diagonal(rowSquaredNorms(inputs)));
    },
    gram(inputs: Matrix): Matrix {
      assertInputs('inputs', inputs);
      const n = inputs.rows;
      const norms = rowSquaredNorms(inputs);
      const out = matrix(n, n);
      // Tiles of the upper triangle, mirrored: half the work, and exact symmetry.
      for (let from = 0; from < n; from += TILE_ROWS) {
        const to = Math.min(n, from + TILE_ROWS);
        const tile = statisticOf(rowsOf(inputs, from, to), rowsOf(inputs, from, n)).data;
        pairwise.apply(tile, norms.subarray(from, to), norms.subarray(from));
        for (let i = from; i < to; i++) {
          for (let j = i + 1; j < n; j++) {
            const k = tile[(i - from) * (n - from) + j - from] as number;
            out.data[i * n + j] = k;
            out.data[j * n + i] = k;
          }
        }
      }
      const diagonal = pairwise.diagonal(norms);
      for (let i = 0; i < n; i++) out.data[i * n + i] = diagonal[i] as number;
      finite('Gram matrix', out.data);
      return out;
    },
    cross(inputs: Matrix, others: Matrix): Matrix {
      assertInputs('inputs', inputs);
      assertInputs('others', others);
      const out = statisticOf(inputs, others);
      pairwise.apply(out.data, rowSquaredNorms(inputs), rowSquaredNorms(others));
      finite('matrix of cross-covariances', out.data);
      return out;
    },
    crossGradient(inputs: Matrix, others: Matrix, weights: Matrix): Matrix {
      assertInputs('inputs', inputs);
      assertInputs('others', others);
      assertWeights(weights, inputs.rows, others.rows);
      const tile = statisticOf(inputs, others).data;
      const byPair = new Float64Array(tile.length);
      const byRowNorm = new Float64Array(tile.length);
      pairwise.applyWithDerivatives(tile, rowSquaredNorms(inputs), rowSquaredNorms(others), byPair, byRowNorm);
      const out =
        pairwise.statistic === 'innerProduct'
          ? innerProductGradient(inputs, others, weights, byPair, byRowNorm)
          : distanceGradient(inputs, others, weights, byPair);
      finite('gradient of the kernel', out.data);
      return out;
    },
    diagonalGradient(inputs: Matrix): Matrix {
      assertInputs('inputs', inputs);
      const byNorm = pairwise.diagonalByNorm(rowSquaredNorms(inputs));
      const out = matrix(inputs.rows, inputs.cols);
      for (let i = 0; i < inputs.rows; i++) addScaledRow(out, i, 2 * (byNorm[i] as number), inputs, i);
      finite('gradient of the kernel', out.data);
      return out;
    },
  });
}

/** With k = f(x·z, ‖x‖²): Σ_j w_ij (∂f/∂t z_j + 2 ∂f/∂‖x‖² x_i). O(n·m·d). */
function innerProductGradient(
  inputs: Matrix,
  others: Matrix,
  weights: Matrix,
  byPair: Float64Array,
  byRowNorm: Float64Array,
): Matrix {
  const out = matrix(inputs.rows, inputs.cols);
  for (let i = 0, at = 0; i < inputs.rows; i++) {
    let own = 0;
    for (let j = 0; j < others.rows; j++, at++) {
      const weight = weights.data[at] as number;
      own += 2 * weight * (byRowNorm[at] as number);
      addScaledRow(out, i, weight * (byPair[at] as number), others, j);
    }
    addScaledRow(out, i, own, inputs, i);
  }
  return out;
}

/** With k = f(‖x − z‖²): Σ_j 2 w_ij ∂f/∂t (x_i − z_j), from differences of the vectors so that close points lose no digits. O(n·m·d). */
function distanceGradient(inputs: Matrix, others: Matrix, weights: Matrix, byPair: Float64Array): Matrix {
  const out = matrix(inputs.rows, inputs.cols);
  for (let i = 0, at = 0; i < inputs.rows; i++) {
    const gradient = rowOf(out, i);
    const x = rowOf(inputs, i);
    for (let j = 0; j < others.rows; j++, at++) {
      const factor = 2 * (weights.data[at] as number) * (byPair[at] as number);
      const z = rowOf(others, j);
      for (let c = 0; c < x.length; c++) {
        gradient[c] = (gradient[c] as number) + factor * ((x[c] as number) - (z[c] as number));
      }
    }
  }
  return out;
}

/** Row i of `out` += scale · row j of `from`. */
function addScaledRow(out: Matrix, i: number, scale: number, from: Matrix, j: number): void {
  const start = i * out.cols;
  const source = j * out.cols;
  for (let c = 0; c < out.cols; c++) {
    out.data[start + c] = (out.data[start + c] as number) + scale * (from.data[source + c] as number);
  }
}

/** Rows `from` … `to` − 1 as a view. */
function rowsOf(m: Matrix, from: number, to: number): Matrix {
  return { rows: to - from, cols: m.cols, data: m.data.subarray(from * m.cols, to * m.cols) };
}

function assertWeights(weights: Matrix, rows: number, cols: number): void {
  if (weights.rows === rows && weights.cols === cols) return;
  throw new AuditError('SHAPE_MISMATCH', {
    expected: `weights of shape [${rows}, ${cols}] (one for each pair of inputs and others)`,
    got: `[${weights.rows}, ${weights.cols}]`,
    try: 'passing one row of weights for each input',
  });
}
