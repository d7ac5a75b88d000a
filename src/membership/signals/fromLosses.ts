// Which φ has a record whose loss was recorded, and back? Called by readers of signals; rmia.ts and base.ts go the way back.

import { AuditError } from '../../base/errors.ts';
import { notANumber } from './notANumber.ts';

/** Losses down to here are 0 with the rounding of a log-softmax in float32. */
const ROUNDED_LOSS = -1e-6;

/**
 * φ = −ln(e^loss − 1) of cross-entropy losses in nats. Losses of 0 and ∞ give ±∞ (`boundInfinite`); 0 also stands for what rounding in
 * float32 makes of it, down to −1e−6.
 *
 * @param losses any shape; of single records, not means over a batch, and without regularization
 * @throws AuditError NOT_FINITE, OPTION_INVALID
 */
export function fromLosses(losses: Float64Array): Float64Array {
  return losses.map((loss, i) => {
    if (Number.isNaN(loss)) throw notANumber('losses', `place ${i}`);
    if (loss < ROUNDED_LOSS) {
      throw new AuditError(
        'OPTION_INVALID',
        {
          expected: 'cross-entropy losses, which are not negative',
          got: `${loss} at place ${i}`,
          try: 'turning the sign of log-likelihoods, or recording logits',
        },
        { place: i, value: loss },
      );
    }
    // e^loss − 1 = e^loss (1 − e^−loss), which does not overflow; where the loss is small, expm1 keeps its digits.
    return loss > 1 ? -loss - Math.log1p(-Math.exp(-loss)) : -Math.log(Math.expm1(Math.max(0, loss)));
  });
}

/** loss = ln(1 + e^−φ) = −ln p, without overflow at either end. */
export function lossOf(phi: number): number {
  return Math.max(-phi, 0) + Math.log1p(Math.exp(-Math.abs(phi)));
}
