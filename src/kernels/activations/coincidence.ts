// What if two inputs are copies of each other, but their covariance says so only up to rounding? A deep network can be chaotic (erf or sin
// with large weights): every layer then multiplies such an error, and after fifty layers copies would look unrelated.
// So duals read a covariance that rounding alone keeps from its bound as that bound, in every layer. Called by createActivation.ts for
// the activations whose formulas do not do so by themselves.

import { type ActivationDual, deviations } from './activationDual.ts';

/**
 * The dual, with every k within `tolerance`·√(pq) of ±√(pq) read as that bound.
 *
 * @param tolerance see `coincidenceTolerance`
 */
export function readingCopies(dual: ActivationDual, tolerance: number): ActivationDual {
  return {
    ...dual,
    value(pairs, rows, cols) {
      snapToBounds(pairs, rows, cols, tolerance);
      dual.value(pairs, rows, cols);
    },
    valueAndSlope(pairs, rows, cols, slope) {
      snapToBounds(pairs, rows, cols, tolerance);
      dual.valueAndSlope(pairs, rows, cols, slope);
    },
    derivatives(pairs, rows, cols, out) {
      snapToBounds(pairs, rows, cols, tolerance);
      dual.derivatives(pairs, rows, cols, out);
    },
  };
}

function snapToBounds(pairs: Float64Array, rows: Float64Array, cols: Float64Array, tolerance: number): void {
  const rowDeviations = deviations(rows);
  const colDeviations = deviations(cols);
  for (let i = 0, at = 0; i < rows.length; i++) {
    const deviation = rowDeviations[i] as number;
    for (let j = 0; j < cols.length; j++, at++) {
      const k = pairs[at] as number;
      const bound = deviation * (colDeviations[j] as number);
      if (Math.abs(k) >= (1 - tolerance) * bound) pairs[at] = k < 0 ? -bound : bound;
    }
  }
}
