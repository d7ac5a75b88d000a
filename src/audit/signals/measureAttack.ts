// What do the scores of one attack come to? AUC, operating points and the curve, with intervals. Called by auditSignals.ts.

import { aucInterval } from '../../membership/signals/aucInterval.ts';
import { byClass } from '../../membership/signals/byClass.ts';
import { accuracy, advantage, type Roc, rocOf, tprAtFprOf } from '../../membership/signals/roc.ts';
import { shareInterval } from '../../statistics/shareInterval.ts';
import type { AttackOutcome } from '../attackResult.ts';
import type { SignalSettings } from './options.ts';

/** Who was attacked. */
export interface AttackedRecords {
  /** [n], 1 for members. */
  readonly members: Uint8Array;
  /** [n], class indices; undefined without labels. */
  readonly classes: Int32Array | undefined;
}

/** @param scores [n], finite. @throws AuditError NOT_FINITE */
export function measureAttack(
  { name, describe, filled }: { readonly name: string; readonly describe: string; readonly filled: number },
  scores: Float64Array,
  { members, classes }: AttackedRecords,
  { fprs, level }: Pick<SignalSettings, 'fprs' | 'level'>,
): AttackOutcome {
  const roc = rocOf(scores, members);
  const nonMembers = members.length - members.reduce((sum, flag) => sum + flag, 0);
  const { auc: value, low, high } = aucInterval(scores, members, level);
  return {
    name,
    description: describe,
    filled,
    auc: { value, low, high },
    accuracy: accuracy(roc),
    advantage: advantage(roc),
    operatingPoints: fprs.map((fpr) => {
      const { threshold, realizedFpr, tpr, ...interval } = tprAtFprOf(scores, members, fpr, level);
      const wrong = shareInterval(Math.round(realizedFpr * nonMembers), nonMembers, level);
      return {
        fpr,
        realizedFpr,
        fprLow: wrong.low,
        fprHigh: wrong.high,
        tpr,
        low: interval.low,
        high: interval.high,
        threshold: Number.isFinite(threshold) ? threshold : null,
      };
    }),
    roc: thinned(roc),
    byClass:
      classes === undefined
        ? []
        : byClass(scores, members, classes, level).flatMap(({ label, auc }) =>
            auc === undefined ? [] : [{ classIndex: label, auc: { value: auc.auc, low: auc.low, high: auc.high } }],
          ),
  };
}

/** Points of a drawn curve: for each decade of FPR down to 10⁻⁵, and evenly spaced. */
const PER_DECADE = 50;
const DECADES = 5;
const EVEN = 200;

/**
 * Corners of the curve, as many as a picture can show: the last one at or below each of a grid of false-positive rates, logarithmic and even, and the
 * ends. Every point is one of the curve, nothing is interpolated.
 */
export function thinned({ points }: Roc): [number, number][] {
  const grid = [
    ...Array.from({ length: PER_DECADE * DECADES + 1 }, (_, i) => 10 ** (i / PER_DECADE - DECADES)),
    ...Array.from({ length: EVEN }, (_, i) => i / EVEN),
  ].sort((a, b) => a - b);
  const kept = new Set<number>([0, points.length - 1]);
  let at = 0;
  for (const fpr of grid) {
    while (at + 1 < points.length && (points[at + 1] as { fpr: number }).fpr <= fpr) at++;
    kept.add(at);
  }
  return [...kept].sort((a, b) => a - b).map((i) => [points[i]?.fpr as number, points[i]?.tpr as number]);
}
