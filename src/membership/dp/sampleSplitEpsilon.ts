// How large must ε be at least, by an attack whose best threshold is not known beforehand? One random half of the scores chooses the threshold,
// the other half bounds ε there. Called for scores; bonferroniEpsilon.ts, which uses them all, mostly finds more.

import { AuditError } from '../../base/errors.ts';
import { createRandom, type Random, sampleWithoutReplacement } from '../../base/random.ts';
import type { BoundOptions } from './bounds.ts';
import { type ClopperPearsonEpsilon, clopperPearsonEpsilon, largerBound } from './clopperPearsonEpsilon.ts';
import { countsBeyond, type Direction, type Membership, reversed, type ScoredRecords, scoredRecords } from './scoredRecords.ts';

export interface SampleSplitOptions extends BoundOptions {
  /** Of the halves; it stands in the result of whoever calls. */
  readonly seed: number;
  /** `above` by default. `either` costs nothing: the first half chooses that too. */
  readonly direction?: Direction;
}

export interface ThresholdEpsilon extends ClopperPearsonEpsilon {
  readonly threshold: number;
  /** The attack says member when the score is on this side of the threshold. */
  readonly direction: 'above' | 'below';
}

/**
 * Members and others are each split in two at random by the seed. On the first halves the threshold (and direction) with the largest bound is
 * found; the second halves, which know nothing of that choice, give `clopperPearsonEpsilon` at it, with all of its promise.
 *
 * @param scores one per record, in any unit; NaN is refused
 * @param members [as many]
 * @throws AuditError SHAPE_MISMATCH, LABELS_INVALID, NOT_FINITE, RECORDS_INVALID for fewer than two members or two others, OPTION_INVALID
 */
export function sampleSplitEpsilon(
  scores: ArrayLike<number>,
  members: Membership,
  options: SampleSplitOptions,
): ThresholdEpsilon {
  const { delta = 0, level = 0.95, seed, direction = 'above' } = options;
  const records = scoredRecords(scores, members);
  if (records.members.length < 2 || records.others.length < 2) throw tooFew(records);
  const [choosing, bounding] = randomHalves(records, seed);
  const found = bestThreshold(choosing, direction, { delta, level });
  return thresholdEpsilon(bounding, found.threshold, found.direction, { delta, level });
}

/** The bound of one attack whose threshold does not depend on these records. */
export function thresholdEpsilon(
  records: ScoredRecords,
  threshold: number,
  direction: 'above' | 'below',
  options: BoundOptions,
): ThresholdEpsilon {
  return { ...clopperPearsonEpsilon(countsBeyond(records, threshold, direction), options), threshold, direction };
}

/** Members and others each split in two at random; the second halves are the larger ones of odd numbers. */
export function randomHalves({ members, others }: ScoredRecords, seed: number): [ScoredRecords, ScoredRecords] {
  const random = createRandom(seed);
  const [someMembers, otherMembers] = halvesOf(members, random);
  const [someOthers, otherOthers] = halvesOf(others, random);
  return [
    { members: someMembers, others: someOthers },
    { members: otherMembers, others: otherOthers },
  ];
}

/** Both ascending. */
function halvesOf(scores: Float64Array, random: Random): [Float64Array, Float64Array] {
  const indices = Array.from(scores, (_, i) => i);
  const chosen = new Set(sampleWithoutReplacement(indices, Math.floor(scores.length / 2), random));
  return [scores.filter((_, i) => chosen.has(i)), scores.filter((_, i) => !chosen.has(i))];
}

/** The threshold with the largest bound on the records it is chosen by, where that bound promises nothing. */
function bestThreshold(records: ScoredRecords, direction: Direction, options: BoundOptions): ThresholdEpsilon {
  const bounds: ThresholdEpsilon[] = [];
  if (direction !== 'below') {
    for (const threshold of hullThresholds(records)) bounds.push(thresholdEpsilon(records, threshold, 'above', options));
  }
  if (direction !== 'above') {
    for (const threshold of hullThresholds(reversed(records)))
      bounds.push(thresholdEpsilon(records, -threshold, 'below', options));
  }
  return bounds.reduce(largerBound);
}

interface RocPoint {
  readonly threshold: number;
  readonly falsePositives: number;
  readonly truePositives: number;
}

/**
 * Thresholds at the corners of the ROC curve's concave hull: of any other, one of these or a mixture of two has better rates. With nothing above
 * chance, the one that takes nobody for a member. O(records), of which some tens are corners.
 */
function hullThresholds(records: ScoredRecords): number[] {
  const hull: RocPoint[] = [];
  for (const point of rocPoints(records)) {
    while (hull.length >= 2 && !isRightTurn(hull.at(-2) as RocPoint, hull.at(-1) as RocPoint, point)) hull.pop();
    hull.push(point);
  }
  // The last takes everybody for a member.
  return hull.slice(hull.length > 2 ? 1 : 0, -1).map(({ threshold }) => threshold);
}

const isRightTurn = (a: RocPoint, b: RocPoint, c: RocPoint): boolean =>
  (b.falsePositives - a.falsePositives) * (c.truePositives - b.truePositives) <
  (c.falsePositives - b.falsePositives) * (b.truePositives - a.truePositives);

/** From "nobody is a member" to "everybody is", one point for each distinct score. */
function rocPoints({ members, others }: ScoredRecords): RocPoint[] {
  let [i, j] = [members.length, others.length];
  let last = Math.max(members.at(-1) as number, others.at(-1) as number);
  const points: RocPoint[] = [{ threshold: last, falsePositives: 0, truePositives: 0 }];
  while (i > 0 || j > 0) {
    while (i > 0 && members[i - 1] === last) i--;
    while (j > 0 && others[j - 1] === last) j--;
    const next = Math.max(members[i - 1] ?? Number.NEGATIVE_INFINITY, others[j - 1] ?? Number.NEGATIVE_INFINITY);
    points.push({
      threshold: between(next, last),
      falsePositives: others.length - j,
      truePositives: members.length - i,
    });
    last = next;
  }
  return points;
}

/** In the middle, so that a gap between the groups is not lost by the next score beside it; `low` where the middle is not below `high`. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle > low && middle < high ? middle : low;
}

function tooFew({ members, others }: ScoredRecords): AuditError {
  return new AuditError('RECORDS_INVALID', {
    expected: 'at least two members and two others, to be split',
    got: `${members.length} and ${others.length}`,
    try: 'clopperPearsonEpsilon with a threshold set beforehand',
  });
}
