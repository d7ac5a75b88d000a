// How likely is an output under a Gaussian? By the Cholesky factor of the covariance, in logarithms. Called by paperAuc.ts.

import { AuditError } from '../../base/errors.ts';
import type { Moments } from './outputSamples.ts';

export interface GaussianDensity {
  readonly mean: Float64Array;
  /** L with L Lᵀ the covariance, lower triangle of [C, C]. */
  readonly root: Float64Array;
  /** −½ ln|Σ| − (C/2) ln 2π. */
  readonly logScale: number;
}

/** Share of a variance that must remain unexplained by the outputs before it: float32 outputs that sum to a constant leave about 1e-14. */
const LEAST_PIVOT = 1e-12;

/**
 * The Gaussian with these moments. O(C³).
 *
 * @param isChecked for some of the networks of a sample that has passed: with hardly more of them than outputs a pivot may be as small by chance, and
 * is kept, or raised to its rounding
 * @throws AuditError NOT_POSITIVE_DEFINITE for outputs of which one follows from others, such as probabilities, or that do not vary
 */
export function gaussianDensity({ mean, covariance }: Moments, isChecked = false): GaussianDensity {
  const size = mean.length;
  const root = covariance.slice();
  let logScale = (-size / 2) * Math.log(2 * Math.PI);
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = root[i * size + j] as number;
      for (let k = 0; k < j; k++) sum -= (root[i * size + k] as number) * (root[j * size + k] as number);
      if (i > j) {
        root[i * size + j] = sum / (root[j * size + j] as number);
        continue;
      }
      const variance = covariance[j * size + j] as number;
      if (!(variance > 0) || (!isChecked && sum <= LEAST_PIVOT * variance)) throw singular(j, sum, variance);
      root[j * size + j] = Math.sqrt(Math.max(sum, Number.EPSILON * variance));
    }
    logScale -= Math.log(root[j * size + j] as number);
  }
  return { mean, root, logScale };
}

function singular(pivot: number, value: number, variance: number): AuditError {
  return new AuditError(
    'NOT_POSITIVE_DEFINITE',
    {
      expected: 'outputs of which none follows from the others, for Gaussians with full covariances',
      got: `output ${pivot}, of variance ${variance}, with ${value} left given the outputs before it`,
      try: 'networkAuc, which allows for that, or leaving out one of outputs that sum to a constant',
    },
    { pivot, value, variance },
  );
}

/** ln N(x; μ, Σ) of some rows of `values`, [M, C]. O(rows·C²). */
export function logDensities(
  { mean, root, logScale }: GaussianDensity,
  values: Float64Array,
  rows: ArrayLike<number>,
): Float64Array {
  const size = mean.length;
  const out = new Float64Array(rows.length);
  const whitened = new Float64Array(size);
  for (let m = 0; m < rows.length; m++) {
    const start = (rows[m] as number) * size;
    let squared = 0;
    for (let i = 0; i < size; i++) {
      let rest = (values[start + i] as number) - (mean[i] as number);
      for (let k = 0; k < i; k++) rest -= (root[i * size + k] as number) * (whitened[k] as number);
      rest /= root[i * size + i] as number;
      whitened[i] = rest;
      squared += rest * rest;
    }
    out[m] = logScale - squared / 2;
  }
  return out;
}
