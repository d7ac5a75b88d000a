// How close is a reconstruction to the record it should be? By angle, by relative distance, and as a noisy copy of a picture. Called by the
// attacks of this folder and by audit/; ssim.ts compares structure, rank.ts the record with the others.

import { AuditError } from '../base/errors.ts';

/**
 * a·b/(‖a‖‖b‖), in [−1, 1]; 0 where a vector is zero, since that has no direction. Squares neither over- nor underflow. O(d).
 *
 * @param a [d], standardized, as is `b`
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE
 */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  assertComparable(a, b);
  const [x, y] = [inUnitsOfLargest(a), inUnitsOfLargest(b)];
  const product = x.reduce((sum, value, j) => sum + value * (y[j] as number), 0);
  const squares = sumOfSquares(x) * sumOfSquares(y);
  return squares === 0 ? 0 : Math.min(1, Math.max(-1, product / Math.sqrt(squares)));
}

/**
 * ‖r − x‖/‖x‖ of standardized vectors. In the input's units it is √Σ((r_j − x_j)/s_j)² / √Σ((x_j − m_j)/s_j)², with mean m and scale s of the
 * preparation: 0 for a perfect copy, 1 for the guess that every value is at its mean. Squares neither over- nor underflow. O(d).
 *
 * @param reconstruction [d], standardized, as is `truth`
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE; RECORDS_INVALID for a record that is zero, to which no error can be compared, unless the
 *   reconstruction is zero too; NUMERICAL_FAILURE where the result is beyond float64
 */
export function relativeL2(reconstruction: ArrayLike<number>, truth: ArrayLike<number>): number {
  assertComparable(reconstruction, truth);
  const error = norm(Float64Array.from(truth, (x, j) => (reconstruction[j] as number) - x));
  const size = norm(truth);
  if (error === 0) return 0;
  if (size === 0) {
    throw new AuditError('RECORDS_INVALID', {
      expected: 'a record whose standardized values are not all zero, to compare the error with its norm',
      got: 'a record that is equal to the mean',
      try: 'leaving out this record',
    });
  }
  const ratio = error / size;
  if (ratio < Infinity) return ratio;
  throw new AuditError('NUMERICAL_FAILURE', {
    expected: 'a relative error that float64 can hold',
    got: `an error of ${error} relative to a record of norm ${size}`,
    try: 'standardized inputs',
  });
}

/**
 * Peak signal-to-noise ratio, 10 log₁₀(peak²/mean((r_j − x_j)²)) in dB, over all values of the record (those of an opacity channel too) and
 * without clipping them to the range. Null where there is no peak, since records are no images, and where there is no error. O(d).
 *
 * @param reconstruction [d], in the input's units, as is `truth`
 * @param peak width of the range of values, in the input's units; see `pixelRange`
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE, OPTION_INVALID for a peak that is not positive
 */
export function psnr(reconstruction: ArrayLike<number>, truth: ArrayLike<number>, peak: number | null): number | null {
  if (peak === null) return null;
  if (!(peak > 0 && peak < Infinity)) {
    throw new AuditError('OPTION_INVALID', { expected: 'a positive peak', got: `${peak}`, try: '255 for bytes' });
  }
  assertComparable(reconstruction, truth);
  const relative = norm(Float64Array.from(truth, (x, j) => ((reconstruction[j] as number) - x) / peak));
  return relative === 0 ? null : -20 * Math.log10(relative / Math.sqrt(truth.length));
}

/**
 * Throws unless two vectors have as many values, all of them finite.
 *
 * @throws AuditError SHAPE_MISMATCH, NOT_FINITE
 */
export function assertComparable(reconstruction: ArrayLike<number>, truth: ArrayLike<number>): void {
  if (reconstruction.length !== truth.length || truth.length === 0) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `a reconstruction of as many values as the record (${truth.length})`,
      got: `${reconstruction.length}`,
      try: 'one value for each feature',
    });
  }
  for (const [name, values] of [
    ['reconstruction', reconstruction],
    ['record', truth],
  ] as const) {
    for (let j = 0; j < values.length; j++) {
      if (Number.isFinite(values[j])) continue;
      throw new AuditError('NOT_FINITE', {
        expected: `finite values in the ${name}`,
        got: `${values[j]} at place ${j}`,
        try: 'a search that ended with finite values',
      });
    }
  }
}

/** v/max|v_j|, or v where it is zero. */
function inUnitsOfLargest(v: ArrayLike<number>): Float64Array {
  const unit = largest(v) || 1;
  return Float64Array.from(v, (value) => value / unit);
}

function norm(v: ArrayLike<number>): number {
  return largest(v) * Math.sqrt(sumOfSquares(inUnitsOfLargest(v)));
}

function largest(v: ArrayLike<number>): number {
  let most = 0;
  for (let j = 0; j < v.length; j++) most = Math.max(most, Math.abs(v[j] as number));
  return most;
}

const sumOfSquares = (v: Float64Array): number => v.reduce((sum, value) => sum + value * value, 0);
