// Are members of some class recognised more often? AUC within each class with its interval. Called by buildReport.ts where there are labels.

import type { AttackOutcome, AttackResult } from '../../../src/audit/attackResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import type { Figure } from '../../figures/figure.ts';
import { count, listInWords } from '../words.ts';
import { area, attackName, aucText, chosenAttack, classLabel, levelText, span } from './outcomes.ts';

type ClassOutcome = AttackOutcome['byClass'][number];

/** Rows that fit on a page. */
const SHOWN_CLASSES = 24;

export const attackClasses: SectionDefinition<AttackResult> = {
  id: 'classes',
  title: 'Classes',
  question: 'Are the members of some class recognised more easily than those of others?',
  build(result) {
    const ranked = chosenAttack(result).byClass.toSorted((a, b) => b.auc.value - a.auc.value || a.classIndex - b.classIndex);
    return [
      { kind: 'text', text: answer(result, ranked) },
      ...(ranked.length === 0 ? [] : [figureBlock(result, ranked)]),
      classTable(result, ranked),
    ];
  },
};

function answer(result: AttackResult, ranked: readonly ClassOutcome[]): string {
  const { auc } = chosenAttack(result);
  const all = result.signals.classes?.length ?? 0;
  const [top] = ranked;
  if (top === undefined)
    return `None of ${count(all, 'class', 'classes')} has both members and other records, so that none can be attacked by itself.`;
  const apart = ranked.filter((one) => one.auc.low > auc.high);
  const named = listInWords(apart.slice(0, 5).map(({ classIndex }) => classLabel(result, classIndex)));
  const found =
    apart.length === 0
      ? `No class stands out: the interval of each of ${count(ranked.length, 'class', 'classes')} reaches down to that of all records together, ${aucText(result, auc)}`
      : `${count(apart.length, 'class stands', 'classes stand')} out above all records together, whose AUC is ${aucText(result, auc)}: ${named}${apart.length > 5 ? ' and others' : ''}`;
  return (
    `${found}. The largest AUC is that of class ${classLabel(result, top.classIndex)}, ${aucText(result, top.auc)}; the largest of ` +
    `${count(ranked.length, 'class', 'classes')} is too large on average.`
  );
}

function figureBlock(result: AttackResult, ranked: readonly ClassOutcome[]): Block {
  const shown = ranked.slice(0, SHOWN_CLASSES);
  const part = shown.length < ranked.length ? ` The ${shown.length} classes with the largest AUC of ${ranked.length}.` : '';
  return {
    kind: 'figure',
    figure: figure(result, shown),
    caption: `AUC of ${attackName(chosenAttack(result).name)} among the records of each class, with ${levelText(result)} intervals (DeLong), each for itself.${part} Higher = more exposed.`,
  };
}

function figure(result: AttackResult, shown: readonly ClassOutcome[]): Figure {
  const { auc } = chosenAttack(result);
  const [first, last] = [shown[0], shown[shown.length - 1]] as [ClassOutcome, ClassOutcome];
  return {
    id: 'auc-by-class',
    title: `AUC by class: ${area(last.auc.value)} to ${area(first.auc.value)}, ${area(auc.value)} over all records`,
    altText: `AUC with intervals of ${count(shown.length, 'class', 'classes')}, from ${aucText(result, last.auc)} to ${aucText(result, first.auc)} (class ${classLabel(result, first.classIndex)}).`,
    x: { label: 'Class', scale: 'linear', format: 'integer' },
    y: { label: 'AUC (0.5 is guessing)', scale: 'linear', format: 'auc' },
    series: [
      {
        kind: 'boxes',
        name: 'AUC',
        role: 'primary',
        meaning: 'interval',
        categories: shown.map(({ classIndex }) => classLabel(result, classIndex)),
        boxes: shown.map(({ auc: { value, low, high } }) => [low, value, value, value, high]),
      },
    ],
    referenceLines: [
      { axis: 'y', value: 0.5, label: 'guessing' },
      { axis: 'y', value: auc.value, label: 'all records' },
    ],
  };
}

function classTable(result: AttackResult, ranked: readonly ClassOutcome[]): Block {
  const rankOf = new Map(ranked.map(({ classIndex }, rank) => [classIndex, rank]));
  const order = (result.signals.classes ?? [])
    .map((one, classIndex) => ({ ...one, classIndex, rank: rankOf.get(classIndex) ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => (a.rank === b.rank ? a.classIndex - b.classIndex : a.rank - b.rank));
  return {
    kind: 'table',
    caption: 'Classes by their AUC, highest first. Without members or without others no AUC exists.',
    columns: [
      { title: 'Class', align: 'left' },
      { title: 'Members', align: 'right', format: 'integer' },
      { title: 'Others', align: 'right', format: 'integer' },
      { title: 'AUC', align: 'right', format: 'auc' },
      { title: 'Interval', align: 'left' },
    ],
    rows: order.map(({ classIndex, members, nonMembers, rank }) => {
      const found = ranked[rank]?.auc;
      return [
        classLabel(result, classIndex),
        members,
        nonMembers,
        found?.value ?? null,
        found === undefined ? null : span(area(found.low), area(found.high)),
      ];
    }),
  };
}
