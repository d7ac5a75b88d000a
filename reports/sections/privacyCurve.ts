// How large is the privacy loss of the shown records, in the terms of differential privacy? The (ε, δ) curve. Called by membershipTest.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import type { Block } from '../blocks.ts';
import type { Figure, Series } from '../figures/figure.ts';
import { recordByNumber } from '../ranking.ts';
import { curveName, mergeRoles, ROLE_SERIES, type Shown } from './shownCurves.ts';
import { count, listInWords, number } from './words.ts';

type PrivacyCurve = AuditResult['membership']['privacy'][number];

/** Lowest δ drawn; smaller ones mean nothing for any data set. */
const LOWEST_DELTA = 1e-12;
/** When curves end so far apart, a linear ε axis would press the shorter ones against its left edge. */
const LARGEST_LINEAR_SPREAD = 30;

/** The figure, or a sentence where there is nothing to draw; nothing when the result holds no curves. */
export function privacyBlocks(result: AuditResult): readonly Block[] {
  const given = mergeRoles(result.membership.privacy);
  if (given.length === 0) return [];
  const ends = given.map(drawnEnd).filter((end) => end > 0);
  const isLog = ends.length > 0 && Math.max(...ends) / Math.min(...ends) > LARGEST_LINEAR_SPREAD;
  const curves = given.map((curve) => ({
    ...curve,
    points: curve.points.filter(([epsilon, delta]) => delta >= LOWEST_DELTA && (!isLog || epsilon > 0)),
  }));
  const drawn = curves.filter(({ points }) => points.length > 0);
  const empty = curves.filter(({ points }) => points.length === 0);
  const none =
    empty.length === 0
      ? ''
      : `${listInWords(empty.map(({ record }) => `record ${record}`))}: δ is 0, or below ${number(LOWEST_DELTA)}, for ` +
        'every ε, so no privacy loss shows.';
  if (drawn.length === 0) {
    return [{ kind: 'callout', tone: 'neutral', title: 'No (ε, δ) curve', text: `There is nothing to draw for ${none}` }];
  }
  return [
    {
      kind: 'figure',
      figure: privacyFigure(result, drawn, isLog),
      caption:
        'Privacy loss in the terms of differential privacy: with and without the record, no output is more than e^ε ' +
        'times as likely, apart from exceptions of probability δ. Further right = more exposed. Drawn down to ' +
        `δ = ${number(lowestDelta(drawn))}.` +
        (isLog ? ' On the logarithmic axis a curve begins at its first computed ε above 0.' : '') +
        (none === '' ? '' : ` Not drawn: ${none}`),
    },
  ];
}

/** Largest ε at which the curve is still high enough to be drawn. */
function drawnEnd({ points }: PrivacyCurve): number {
  return points.reduce((end, [epsilon, delta]) => (delta >= LOWEST_DELTA ? Math.max(end, epsilon) : end), 0);
}

/** Six digits: the ends of curves are solved for, and come with rounding. */
function lowestDelta(curves: readonly PrivacyCurve[]): number {
  const lowest = curves.reduce((least, { points }) => points.reduce((a, [, delta]) => Math.min(a, delta), least), 1);
  return Number(lowest.toPrecision(6));
}

function privacyFigure(result: AuditResult, curves: readonly Shown<PrivacyCurve>[], isLog: boolean): Figure {
  const { delta } = result.membership;
  const records = curves.map(({ record }) => recordByNumber(result, record));
  const lossiest = records.reduce((a, b) => (b.epsilon > a.epsilon ? b : a));
  const losses = records.map(({ record, epsilon }) => `record ${record} ε = ${number(epsilon)}`).join(', ');
  return {
    id: 'privacy-curve',
    title: `Record ${lossiest.record} has a privacy loss of ε = ${number(lossiest.epsilon)} at δ = ${number(delta)}`,
    altText:
      `δ against ε, the larger of both directions, for ${count(curves.length, 'record')}. At δ = ${number(delta)}: ` +
      `${losses}.`,
    x: { label: 'ε (privacy loss)', scale: isLog ? 'log' : 'linear', format: 'number', ...(isLog ? {} : { min: 0 }) },
    y: { label: 'δ (share of exceptions)', scale: 'log', format: 'scientific', max: 1 },
    series: curves.map(
      (curve): Series => ({ kind: 'line', name: curveName(result, curve), role: ROLE_SERIES[curve.role], points: curve.points }),
    ),
    referenceLines: [{ axis: 'y', value: delta, label: `δ = ${number(delta)}` }],
  };
}
