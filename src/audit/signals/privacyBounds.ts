// Which ε do the scores of an attack refute? Lower bounds by several methods, each with the words of its promise. Called by auditSignals.ts.

import { type GaussianDpEpsilon, gaussianDpEpsilon } from '../../membership/dp/gaussianDpEpsilon.ts';
import { oneRunSplitEpsilon } from '../../membership/dp/oneRunSplitEpsilon.ts';
import { randomHalves, sampleSplitEpsilon } from '../../membership/dp/sampleSplitEpsilon.ts';
import { countsBeyond, type ScoredRecords, scoredRecords } from '../../membership/dp/scoredRecords.ts';
import { shareInterval } from '../../statistics/shareInterval.ts';
import type { AttackResult } from '../attackResult.ts';
import type { SignalSettings } from './options.ts';

/** Fewer on a side leave nothing to choose a threshold by. */
const LEAST_ON_A_SIDE = 4;
/** A fair coin for each record gives a number of members outside of this interval once in a thousand times. */
const COIN_LEVEL = 0.999;

/** @param scores [n] of an attack that does not look at `members` */
export function privacyBounds(
  attack: string,
  scores: Float64Array,
  members: Uint8Array,
  { delta, level, seed, oneRun }: Pick<SignalSettings, 'delta' | 'level' | 'seed' | 'oneRun'>,
): AttackResult['dp'] {
  const bounds: AttackResult['dp']['bounds'] = [];
  const unavailable: AttackResult['dp']['unavailable'] = [];
  const percent = `${Number((100 * level).toPrecision(6))}%`;
  const sides = scoredRecords(scores, members);
  if (Math.min(sides.members.length, sides.others.length) < LEAST_ON_A_SIDE) {
    const reason = `Takes at least ${LEAST_ON_A_SIDE} members and as many other records, half of which choose the threshold.`;
    unavailable.push({ method: 'sample-split', reason }, { method: 'gaussian', reason });
  } else {
    bounds.push({
      method: 'sample-split',
      epsilon: sampleSplitEpsilon(scores, members, { delta, level, seed }).epsilon,
      promise:
        `At most the true ε in ${percent} of repetitions, where the scores of records are independent of each other. Records of one training run ` +
        'are not quite; then it is an estimate from below.',
    });
    bounds.push({
      method: 'gaussian',
      epsilon: gaussianSplit(sides, { delta, level, seed }).epsilon,
      promise:
        `As above, and only for training whose trade-off between both errors is that of a Gaussian mechanism, as with DP-SGD over many steps. It ` +
        'extrapolates to the error rates of the size of δ, so that it is larger.',
    });
  }
  const reason = whyNotOneRun(members, oneRun);
  if (reason === undefined) {
    bounds.push({
      method: 'one-run',
      epsilon: oneRunSplitEpsilon(scores, members, { delta, level, seed }).epsilon,
      promise:
        `At most the true ε in ${percent} of repetitions, for one training run and scores that depend on each other in any way, as long as each record ` +
        'became a member by a fair coin of its own, which --one-run asserts and this report cannot check.',
    });
  } else {
    unavailable.push({ method: 'one-run', reason });
  }
  return { attack, delta, level, bounds, unavailable };
}

function whyNotOneRun(members: Uint8Array, oneRun: boolean): string | undefined {
  if (!oneRun) {
    return 'Needs records each of which became a member by a fair coin of its own. Where that is how they were chosen, say so with --one-run on.';
  }
  const count = members.reduce((sum, flag) => sum + flag, 0);
  const { low, high } = shareInterval(count, members.length, COIN_LEVEL);
  if (low <= 0.5 && 0.5 <= high) return undefined;
  return (
    `${count} of ${members.length} records are members, which fair coins give less than once in a thousand times: membership was not decided as ` +
    '--one-run says.'
  );
}

/** Thresholds to choose among; more change the bound of the other half by nothing that counts. */
const CANDIDATES = 200;

/**
 * `gaussianDpEpsilon` with the threshold that was best on a random half of the records, at that of the other half.
 *
 * @param records at least two records on each
 */
export function gaussianSplit(
  records: ScoredRecords,
  { delta, level, seed }: Pick<SignalSettings, 'delta' | 'level' | 'seed'>,
): GaussianDpEpsilon & { readonly threshold: number } {
  const [choosing, bounding] = randomHalves(records, seed);
  const all = Float64Array.from([...choosing.members, ...choosing.others]).sort();
  const step = Math.max(1, Math.floor(all.length / CANDIDATES));
  const boundAt = (half: ScoredRecords, threshold: number) =>
    gaussianDpEpsilon(countsBeyond(half, threshold, 'above'), { delta, level });
  const muAt = (threshold: number) => boundAt(choosing, threshold).unclampedMu ?? Number.NEGATIVE_INFINITY;
  const candidates = all.filter((_, i) => i % step === 0);
  const found = Array.from(candidates, muAt);
  const threshold = candidates[found.indexOf(Math.max(...found))] as number;
  return { ...boundAt(bounding, threshold), threshold };
}
