// What is compared? The joint Gaussian outputs of the model with and without the differing records, in coordinates in which they are simple.
// Every f-divergence, Rényi divergence and membership test is invariant under a common invertible affine map of the outputs, and the two
// covariances differ by a matrix of rank g (the number of differing records). After whitening by the distribution with the records and
// rotating onto that rank-g part, at most g modes differ, however many queries were asked (docs/mathematics.md, section 3).

import { AuditError } from '../base/errors.ts';

/** One mode: C independent coordinates, N(0, 1) with the records and N(shift, 1 + varianceRatio) without. */
export interface Mode {
  /** u = v_without/v_with − 1 ≥ 0. */
  readonly varianceRatio: number;
  /** δ² = Σ over the C outputs of the squared shift of the mean, in units of v_with. */
  readonly shiftSquared: number;
}

/** The output distributions with and without the differing records, up to a common invertible affine map. */
export interface GaussianPair {
  /** C, the number of outputs (classes); each has the same covariance. */
  readonly outputs: number;
  readonly modes: readonly Mode[];
}

/**
 * A pair of one mode: one differing record, at any number of queries.
 *
 * @param varianceRatio u ≥ 0
 * @param shiftSquared δ² ≥ 0
 * @param outputs C ≥ 1
 * @throws AuditError NUMERICAL_FAILURE when a value is not finite or negative, so that a failed computation never reads as no leakage
 */
export function gaussianPair(varianceRatio: number, shiftSquared: number, outputs: number): GaussianPair {
  if (
    !(
      varianceRatio >= 0 &&
      shiftSquared >= 0 &&
      varianceRatio < Number.POSITIVE_INFINITY &&
      shiftSquared < Number.POSITIVE_INFINITY
    )
  ) {
    throw new AuditError(
      'NUMERICAL_FAILURE',
      {
        expected: 'a finite, nonnegative variance ratio and mean shift',
        got: `${varianceRatio} and ${shiftSquared}`,
        try: 'a larger --noise-variance; the kernel matrix may be too ill-conditioned for float64',
      },
      { varianceRatio, shiftSquared },
    );
  }
  return { outputs, modes: [{ varianceRatio, shiftSquared }] };
}
