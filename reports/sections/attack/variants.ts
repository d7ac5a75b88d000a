// Which attack tells how much? AUC of every variant with its interval, and those that the signals do not permit. Called by buildReport.ts.

import type { AttackResult } from '../../../src/audit/attackResult.ts';
import { plainText } from '../../../src/base/plainText.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import type { Figure } from '../../figures/figure.ts';
import { count } from '../words.ts';
import { area, asked, attackName, aucText, chosenAttack, furtherVariants, levelText, shownFirst, span } from './outcomes.ts';

export const variants: SectionDefinition<AttackResult> = {
  id: 'attacks',
  title: 'Attacks compared',
  question: 'Which attack tells how much, and which could not be run?',
  build(result) {
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'figure', figure: aucFigure(result), caption: caption(result) },
      attackTable(result),
      ...(result.unavailable.length === 0 ? [] : [unavailableTable(result)]),
    ];
  },
};

function answer(result: AttackResult): string {
  const { attacks, unavailable } = result;
  const chosen = chosenAttack(result);
  const largest = attacks.reduce((a, b) => (b.auc.value > a.auc.value ? b : a));
  const others =
    attacks.length === 1
      ? ''
      : ` Of ${count(attacks.length, 'attack')} ${attackName(largest.name)} has the largest AUC, ${area(largest.auc.value)}; the largest of several is ` +
        'too large on average, which is why the verdict does not go by it.';
  const missing = unavailable.length === 0 ? '' : ` ${count(unavailable.length, 'attack')} could not be run.`;
  return `The verdict rests on ${attackName(chosen.name)}: AUC ${aucText(result, chosen.auc)}.${others}${missing}`;
}

function caption(result: AttackResult): string {
  return (
    `Area under the ROC curve of each attack, with ${levelText(result)} intervals (DeLong), each for itself. All attacks see the same records, so that intervals that ` +
    'overlap do not say that two attacks are alike. Higher = more exposed.' +
    furtherVariants(result)
  );
}

function aucFigure(result: AttackResult): Figure {
  const shown = shownFirst(result);
  const chosen = chosenAttack(result);
  const values = shown.map(({ auc }) => auc.value);
  return {
    id: 'auc-by-attack',
    title:
      shown.length === 1
        ? `${attackName(chosen.name)} tells members from others with AUC ${area(chosen.auc.value)}`
        : `AUC from ${area(Math.min(...values))} to ${area(Math.max(...values))}; the verdict's attack, ${attackName(chosen.name)}: ${area(chosen.auc.value)}`,
    altText: `AUC with intervals of ${count(shown.length, 'attack')}: ${shown.map(({ name, auc }) => `${attackName(name)} ${aucText(result, auc)}`).join('; ')}.`,
    x: { label: 'Attack', scale: 'linear', format: 'integer' },
    y: { label: 'AUC (0.5 is guessing)', scale: 'linear', format: 'auc' },
    series: [
      {
        kind: 'boxes',
        name: 'AUC',
        role: 'primary',
        meaning: 'interval',
        categories: shown.map(({ name }) => attackName(name)),
        boxes: shown.map(({ auc: { value, low, high } }) => [low, value, value, value, high]),
      },
    ],
    referenceLines: [{ axis: 'y', value: 0.5, label: 'guessing' }],
  };
}

function attackTable(result: AttackResult): Block {
  return {
    kind: 'table',
    caption:
      'The attacks, that of the verdict first. Accuracy (of equal numbers of members and others) is at the best threshold for these very records, which flatters it a little.',
    columns: [
      { title: 'Attack', align: 'left' },
      { title: 'AUC', align: 'right', format: 'auc' },
      { title: 'Interval', align: 'left' },
      ...chosenAttack(result).operatingPoints.map(
        ({ fpr }) => ({ title: `TPR at ${asked(fpr)} FPR`, align: 'right', format: 'percent' }) as const,
      ),
      { title: 'Accuracy', align: 'right', format: 'percent' },
    ],
    rows: shownFirst(result).map((attack) => [
      attackName(attack.name),
      attack.auc.value,
      span(area(attack.auc.low), area(attack.auc.high)),
      ...attack.operatingPoints.map(({ tpr }) => tpr),
      attack.accuracy,
    ]),
  };
}

/** Variants of one attack need the same. */
const SHOWN_UNAVAILABLE = 12;

function unavailableTable({ unavailable }: AttackResult): Block {
  const further = unavailable.length - SHOWN_UNAVAILABLE;
  return {
    kind: 'table',
    caption:
      'Attacks that these signals do not permit, and what they would take.' +
      (further > 0 ? ` ${count(further, 'further variant')} ${further === 1 ? 'stands' : 'stand'} in attack.json.` : ''),
    columns: [
      { title: 'Attack', align: 'left' },
      { title: 'Why not', align: 'left' },
    ],
    rows: unavailable.slice(0, SHOWN_UNAVAILABLE).map(({ name, reason }) => [attackName(name), plainText(reason, 300)]),
  };
}
