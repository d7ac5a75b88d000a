// Which members are recognised most surely? Those with the highest scores by the verdict's attack. Called by buildReport.ts.

import type { AttackedRecord, AttackResult } from '../../../src/audit/attackResult.ts';
import { shareInterval } from '../../../src/statistics/shareInterval.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import { count, percent, shownName } from '../words.ts';
import { aboveAllOthers, attackName, chosenAttack, chosenIndex, classLabel, levelText, recordLabel } from './outcomes.ts';

const SHOWN = 20;

export const exposedRecords: SectionDefinition<AttackResult> = {
  id: 'exposed-records',
  title: 'Records most exposed',
  question: 'Which members are recognised most surely?',
  build(result) {
    const index = chosenIndex(result);
    const scoreOf = ({ scores }: AttackedRecord) => scores[index] as number;
    const ranked = result.records.filter(({ member }) => member).sort((a, b) => scoreOf(b) - scoreOf(a) || a.record - b.record);
    const others = result.records.filter(({ member }) => !member).map(scoreOf);
    const rows = ranked.slice(0, SHOWN).map((record) => ({
      record,
      score: scoreOf(record),
      accused: others.filter((score) => score >= scoreOf(record)).length,
    }));
    return [{ kind: 'text', text: answer(result, rows[0]?.record as AttackedRecord) }, table(result, rows)];
  },
};

function answer(result: AttackResult, first: AttackedRecord): string {
  const sure = aboveAllOthers(result);
  const { nonMembers, members } = result.signals;
  const high = shareInterval(0, nonMembers, result.level).high;
  const named = `The member with the highest score is ${recordLabel(first)}`;
  return sure === 0
    ? `None of ${count(members, 'member')} stands above all of the ${count(nonMembers, 'other record')}. ${named}. High scores among members are no accident ` +
        'only where few others have them: see the last column.'
    : `${count(sure, 'member')} of ${count(members, 'member')} ${sure === 1 ? 'stands' : 'stand'} above every one of the ${count(nonMembers, 'other record')}, so that ` +
        `whoever accuses ${sure === 1 ? 'it' : 'them'} is wrong for at most ${percent(high)} of other records (${levelText(result)} interval). ${named}.`;
}

interface Row {
  readonly record: AttackedRecord;
  readonly score: number;
  /** Other records with a score as high. */
  readonly accused: number;
}

function table(result: AttackResult, rows: readonly Row[]): Block {
  const withNames = rows.some(({ record }) => record.name !== undefined);
  const withClasses = result.signals.classes !== null;
  const { nonMembers } = result.signals;
  return {
    kind: 'table',
    caption:
      `Members with the highest scores by ${attackName(chosenAttack(result).name)}. The last columns say which share of the other records has as high a score: ` +
      'those that an attacker accuses wrongly who accuses this one. That a member is listed here is known because the audit knows the members; an attacker sees scores alone.',
    columns: [
      { title: 'Record', align: 'right', format: 'integer' },
      ...(withNames ? [{ title: 'Id', align: 'left' } as const] : []),
      ...(withClasses ? [{ title: 'Class', align: 'left' } as const] : []),
      { title: 'Score', align: 'right', format: 'number' },
      { title: 'Others as high', align: 'right', format: 'integer' },
      { title: 'Share', align: 'right', format: 'percent' },
    ],
    rows: rows.map(({ record, score, accused }) => [
      record.record,
      ...(withNames ? [record.name === undefined ? null : shownName(record.name, 60)] : []),
      ...(withClasses ? [record.classIndex === null ? null : classLabel(result, record.classIndex)] : []),
      score,
      accused,
      accused / nonMembers,
    ]),
  };
}
