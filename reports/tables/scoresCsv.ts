// How do the scores of attacks reach other tools? scores.csv, one row per record in input order. The first three columns are a promise to outside
// scripts; more may follow them. Called by csvFiles.ts.

import type { AttackedRecord, AttackResult } from '../../src/audit/attackResult.ts';
import { type CsvColumn, csvText, textCell } from './csv.ts';

/**
 * `record,member,score`: the id that the input gives the record, or its row; 1 for members; the score of the verdict's attack, higher = more likely
 * a member. Then the label, where there are any, and a column for each other attack.
 */
export function scoresCsv({ signals, attacks, verdict, records }: AttackResult): string {
  const chosen = attacks.findIndex(({ name }) => name === verdict.attack);
  const labels = signals.classes?.map(({ label }) => textCell(label));
  const columns: CsvColumn<AttackedRecord>[] = [
    ['record', ({ record, name }) => (name === undefined ? record : textCell(name))],
    ['member', ({ member }) => (member ? 1 : 0)],
    ['score', ({ scores }) => scores[chosen] as number],
    ...(labels === undefined ? [] : [labelColumn(labels)]),
    ...attacks.flatMap(({ name }, i): CsvColumn<AttackedRecord>[] =>
      i === chosen ? [] : [[textCell(name), ({ scores }) => scores[i] as number]],
    ),
  ];
  return csvText(
    columns,
    records.toSorted((a, b) => a.record - b.record),
  );
}

function labelColumn(labels: readonly string[]): CsvColumn<AttackedRecord> {
  return ['label', ({ classIndex }) => (classIndex === null ? null : (labels[classIndex] as string))];
}
