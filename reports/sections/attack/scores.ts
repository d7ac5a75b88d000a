// How do the scores of members and of other records differ? Histograms of both by the verdict's attack: of the scores, and of their places among all
// scores, which long tails cannot squeeze. Called by buildReport.ts.

import type { AttackResult } from '../../../src/audit/attackResult.ts';
import type { SectionDefinition } from '../../blocks.ts';
import type { Axis, Figure } from '../../figures/figure.ts';
import { binCount, evenBins } from '../histogram.ts';
import { count, number, percent } from '../words.ts';
import { attackName, chosenAttack, chosenIndex } from './outcomes.ts';

/** Share of records left to the outermost bars on either side, and how many spreads of the middle half beyond it an axis reaches at most. */
const TAIL = 0.005;
const REACH = 3;

interface Sides {
  readonly members: readonly number[];
  readonly others: readonly number[];
}

export const scores: SectionDefinition<AttackResult> = {
  id: 'scores',
  title: 'Scores of members and others',
  question: 'How do the scores of members and of other records differ?',
  build(result) {
    const sides = sidesOf(result);
    const all = [...sides.members, ...sides.others];
    const [low, high] = ends(all);
    const outside = all.filter((score) => score < low || score > high).length;
    const name = attackName(chosenAttack(result).name);
    const what = `${count(sides.members.length, 'member')} filled, ${count(sides.others.length, 'other record')} as an outline`;
    return [
      { kind: 'text', text: answer(result, sides) },
      {
        kind: 'figure',
        figure: histogram(
          'scores',
          scoreTitle(sides),
          { label: `Score by ${name}`, scale: 'linear', format: 'number' },
          sides,
          low,
          high,
        ),
        caption:
          `Scores by ${name}: ${what}. Higher = more likely a member.` +
          `${outside === 0 ? '' : ` ${count(outside, 'score')} beyond the ends of the axis ${outside === 1 ? 'is' : 'are'} counted in the outermost bars.`}`,
      },
      {
        kind: 'figure',
        figure: histogram('score-places', placeTitle(sides), PLACE_AXIS, places(sides), 0, 1),
        caption:
          `Where each record stands among all by its score: ${what}. An attack that tells nothing gives two flat histograms; the bar at the right end holds those that an ` +
          'attacker accuses first.',
      },
    ];
  },
};

const PLACE_AXIS: Axis = { label: 'Share of all records with a lower score', scale: 'linear', format: 'percent', min: 0, max: 1 };

function sidesOf(result: AttackResult): Sides {
  const index = chosenIndex(result);
  const of = (member: boolean) =>
    result.records.filter((record) => record.member === member).map((record) => record.scores[index] as number);
  return { members: of(true), others: of(false) };
}

function answer(result: AttackResult, { members, others }: Sides): string {
  const outside = middle(others);
  const above = members.filter((score) => score > outside).length / members.length;
  return (
    `${percent(above)} of the members have a higher score than the median of the other records; guessing gives 50%. The median score is ` +
    `${number(middle(members))} among ${count(members.length, 'member')} and ${number(outside)} among ${count(others.length, 'other record')} ` +
    `(${attackName(chosenAttack(result).name)}).`
  );
}

function scoreTitle({ members, others }: Sides): string {
  return `Median score of members ${number(middle(members))}, of other records ${number(middle(others))}`;
}

function placeTitle({ members, others }: Sides): string {
  const sorted = [...members, ...others].sort((a, b) => a - b);
  const tenth = at(sorted, 0.9);
  const share = members.filter((score) => score > tenth).length / Math.max(1, sorted.filter((score) => score > tenth).length);
  return `${percent(share)} of the records with the highest tenth of the scores are members, ${percent(members.length / sorted.length)} of all`;
}

function middle(values: readonly number[]): number {
  return at(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** By linear interpolation of sorted values. */
function at(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}

/** Where the axis ends; scores that are all alike get room on both sides. */
function ends(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const [lower, upper] = [at(sorted, 0.25), at(sorted, 0.75)];
  const reach = REACH * (upper - lower);
  const low = Math.max(at(sorted, TAIL), lower - reach);
  const high = Math.min(at(sorted, 1 - TAIL), upper + reach);
  return high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high), 1e-300) ? [low, high] : [low - 0.5, high + 0.5];
}

/** Share of all scores that are lower, those that are equal counted half. */
function places({ members, others }: Sides): Sides {
  const sorted = Float64Array.from([...members, ...others]).sort();
  const placeOf = (score: number) => (firstAtLeast(sorted, score) + firstAtLeast(sorted, score, true)) / (2 * sorted.length);
  return { members: members.map(placeOf), others: others.map(placeOf) };
}

/** Index of the first of the ascending values that is not below, or with `beyond` that is above. */
function firstAtLeast(sorted: Float64Array, value: number, beyond = false): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const half = (low + high) >> 1;
    const one = sorted[half] as number;
    if (beyond ? one <= value : one < value) low = half + 1;
    else high = half;
  }
  return low;
}

function histogram(id: string, title: string, x: Axis, { members, others }: Sides, low: number, high: number): Figure {
  const bins = binCount(Math.min(members.length, others.length));
  return {
    id,
    title,
    altText: `Histograms of ${count(members.length, 'member')} and ${count(others.length, 'other record')}. ${title}.`,
    x,
    y: { label: 'Records', scale: 'linear', format: 'integer' },
    series: [
      { kind: 'bars', name: 'members', role: 'primary', ...evenBins(members, low, high, bins) },
      { kind: 'bars', name: 'other records', role: 'secondary', ...evenBins(others, low, high, bins) },
    ],
  };
}
