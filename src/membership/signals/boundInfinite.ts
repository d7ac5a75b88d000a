// What becomes of confidences that were rounded to 0 or 1, whose logit φ is infinite? They are put at the end of the finite ones, and counted.
// Called by whoever has read signals, before any attack.

import type { Warning } from '../../base/warnings.ts';
import type { Signals } from './signals.ts';

/** 45 ln 10: |φ| of a confidence that 10⁻⁴⁵, below the least float32, separates from 0 or 1, as LeakPro and TensorFlow Privacy have it. */
const LIMIT = 45 * Math.LN10;

/**
 * The signals with each φ = ±∞ at ±max(45 ln 10, largest finite |φ|): finite ones are left as they are, so that no order is turned around and
 * only infinite ones are tied. One limit holds for the audited and the reference models. NaN is left for `assertSignals` to refuse. O(R·n·k).
 *
 * @returns the signals (the same object where nothing was infinite) and a warning with their number
 */
export function boundInfinite(signals: Signals): { readonly signals: Signals; readonly warnings: readonly Warning[] } {
  let limit = LIMIT;
  let infinite = 0;
  for (const values of [signals.target, signals.reference]) {
    for (const value of values) {
      if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) infinite++;
      else if (Math.abs(value) > limit) limit = Math.abs(value);
    }
  }
  if (infinite === 0) return { signals, warnings: [] };
  const bounded = (values: Float64Array) => values.map((value) => Math.min(limit, Math.max(-limit, value)));
  const share = (100 * infinite) / (signals.target.length + signals.reference.length);
  return {
    signals: { ...signals, target: bounded(signals.target), reference: bounded(signals.reference) },
    warnings: [
      {
        code: 'SIGNALS_BOUNDED',
        message:
          `${infinite} signals (${share.toPrecision(2)}%) are confidences rounded to 0 or 1, whose logit is infinite; they were put at ` +
          `±${limit.toFixed(1)}, and cannot be told from each other. Record logits, or losses in float64, to silence this.`,
      },
    ],
  };
}
