// What is said about each record? LOOD at its own query, the exact membership test, ε, and the tier: one pass over the records, no n×n work.

import { throwIfCancelled } from '../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../base/progress.ts';
import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import type { LeaveOneOut } from '../gp/leaveOneOut.ts';
import type { GaussianPair } from '../lood/gaussianPair.ts';
import { totalVariation } from '../lood/lossTail.ts';
import { recordLood } from '../lood/recordLood.ts';
import { exactAuc } from '../membership/auc.ts';
import { epsilonAtDelta, operatingPointAtFpr } from '../membership/optimalTest.ts';
import type { RecordResult } from './result.ts';
import { tierOf } from './tiers.ts';

/** Records between two turns of the event loop: about 20 ms. */
const BATCH = 50;

export interface RecordResults {
  readonly records: readonly RecordResult[];
  /** The pair of output distributions of each record at its own query, in the same order. */
  readonly pairs: readonly GaussianPair[];
  /** Largest estimated relative error of the true-positive rates. */
  readonly relativeError: number;
}

/**
 * Results for all records.
 *
 * @param rows input row of each record
 * @param labels class index of each record
 * @param delta δ at which ε is computed
 */
export async function recordResults(
  gp: GaussianProcess,
  identities: LeaveOneOut,
  rows: Int32Array,
  labels: Int32Array,
  delta: number,
  run: RunOptions,
): Promise<RecordResults> {
  const records: RecordResult[] = [];
  const pairs: GaussianPair[] = [];
  let relativeError = 0;
  for (let s = 0; s < rows.length; s++) {
    if (s % BATCH === 0) {
      run.onProgress?.({ stage: 'records', done: s, total: rows.length });
      throwIfCancelled(run.signal);
      await yieldToEventLoop();
    }
    const { pair, ...lood } = recordLood(gp, identities, s);
    const points = [0.001, 0.01, 0.1].map((fpr) => operatingPointAtFpr(pair, fpr));
    const [tprAtFpr001Percent, tprAtFpr1Percent, tprAtFpr10Percent] = points.map((point) => point.tpr) as [
      number,
      number,
      number,
    ];
    relativeError = points.reduce((worst, point) => Math.max(worst, point.relativeError), relativeError);
    records.push({
      record: rows[s] as number,
      classIndex: labels[s] as number,
      ...lood,
      totalVariation: totalVariation(pair),
      auc: exactAuc(pair),
      tprAtFpr001Percent,
      tprAtFpr1Percent,
      tprAtFpr10Percent,
      epsilon: epsilonAtDelta(pair, delta),
      tier: tierOf(tprAtFpr001Percent, tprAtFpr1Percent),
    });
    pairs.push(pair);
  }
  run.onProgress?.({ stage: 'records', done: rows.length, total: rows.length });
  return { records, pairs, relativeError };
}
