// How strong is the best possible attacker? ROC curves and operating points of the records chosen for display,
// then their (ε, δ) curves (privacyCurve.ts). Called by buildReport.ts.

import type { AuditResult, RocCurve } from '../../src/audit/result.ts';
import type { Block, SectionDefinition } from '../blocks.ts';
import type { Figure, Series } from '../figures/figure.ts';
import { recordByNumber } from '../ranking.ts';
import { privacyBlocks } from './privacyCurve.ts';
import { curveName, mergeRoles, ROLE_SERIES, type Shown } from './shownCurves.ts';
import { auc, count, errorClause, number, percent, quantile, recordName } from './words.ts';

export const membershipTest: SectionDefinition = {
  id: 'membership-test',
  title: 'Membership test',
  question: 'How well can an attacker tell whether a record was in the training data?',
  build(result) {
    const { roc, privacy } = result.membership;
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'text', text: GAME },
      ...(roc.length === 0 ? [] : rocBlocks(result)),
      ...privacyBlocks(result),
      ...(roc.length + privacy.length > 0 ? [] : [NO_CURVES]),
    ];
  },
};

// Sets the scene for readers without statistics; every later term is explained here once.
const GAME =
  'The attacker plays a game: a model is trained with the record or without it, and the attacker, who knows everything ' +
  'else, looks at the model’s output at the record and says “in” or “out”. The true-positive rate (TPR) is how often ' +
  '“in” is said rightly, the false-positive rate (FPR) how often it is said wrongly: a false accusation. By demanding ' +
  'more evidence the attacker trades one for the other; the curve of all such trades is the ROC curve, and the area ' +
  'under it the AUC: 0.5 is guessing, 1 is certainty. The attack shown is the likelihood-ratio test, which no other test ' +
  'beats at any false-positive rate. TPR at a low FPR matters most: it says how surely a few accusations hit.';

const NO_CURVES: Block = {
  kind: 'callout',
  tone: 'neutral',
  title: 'No curves',
  text: 'This result holds no ROC or (ε, δ) curves. The rates of every record stand in the section All records.',
};

function answer(result: AuditResult): string {
  const { records } = result;
  const caught = records.reduce((a, b) => (b.tprAtFpr001Percent > a.tprAtFpr001Percent ? b : a));
  return (
    `Allowed to wrongly accuse 1 outsider in 1,000, the best possible attacker recognises ${recordName(result, caught)} ` +
    `${percent(caught.tprAtFpr001Percent)} of the time and the median of all ${count(records.length, 'record')} ` +
    `${percent(quantile(result.summary.tprAtFpr001Percent, 0.5))}; guessing gives 0.1%. Higher means more exposed. (The ` +
    `rates are ${errorClause(result)}.)`
  );
}

function rocBlocks(result: AuditResult): readonly Block[] {
  return [
    {
      kind: 'figure',
      figure: rocFigure(result),
      caption: 'ROC curves of the shown records. The dashed diagonal is guessing; the further above it, the more exposed.',
    },
    {
      kind: 'figure',
      figure: lowFprFigure(result),
      caption:
        'The same curves with both axes logarithmic, which shows the attacks that hardly ever accuse wrongly. On these ' +
        'axes guessing is a straight line too.',
    },
    operatingPoints(result),
  ];
}

function rocFigure(result: AuditResult): Figure {
  const roc = mergeRoles(result.membership.roc);
  const strongest = roc.reduce((a, b) => (b.auc > a.auc ? b : a));
  const weakest = roc.reduce((a, b) => (b.auc < a.auc ? b : a));
  return {
    id: 'roc',
    title: `The best attack on record ${strongest.record} has an AUC of ${auc(strongest.auc)}; guessing has 0.5`,
    altText:
      `ROC curves of ${count(roc.length, 'record')}. AUC from ${auc(weakest.auc)} (record ${weakest.record}) to ` +
      `${auc(strongest.auc)} (record ${strongest.record}).`,
    x: { label: 'False-positive rate (wrong accusations)', scale: 'linear', format: 'percent', min: 0, max: 1 },
    y: { label: 'True-positive rate (members recognised)', scale: 'linear', format: 'percent', min: 0, max: 1 },
    series: rocSeries(result, roc, 0),
  };
}

/** Lowest rate on the logarithmic axes: one wrong accusation in 10,000. */
const LOWEST_RATE = 1e-4;

/** The curves from a false-positive rate on, and guessing. */
function rocSeries(result: AuditResult, roc: readonly Shown<RocCurve>[], lowest: number): readonly Series[] {
  const curves = roc.map(
    (curve): Series => ({
      kind: 'line',
      name: curveName(result, curve),
      role: ROLE_SERIES[curve.role],
      points: pointsFrom(curve.points, lowest),
    }),
  );
  const ends = [
    [lowest, lowest],
    [1, 1],
  ] as const;
  return [...curves, { kind: 'line', name: 'guessing', role: 'reference', points: ends }];
}

/**
 * The part of a curve from a false-positive rate on, beginning exactly there (by linear interpolation). A curve above chance has
 * TPR ≥ FPR, so that logarithmic axes that begin at one rate show all of it.
 */
function pointsFrom(points: RocCurve['points'], lowest: number): readonly (readonly [number, number])[] {
  const first = points.findIndex(([fpr]) => fpr >= lowest);
  const kept = points.slice(first < 0 ? points.length : first);
  const above = points[first];
  const below = points[first - 1];
  if (above === undefined || below === undefined || above[0] === lowest) return kept;
  const share = (lowest - below[0]) / (above[0] - below[0]);
  return [[lowest, below[1] + share * (above[1] - below[1])], ...kept];
}

function lowFprFigure(result: AuditResult): Figure {
  const roc = mergeRoles(result.membership.roc);
  const rows = roc.map(({ record }) => recordByNumber(result, record));
  const strongest = rows.reduce((a, b) => (b.tprAtFpr001Percent > a.tprAtFpr001Percent ? b : a));
  return {
    id: 'roc-low-fpr',
    title:
      `With 1 in 1,000 outsiders wrongly accused, record ${strongest.record} is recognised ` +
      `${percent(strongest.tprAtFpr001Percent)} of the time`,
    altText:
      'The same ROC curves on logarithmic axes. TPR at 0.1% FPR: ' +
      `${rows.map((r) => `record ${r.record} ${percent(r.tprAtFpr001Percent)}`).join(', ')}; guessing 0.1%.`,
    x: { label: 'False-positive rate (wrong accusations)', scale: 'log', format: 'percent', min: LOWEST_RATE, max: 1 },
    y: { label: 'True-positive rate (members recognised)', scale: 'log', format: 'percent', min: LOWEST_RATE, max: 1 },
    series: rocSeries(result, roc, LOWEST_RATE),
    referenceLines: [
      { axis: 'x', value: 0.001, label: '0.1% FPR' },
      { axis: 'x', value: 0.01, label: '1% FPR' },
    ],
  };
}

function operatingPoints(result: AuditResult): Block {
  const { delta } = result.membership;
  const roc = mergeRoles(result.membership.roc);
  return {
    kind: 'table',
    caption:
      'The best possible attack on each shown record. Advantage is the largest TPR − FPR (0% is guessing, ' +
      `100% is certainty). ε is the privacy loss at δ = ${number(delta)} (0 is none). Higher = more exposed in every column.`,
    columns: [
      { title: 'Record', align: 'left' },
      { title: 'AUC', align: 'right', format: 'auc' },
      { title: 'TPR at 10% FPR', align: 'right', format: 'percent' },
      { title: 'TPR at 1% FPR', align: 'right', format: 'percent' },
      { title: 'TPR at 0.1% FPR', align: 'right', format: 'percent' },
      { title: 'Advantage', align: 'right', format: 'percent' },
      { title: 'ε', align: 'right', format: 'number' },
    ],
    rows: roc.map((curve) => {
      const r = recordByNumber(result, curve.record);
      return [
        curveName(result, curve),
        r.auc,
        r.tprAtFpr10Percent,
        r.tprAtFpr1Percent,
        r.tprAtFpr001Percent,
        r.totalVariation,
        r.epsilon,
      ];
    }),
  };
}
