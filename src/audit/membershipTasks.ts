// How strong is the best attacker on each record? The numbers that need root finding and contour integrals, about 0.1 ms a record, as tasks
// for the engine's threads. A record is two numbers, u and δ²; results lie beside each other in shared memory.

import type { DoTask } from '../linalg/engine.ts';
import { type GaussianPair, gaussianPair } from '../lood/gaussianPair.ts';
import { totalVariation } from '../lood/lossTail.ts';
import { exactAuc } from '../membership/auc.ts';
import { epsilonAtDelta, operatingPointAtFpr } from '../membership/optimalTest.ts';

/** Records of one task: about 4 ms. */
export const RECORDS_PER_TASK = 32;

/** Values of one record, in this order in `results`. */
export const MEMBERSHIP_FIELDS = [
  'totalVariation',
  'auc',
  'tprAtFpr001Percent',
  'tprAtFpr1Percent',
  'tprAtFpr10Percent',
  'epsilon',
  'relativeError',
] as const;

export type MembershipNumbers = Readonly<Record<(typeof MEMBERSHIP_FIELDS)[number], number>>;

export interface MembershipOptions {
  /** C. */
  readonly outputs: number;
  /** δ at which ε is computed. */
  readonly delta: number;
  /** u and δ² of each record, [n, 2]. */
  readonly modes: Float64Array;
  /** Receives MEMBERSHIP_FIELDS of each record, [n, 7]. */
  readonly results: Float64Array;
}

/** The task of number t handles records t·RECORDS_PER_TASK and on. Loaded by the engine's threads under this name. */
export function createForThread({ outputs, delta, modes, results }: MembershipOptions): DoTask {
  const count = modes.length / 2;
  return (task) => {
    for (let s = task * RECORDS_PER_TASK; s < Math.min(count, (task + 1) * RECORDS_PER_TASK); s++) {
      const numbers = membershipNumbers(gaussianPair(modes[2 * s] as number, modes[2 * s + 1] as number, outputs), delta);
      MEMBERSHIP_FIELDS.forEach((field, i) => {
        results[s * MEMBERSHIP_FIELDS.length + i] = numbers[field];
      });
    }
  };
}

export function membershipNumbers(pair: GaussianPair, delta: number): MembershipNumbers {
  const [low, middle, high] = [0.001, 0.01, 0.1].map((fpr) => operatingPointAtFpr(pair, fpr)) as [Point, Point, Point];
  return {
    totalVariation: totalVariation(pair),
    auc: exactAuc(pair),
    tprAtFpr001Percent: low.tpr,
    tprAtFpr1Percent: middle.tpr,
    tprAtFpr10Percent: high.tpr,
    epsilon: epsilonAtDelta(pair, delta),
    relativeError: Math.max(low.relativeError, middle.relativeError, high.relativeError),
  };
}

type Point = ReturnType<typeof operatingPointAtFpr>;
