// How confident are the reference models of a record's label, on average? Called by rmia.ts and base.ts, which measure the audited model by it.

import { lossOf } from './fromLosses.ts';
import { assertNeeds, type Missing, type Needs } from './needs.ts';
import { fillByColumn, signalsAt } from './sideFit.ts';
import type { Signals } from './signals.ts';

/** Which reference models take part: all of them, or those not trained on the record. */
export type Mode = 'online' | 'offline';

/** All reference models stand for both sides only where each record has models of both. */
export function confidenceNeeds(mode: Mode): Needs {
  return { in: mode === 'online' ? 1 : 0, out: 1 };
}

/**
 * ln of the mean confidence p of the reference models in each record's own label, [n, k]; as a log-sum-exp of −loss, so that confidences
 * near 0 do not vanish. Online over all models, however many were trained on the record; offline over exactly those that were not.
 *
 * @param missing `fill`: offline a record without such a model has the mean of the others' logarithms, online the mean over whatever models
 * there are
 * @throws AuditError RECORDS_INVALID
 */
export function logMeanConfidence(signals: Signals, attack: string, mode: Mode, missing: Missing): Float64Array {
  assertNeeds(signals, attack, confidenceNeeds(mode), missing);
  const { records, queries } = signals;
  const means = new Float64Array(records * queries);
  for (let place = 0; place < means.length; place++) {
    const out = signalsAt(signals, 'out', place);
    means[place] = logMeanExp(
      (mode === 'online' ? [...signalsAt(signals, 'in', place), ...out] : out).map((phi) => -lossOf(phi)),
    );
  }
  if (mode === 'offline') {
    const known = means.slice();
    fillByColumn(means, queries, (record) => !Number.isNaN(known[record * queries]));
  }
  return means;
}

/** NaN of nothing. */
function logMeanExp(values: readonly number[]): number {
  const largest = values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  const sum = values.reduce((total, value) => total + Math.exp(value - largest), 0);
  return values.length === 0 ? Number.NaN : largest + Math.log(sum / values.length);
}
