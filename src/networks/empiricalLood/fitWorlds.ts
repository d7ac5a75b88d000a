// Which two Gaussians stand for the outputs with and without a record? Of one shape and different sizes, since that is what the Gaussian process
// has and all that a few dozen networks can tell. Called by networkAuc.ts and empiricalKl.ts.

import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { AuditError } from '../../base/errors.ts';
import { type Moments, momentsOf, type OutputSamples, sampleSizes } from './outputSamples.ts';

/** N(μ_with, v_with I) and N(μ_without, v_without I) in D coordinates in which the common shape is a sphere. */
export interface WorldsFit {
  /** D ≤ C: outputs that follow from others do not count. */
  readonly dimensions: number;
  readonly varianceWith: number;
  readonly varianceWithout: number;
  /** ‖Δ̂‖² of the sample means, as it is. */
  readonly shiftSquared: number;
  /** What sampling noise adds to ‖Δ̂‖² on average, tr V̂ (outputSamples.ts). */
  readonly shiftNoise: number;
  /** Sampling variances of ln v_with and of ln v_without, and their covariance within pairs. */
  readonly logNoise: { readonly ofWith: number; readonly ofWithout: number; readonly common: number };
}

/** Directions whose variance is below this share of the largest are combinations that stay constant; in float32 these leave about 1e-14. */
const CONSTANT = 1e-10;
/** For an estimate with its error: two networks have a variance, and one that is left out leaves two. */
export const LEAST_NETWORKS = 3;

/**
 * Fits Gaussians whose covariances are v_with T and v_without T, with a common shape T. T is the mean of both sample covariances, each in
 * units of its own trace, drawn toward the sphere by oracle approximating shrinkage (Chen, Wiesel, Eldar and Hero, IEEE Trans. Signal Process. 58, 5016, 2010),
 *
 *   share of the sphere = min(1, ((1 − 2/D) tr S² + (tr S)²)/((n + 1 − 2/D)(tr S² − (tr S)²/D))),
 *
 * n the degrees of freedom, so that it is the sphere itself where the sample cannot tell; combinations of outputs that are the same for all
 * networks (probabilities sum to 1) are left out first. Everything else is said in the coordinates T^−½ x. O(M·C² + C³).
 *
 * @throws AuditError OPTION_INVALID for fewer than two networks; NUMERICAL_FAILURE where all networks of a world answer the same;
 * SHAPE_MISMATCH, NOT_FINITE
 */
export function fitWorlds(samples: OutputSamples): WorldsFit {
  const { outputs, isPaired } = samples;
  const sizes = sampleSizes(samples);
  // Pairs may be nearly alike, and are then no two samples.
  const freedom = isPaired ? sizes.withRecord - 1 : sizes.withRecord + sizes.withoutRecord - 2;
  const map = toSphere(momentsOf(samples.withRecord, outputs), momentsOf(samples.withoutRecord, outputs), freedom);
  const one = centred(samples.withRecord, map);
  const other = centred(samples.withoutRecord, map);
  const shift = one.mean.map((mean, j) => mean - (other.mean[j] as number));
  return {
    dimensions: map.columns,
    varianceWith: one.variance,
    varianceWithout: other.variance,
    shiftSquared: shift.reduce((sum, value) => sum + value * value, 0),
    shiftNoise: isPaired
      ? noiseOfPairs(one.rows, other.rows, map.columns)
      : (map.columns * one.variance) / sizes.withRecord + (map.columns * other.variance) / sizes.withoutRecord,
    logNoise: {
      ofWith: productOfMeans(one.squares, one.squares),
      ofWithout: productOfMeans(other.squares, other.squares),
      common: isPaired ? productOfMeans(one.squares, other.squares) : 0,
    },
  };
}

/** The map x → Uᵀx, [C, D], under which the common shape is a sphere of the size of the mean variance. */
function toSphere(one: Moments, other: Moments, freedom: number): MlMatrix {
  const size = one.mean.length;
  const [traceOne, traceOther] = [trace(one.covariance, size), trace(other.covariance, size)];
  if (!(traceOne > 0 && traceOther > 0)) throw withoutSpread(traceOne, traceOther);
  const shape = new MlMatrix(size, size);
  const scatter = new MlMatrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const at = i * size + j;
      const value = (one.covariance[at] as number) / traceOne + (other.covariance[at] as number) / traceOther;
      const shifts = (k: number) => (one.mean[k] as number) - (other.mean[k] as number);
      shape.set(i, j, value / 2);
      // A direction in which only the means differ is kept: it tells the worlds apart.
      scatter.set(i, j, value / 2 + (shifts(i) * shifts(j)) / (traceOne + traceOther));
    }
  }
  const kept = varying(scatter);
  const rest = kept.transpose().mmul(shape).mmul(kept);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(rest, { assumeSymmetric: true });
  const mean = realEigenvalues.reduce((sum, value) => sum + value, 0) / kept.columns;
  const share = shrinkage(realEigenvalues, freedom);
  const scales = realEigenvalues.map((value) => Math.sqrt(mean / (share * mean + (1 - share) * value)));
  return kept.mmul(eigenvectorMatrix).mulRowVector(scales);
}

/** Orthonormal directions, in columns, along which outputs are not constant. */
function varying(scatter: MlMatrix): MlMatrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(scatter, { assumeSymmetric: true });
  const least = CONSTANT * Math.max(...realEigenvalues);
  const kept = realEigenvalues.flatMap((value, j) => (value > least ? [j] : []));
  return eigenvectorMatrix.subMatrixColumn(kept);
}

/** The share of the sphere. Equal eigenvalues are a sphere already. */
function shrinkage(eigenvalues: readonly number[], freedom: number): number {
  const size = eigenvalues.length;
  const sum = eigenvalues.reduce((total, value) => total + value, 0);
  const squares = eigenvalues.reduce((total, value) => total + value * value, 0);
  const spread = (freedom + 1 - 2 / size) * (squares - (sum * sum) / size);
  return spread > 0 ? Math.min(1, ((1 - 2 / size) * squares + sum * sum) / spread) : 1;
}

interface Centred {
  readonly mean: Float64Array;
  /** [M, D], without the mean. */
  readonly rows: Float64Array;
  /** Mean variance of the D coordinates, unbiased. */
  readonly variance: number;
  /** Squared norm of each row in units of its expectation; their mean is 1. */
  readonly squares: Float64Array;
}

function centred(values: Float64Array, map: MlMatrix): Centred {
  const [outputs, dimensions] = [map.rows, map.columns];
  const networks = values.length / outputs;
  const rows = new Float64Array(networks * dimensions);
  const mean = new Float64Array(dimensions);
  for (let m = 0; m < networks; m++) {
    for (let j = 0; j < dimensions; j++) {
      let sum = 0;
      for (let c = 0; c < outputs; c++) sum += map.get(c, j) * (values[m * outputs + c] as number);
      rows[m * dimensions + j] = sum;
      mean[j] = (mean[j] as number) + sum / networks;
    }
  }
  const squares = new Float64Array(networks);
  for (let i = 0; i < rows.length; i++) {
    const m = Math.floor(i / dimensions);
    rows[i] = (rows[i] as number) - (mean[i % dimensions] as number);
    squares[m] = (squares[m] as number) + (rows[i] as number) ** 2;
  }
  const total = squares.reduce((sum, square) => sum + square, 0);
  return {
    mean,
    rows,
    variance: total / (dimensions * (networks - 1)),
    squares: squares.map((square) => (square * networks) / total),
  };
}

/** tr S_d/M of the differences d of pairs. */
function noiseOfPairs(one: Float64Array, other: Float64Array, dimensions: number): number {
  const networks = one.length / dimensions;
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += ((one[i] as number) - (other[i] as number)) ** 2;
  return sum / ((networks - 1) * networks);
}

/** Sampling covariance of the means of two columns whose means are 1. */
function productOfMeans(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let m = 0; m < one.length; m++) sum += ((one[m] as number) - 1) * ((other[m] as number) - 1);
  return sum / (one.length * (one.length - 1));
}

function trace(covariance: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += covariance[i * (size + 1)] as number;
  return sum;
}

function withoutSpread(one: number, other: number): AuditError {
  return new AuditError('NUMERICAL_FAILURE', {
    expected: 'outputs that differ between networks, with the record and without',
    got: `variances that sum to ${one} and ${other}`,
    try: 'networks of different seeds; with a single outcome of training there is no distribution to compare',
  });
}
