// How strong is the best attacker on each record? The numbers that need contour integrals, about 20 µs a record, as tasks
// for the engine's threads. A record is two numbers, u and δ²; results lie beside each other in shared memory.

import type { DoTask } from '../linalg/engine.ts';
import { type GaussianPair, gaussianPair } from '../lood/gaussianPair.ts';
import { totalVariation } from '../lood/lossTail.ts';
import { exactAuc } from '../membership/auc.ts';
import { epsilonAtDelta, operatingPointAtFpr } from '../membership/optimalTest.ts';

/** Records of one task: about 0.6 ms, 2 ms on a thread that has just started. */
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
      const pair = gaussianPair(modes[2 * s] as number, modes[2 * s + 1] as number, outputs);
      results.set(membershipNumbers(pair, delta), s * MEMBERSHIP_FIELDS.length);
    }
  };
}

/** What `results` holds of the record at position s. */
export function numbersOf(results: Float64Array, s: number): MembershipNumbers {
  const at = s * MEMBERSHIP_FIELDS.length;
  return {
    totalVariation: results[at] as number,
    auc: results[at + 1] as number,
    tprAtFpr001Percent: results[at + 2] as number,
    tprAtFpr1Percent: results[at + 3] as number,
    tprAtFpr10Percent: results[at + 4] as number,
    epsilon: results[at + 5] as number,
    relativeError: results[at + 6] as number,
  };
}

/** In the order of MEMBERSHIP_FIELDS. */
function membershipNumbers(pair: GaussianPair, delta: number): number[] {
  const low = operatingPointAtFpr(pair, 0.001);
  const middle = operatingPointAtFpr(pair, 0.01);
  const high = operatingPointAtFpr(pair, 0.1);
  const advantage = totalVariation(pair);
  const epsilon = epsilonAtDelta(pair, delta, advantage);
  const relativeError = Math.max(low.relativeError, middle.relativeError, high.relativeError);
  return [advantage, exactAuc(pair), low.tpr, middle.tpr, high.tpr, epsilon, relativeError];
}
