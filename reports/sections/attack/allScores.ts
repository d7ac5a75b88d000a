// What does each attack say of each single record? The table of all records, highest score first. Called by buildReport.ts.

import type { AttackedRecord, AttackResult } from '../../../src/audit/attackResult.ts';
import type { Cell, SectionDefinition } from '../../blocks.ts';
import { count, number, shownName } from '../words.ts';
import { attackName, chosenAttack, chosenFirst, chosenIndex, classLabel, recordLabel } from './outcomes.ts';

/** About one printed page. */
const PRINTED_ROWS = 40;
/** Attacks beside the verdict's; the others stand in scores.csv. */
const SHOWN_ATTACKS = 5;

export const allScores: SectionDefinition<AttackResult> = {
  id: 'all-records',
  title: 'All records',
  question: 'What does the attack say of each single record?',
  build(result) {
    const index = chosenIndex(result);
    const ranked = result.records.toSorted(
      (a, b) => (b.scores[index] as number) - (a.scores[index] as number) || a.record - b.record,
    );
    const first = ranked[0] as AttackedRecord;
    const shown = chosenFirst(result).slice(0, SHOWN_ATTACKS);
    const withNames = ranked.some(({ name }) => name !== undefined);
    const withClasses = result.signals.classes !== null;
    return [
      {
        kind: 'text',
        text:
          `All ${count(ranked.length, 'record')}, from ${recordLabel(first)} with a score of ${number(first.scores[index] as number)} by ` +
          `${attackName(chosenAttack(result).name)} downwards. Records are numbered as in the input, from 0. Scores have no unit and are compared within one attack only; ` +
          'higher = more likely a member. The file scores.csv holds the same in full precision, for every attack.',
      },
      {
        kind: 'record-table',
        file: 'scores.csv',
        caption: `${count(ranked.length, 'record')}, highest score first.`,
        printRows: PRINTED_ROWS,
        columns: [
          { title: 'Record', align: 'right', format: 'integer' },
          ...(withNames ? [{ title: 'Id', align: 'left' } as const] : []),
          { title: 'Member', align: 'left' },
          ...(withClasses ? [{ title: 'Class', align: 'left' } as const] : []),
          ...shown.map(({ attack }) => ({ title: attackName(attack.name), align: 'right', format: 'number' }) as const),
        ],
        rows: ranked.map((record): Cell[] => [
          record.record,
          ...(withNames ? [record.name === undefined ? null : shownName(record.name, 60)] : []),
          record.member ? 'yes' : 'no',
          ...(withClasses ? [record.classIndex === null ? null : classLabel(result, record.classIndex)] : []),
          ...shown.map((one) => record.scores[one.index] as number),
        ]),
        pictures: new Map(),
      },
    ];
  },
};
