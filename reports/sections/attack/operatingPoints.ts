// How many members are recognised at how many wrong accusations? ROC curves on logarithmic axes with intervals, and the operating points as a
// table. Called by buildReport.ts.

import type { AttackOutcome, AttackResult } from '../../../src/audit/attackResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import type { Series, SeriesRole } from '../../figures/figure.ts';
import { count, percent } from '../words.ts';
import {
  aboveAllOthers,
  area,
  asked,
  attackName,
  chosenAttack,
  chosenFirst,
  levelText,
  mainPoint,
  oneIn,
  rateText,
  span,
} from './outcomes.ts';

/** Curves that a reader can still tell apart. */
const SHOWN_CURVES = 3;
const ROLES: readonly SeriesRole[] = ['primary', 'secondary', 'tertiary'];

export const operatingPoints: SectionDefinition<AttackResult> = {
  id: 'operating-points',
  title: 'Hits and false accusations',
  question: 'How many members does the attack recognise, and how many others does it wrongly accuse?',
  build(result) {
    const figure = rocFigure(result);
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'text', text: GAME },
      ...(figure === undefined ? [NOTHING_TO_DRAW] : [figure]),
      pointTable(result),
    ];
  },
};

function answer(result: AttackResult): string {
  const attack = chosenAttack(result);
  const point = mainPoint(attack);
  const sure = aboveAllOthers(result);
  return (
    `With at most ${oneIn(point.fpr)} of the others wrongly accused, ${attackName(attack.name)} recognises ${rateText(result, point)} of the ` +
    `${count(result.signals.members, 'member')}. ${count(sure, 'member')} ${sure === 1 ? 'scores' : 'score'} higher than each of the ` +
    `${count(result.signals.nonMembers, 'other record')}.`
  );
}

const GAME =
  'An attack gives each record a score and calls those with high scores members. The true-positive rate (TPR) is the share of members among whom it is ' +
  'right, the false-positive rate (FPR) the share of the other records that it accuses wrongly. A higher threshold lowers both; all of them together are ' +
  'the ROC curve, the area under it the AUC. TPR at a low FPR matters most: it says how surely a few accusations hit, where an average may hide them.';

const NOTHING_TO_DRAW: Block = {
  kind: 'callout',
  tone: 'neutral',
  title: 'No figure',
  text: 'No threshold has both rates above 0 and below 1, and logarithmic axes have no zero.',
};

function rocFigure(result: AttackResult): Block | undefined {
  const { members, nonMembers } = result.signals;
  const shown = shownAttacks(result);
  // One record of either side: no smaller rate than that can be measured.
  const lowest = { x: decadeBelow(1 / nonMembers), y: decadeBelow(1 / members) };
  const curves = shown.flatMap((attack, i): Series[] => {
    const points = attack.roc.filter(([fpr, tpr]) => fpr > 0 && tpr > 0);
    if (points.length < 2) return [];
    return [{ kind: 'line', name: attackName(attack.name), role: ROLES[i] as SeriesRole, points }];
  });
  if (curves.length === 0) return undefined;
  const chosen = chosenAttack(result);
  const start = Math.max(lowest.x, lowest.y);
  return {
    kind: 'figure',
    figure: {
      id: 'roc',
      title: figureTitle(result),
      altText:
        `ROC curves of ${count(curves.length, 'attack')} on logarithmic axes. ` +
        chosen.operatingPoints
          .map((point) => `TPR of ${attackName(chosen.name)} at ${asked(point.fpr)} FPR: ${rateText(result, point)}`)
          .join('; '),
      x: { label: 'False-positive rate (wrong accusations)', scale: 'log', format: 'percent', min: lowest.x, max: 1 },
      y: { label: 'True-positive rate (members recognised)', scale: 'log', format: 'percent', min: lowest.y, max: 1 },
      series: [
        ...curves,
        ...intervals(result, chosen),
        {
          kind: 'line',
          name: 'guessing',
          role: 'reference',
          points: [
            [start, start],
            [1, 1],
          ],
        },
      ],
    },
    caption:
      `Share of members recognised against share of others wrongly accused, both axes logarithmic. Bars: ${levelText(result)} intervals of the TPR of ` +
      `${attackName(chosen.name)} (Clopper–Pearson, at the threshold shown). Where no other record has so high a score the FPR is 0, which such axes have no place ` +
      `for: ${count(aboveAllOthers(result), 'member')} there.`,
  };
}

/** The chosen attack, the one without reference models as a yardstick, and the next by design. */
function shownAttacks(result: AttackResult): readonly AttackOutcome[] {
  const [first, ...others] = chosenFirst(result).map(({ attack }) => attack);
  const plain = others.filter(({ name }) => name === 'population-threshold');
  return [first as AttackOutcome, ...plain, ...others.filter((attack) => !plain.includes(attack))].slice(0, SHOWN_CURVES);
}

function figureTitle(result: AttackResult): string {
  const attack = chosenAttack(result);
  const point = mainPoint(attack);
  return `${percent(point.tpr)} of members recognised at ${asked(point.fpr)} false accusations (AUC ${area(attack.auc.value)})`;
}

/** At thresholds with no wrong accusation at all the axis has no place. */
function intervals(result: AttackResult, { operatingPoints }: AttackOutcome): readonly Series[] {
  const drawn = operatingPoints.filter(({ realizedFpr, tpr }) => realizedFpr > 0 && tpr > 0);
  if (drawn.length === 0) return [];
  return [
    {
      kind: 'scatter',
      name: `${levelText(result)} interval`,
      role: 'quaternary',
      points: drawn.map(({ realizedFpr, tpr }) => [realizedFpr, tpr]),
      intervals: drawn.map(({ low, high }) => [low, high]),
      pointLabels: drawn.map(({ fpr, low, high }) => `asked for ${asked(fpr)}; TPR ${percent(low)} to ${percent(high)}`),
    },
  ];
}

/** The power of ten at or below a rate. */
function decadeBelow(rate: number): number {
  return 10 ** Math.floor(Math.log10(rate) + 1e-9);
}

function pointTable(result: AttackResult): Block {
  return {
    kind: 'table',
    caption:
      `The attacks of the figure at each false-positive rate asked for. The realised rate is the largest that the scores allow without exceeding it; 0% where not one ` +
      `of ${count(result.signals.nonMembers, 'other record')} may be accused. Intervals: ${levelText(result)}, Clopper–Pearson, each for itself. Higher TPR = more exposed.`,
    columns: [
      { title: 'Attack', align: 'left' },
      { title: 'FPR asked for', align: 'right' },
      { title: 'FPR realised', align: 'right', format: 'percent' },
      { title: 'Interval', align: 'left' },
      { title: 'TPR', align: 'right', format: 'percent' },
      { title: 'Interval', align: 'left' },
    ],
    rows: shownAttacks(result).flatMap((attack) =>
      attack.operatingPoints.map((point) => [
        attackName(attack.name),
        asked(point.fpr),
        point.realizedFpr,
        span(percent(point.fprLow), percent(point.fprHigh)),
        point.tpr,
        span(percent(point.low), percent(point.high)),
      ]),
    ),
  };
}
