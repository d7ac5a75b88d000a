// How do the scores of members and of other records differ? Histograms of both by the verdict's attack. Called by buildReport.ts.

import type { AttackResult } from '../../../src/audit/attackResult.ts';
import type { SectionDefinition } from '../../blocks.ts';
import type { Figure } from '../../figures/figure.ts';
import { binCount, evenBins } from '../histogram.ts';
import { count, number, percent } from '../words.ts';
import { attackName, chosenAttack, chosenIndex } from './outcomes.ts';

/** Share of records left to the outermost bins on either side: scores that are logarithms of densities have long tails. */
const TAIL = 0.005;

export const scores: SectionDefinition<AttackResult> = {
  id: 'scores',
  title: 'Scores of members and others',
  question: 'How do the scores of members and of other records differ?',
  build(result) {
    const index = chosenIndex(result);
    const of = (member: boolean) =>
      result.records.filter((record) => record.member === member).map((record) => record.scores[index] as number);
    const [members, others] = [of(true), of(false)];
    const [low, high] = ends([...members, ...others]);
    const outside = [...members, ...others].filter((score) => score < low || score > high).length;
    return [
      { kind: 'text', text: answer(result, members, others) },
      {
        kind: 'figure',
        figure: histogram(result, members, others, low, high),
        caption:
          `Scores by ${attackName(chosenAttack(result).name)}: ${count(members.length, 'member')} filled, ${count(others.length, 'other record')} as an outline. ` +
          `Higher = more likely a member.${outside === 0 ? '' : ` ${count(outside, 'score')} beyond the ends of the axis ${outside === 1 ? 'is' : 'are'} counted in the outermost bars.`}`,
      },
    ];
  },
};

function answer(result: AttackResult, members: readonly number[], others: readonly number[]): string {
  const [inside, outside] = [middle(members), middle(others)];
  const above = members.filter((score) => score > outside).length / members.length;
  return (
    `${percent(above)} of the members have a higher score than the median of the other records; guessing gives 50%. The median score is ${number(inside)} ` +
    `among ${count(members.length, 'member')} and ${number(outside)} among ${count(others.length, 'other record')} (${attackName(chosenAttack(result).name)}).`
  );
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
  const [low, high] = [at(sorted, TAIL), at(sorted, 1 - TAIL)];
  return high - low > 1e-9 * Math.max(1, Math.abs(high)) ? [low, high] : [low - 0.5, high + 0.5];
}

function histogram(
  result: AttackResult,
  members: readonly number[],
  others: readonly number[],
  low: number,
  high: number,
): Figure {
  const bins = binCount(Math.min(members.length, others.length));
  const [inside, outside] = [members, others].map((values) => evenBins(values, low, high, bins));
  const name = attackName(chosenAttack(result).name);
  return {
    id: 'scores',
    title: `Median score of members ${number(middle(members))}, of other records ${number(middle(others))}`,
    altText: `Histograms of the scores of ${count(members.length, 'member')} and ${count(others.length, 'other record')} by ${name}.`,
    x: { label: `Score by ${name}`, scale: 'linear', format: 'number' },
    y: { label: 'Records', scale: 'linear', format: 'integer' },
    series: [
      { kind: 'bars', name: 'members', role: 'primary', ...(inside as NonNullable<typeof inside>) },
      { kind: 'bars', name: 'other records', role: 'secondary', ...(outside as NonNullable<typeof outside>) },
    ],
  };
}
