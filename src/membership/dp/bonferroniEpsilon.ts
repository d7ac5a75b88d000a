// How large must ε be at least, by an attack that is tried at several thresholds set beforehand? Each gets its share of 1 − level. The first
// choice for scores of independent trials: docs/dp-audits.md has measured it against sampleSplitEpsilon.ts.

import { AuditError } from '../../base/errors.ts';
import { assertDelta, assertLevel, type BoundOptions } from './bounds.ts';
import { clopperPearsonEpsilon, largerBound } from './clopperPearsonEpsilon.ts';
import { randomOrder } from './randomOrder.ts';
import { type ThresholdEpsilon, thresholdEpsilon } from './sampleSplitEpsilon.ts';
import { assertScores, countAbove, countBelow, type Direction, type Membership, scoredRecords } from './scoredRecords.ts';

/** Of the grids that were tried, the one that is nowhere far from the best (docs/dp-audits.md): other rates keep every promise. */
export const ERROR_RATES: readonly number[] = [0, 0.01, 0.1, 0.3];

export interface BonferroniOptions extends BoundOptions {
  /** Of the order of equal scores; it stands in the result of whoever calls. */
  readonly seed: number;
  /** `above` by default; `either` tries twice as many thresholds. */
  readonly direction?: Direction;
  /** Error rates in [0, 1), each of which sets one threshold by the others' scores and one by the members'; `ERROR_RATES` by default. */
  readonly errorRates?: readonly number[];
  /** Thresholds instead, in the scores' own unit, fixed before any of these scores was seen. */
  readonly thresholds?: readonly number[];
}

export interface BonferroniEpsilon extends ThresholdEpsilon {
  /** How many thresholds shared 1 − level. */
  readonly tried: number;
}

/**
 * The largest of k bounds, each at the level 1 − (1 − level)/k, so that all of them hold at once at `level`.
 *
 * An error rate f sets a threshold without knowing the scores' unit: at the (j+1)-th largest of the N others' scores, j = ⌊fN⌋. It depends on
 * the data, but the rate at which others exceed it has, whatever their distribution, the Beta(j + 1, N − j) distribution of an order
 * statistic, whose quantile is the Clopper–Pearson bound for j of N; and the members above it are a binomial number. So the bound holds as if
 * the threshold had been preset with j false positives. The same with the members' scores, from below. Among equal scores chance decides,
 * which is an attack like any other. Thresholds that coincide because N is small are tried once.
 *
 * @param scores one per record, in any unit; NaN is refused
 * @param members [as many]
 * @throws AuditError SHAPE_MISMATCH, LABELS_INVALID, NOT_FINITE, RECORDS_INVALID, OPTION_INVALID
 */
export function bonferroniEpsilon(scores: ArrayLike<number>, members: Membership, options: BonferroniOptions): BonferroniEpsilon {
  const { delta = 0, level = 0.95, seed, direction = 'above', thresholds, errorRates = ERROR_RATES } = options;
  assertDelta(delta);
  assertLevel(level);
  assertScores(scores, members);
  const directions = direction === 'either' ? (['above', 'below'] as const) : [direction];
  const attempts =
    thresholds === undefined
      ? directions.flatMap((side) => atErrorRates(scores, members, checkedRates(errorRates), side, seed))
      : directions.flatMap((side) => atThresholds(scores, members, checkedThresholds(thresholds), side));
  const share = { delta, level: 1 - (1 - level) / attempts.length };
  return { ...attempts.map((bound) => bound(share)).reduce(largerBound), level, tried: attempts.length };
}

/** A bound that waits for its share of the level. */
type Attempt = (share: BoundOptions) => ThresholdEpsilon;

function atThresholds(
  scores: ArrayLike<number>,
  members: Membership,
  thresholds: readonly number[],
  direction: 'above' | 'below',
): Attempt[] {
  const records = scoredRecords(scores, members);
  return thresholds.map((threshold) => (share) => thresholdEpsilon(records, threshold, direction, share));
}

function atErrorRates(
  scores: ArrayLike<number>,
  members: Membership,
  rates: readonly number[],
  direction: 'above' | 'below',
  seed: number,
): Attempt[] {
  const order = randomOrder(scores, seed);
  if (direction === 'below') order.reverse();
  // Every record's place, in which no two are equal.
  const places = new Float64Array(order.length);
  for (const [place, i] of order.entries()) places[i] = place;
  const { members: inside, others: outside } = scoredRecords(places, members);
  const [positives, negatives] = [inside.length, outside.length];
  const attempt =
    (place: number, truePositives: number, falsePositives: number): Attempt =>
    (share) => ({
      ...clopperPearsonEpsilon({ truePositives, positives, falsePositives, negatives }, share),
      threshold: scores[order[place] as number] as number,
      direction,
    });
  return [
    ...ranks(rates, negatives).map((falsePositives) => {
      const place = outside[negatives - 1 - falsePositives] as number;
      return attempt(place, countAbove(inside, place), falsePositives);
    }),
    ...ranks(rates, positives).map((falseNegatives) => {
      const place = inside[falseNegatives] as number;
      return attempt(place, positives - falseNegatives, negatives - countBelow(outside, place));
    }),
  ];
}

const ranks = (rates: readonly number[], count: number): number[] => [...new Set(rates.map((rate) => Math.floor(rate * count)))];

function checkedRates(rates: readonly number[]): readonly number[] {
  if (rates.length > 0 && rates.every((rate) => rate >= 0 && rate < 1)) return rates;
  throw new AuditError('OPTION_INVALID', {
    expected: 'error rates of at least 0 and below 1',
    got: rates.join(', ') || 'none',
    try: ERROR_RATES.join(', '),
  });
}

function checkedThresholds(thresholds: readonly number[]): readonly number[] {
  if (thresholds.length > 0 && !thresholds.some(Number.isNaN)) return thresholds;
  throw new AuditError('OPTION_INVALID', {
    expected: 'thresholds in the unit of the scores',
    got: thresholds.join(', ') || 'none',
    try: 'one that was chosen on other scores',
  });
}
