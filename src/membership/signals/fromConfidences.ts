// Which φ has a record whose confidence in its own label was recorded, and back? Called by readers of signals; rmia.ts goes the way back.

import { AuditError } from '../../base/errors.ts';
import { notANumber } from './notANumber.ts';

/**
 * φ = ln p − ln(1 − p) of confidences in the records' own labels. 0 and 1 give ∓∞ (`boundInfinite`). A p near 1 has lost digits of 1 − p:
 * where all probabilities of a record are known, `fromProbabilities` keeps them.
 *
 * @param confidences any shape, in [0, 1]
 * @throws AuditError NOT_FINITE, OPTION_INVALID
 */
export function fromConfidences(confidences: Float64Array): Float64Array {
  return confidences.map((p, i) => {
    if (Number.isNaN(p)) throw notANumber('confidences', `place ${i}`);
    if (p < 0 || p > 1) {
      throw new AuditError(
        'OPTION_INVALID',
        {
          expected: 'confidences between 0 and 1',
          got: `${p} at place ${i}`,
          try: 'reading these numbers as logits or losses, if that is what they are',
        },
        { place: i, value: p },
      );
    }
    return Math.log(p) - Math.log1p(-p);
  });
}

/** p = 1/(1 + e^−φ), with full relative precision at both ends. */
export function confidenceOf(phi: number): number {
  if (phi >= 0) return 1 / (1 + Math.exp(-phi));
  const odds = Math.exp(phi);
  return odds / (1 + odds);
}
