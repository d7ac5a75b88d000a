import { describe, expect, test } from '@jest/globals';
import { scoresCsv } from '../../../reports/tables/scoresCsv.ts';
import { sampleAttackResult } from '../../support/sampleAttackResult.ts';

const rowsOf = (csv: string) => csv.trimEnd().split('\n');

describe('scores.csv', () => {
  test('begins with record, member and score, and holds every attack to the last digit', async () => {
    const result = await sampleAttackResult({ records: 20, classes: 2 });
    const [head = '', ...rows] = rowsOf(scoresCsv(result));
    const names = head.split(',');
    expect(names.slice(0, 4)).toEqual(['record', 'member', 'score', 'label']);
    expect(names.slice(4).sort()).toEqual(
      result.attacks
        .map(({ name }) => name)
        .filter((name) => name !== result.verdict.attack)
        .sort(),
    );
    const chosen = result.attacks.findIndex(({ name }) => name === result.verdict.attack);
    for (const [i, row] of rows.entries()) {
      const cells = row.split(',');
      const record = result.records[i];
      expect(cells.slice(0, 4)).toEqual([
        String(i),
        record?.member ? '1' : '0',
        String(record?.scores[chosen]),
        result.signals.classes?.[record?.classIndex ?? -1]?.label,
      ]);
      const other = names[6] as string;
      expect(Number(cells[6])).toBe(record?.scores[result.attacks.findIndex(({ name }) => name === other)]);
    }
  });

  test('has the named attack as the score, wherever it stands', async () => {
    const result = await sampleAttackResult({ records: 20, attack: ['population-threshold', 'rmia-online'] });
    const [head, first = ''] = rowsOf(scoresCsv(result));
    expect(head).toBe('record,member,score,rmia-online');
    expect(Number(first.split(',')[2])).toBe(
      result.records[0]?.scores[result.attacks.findIndex(({ name }) => name === 'population-threshold')],
    );
  });

  test('names records by their ids, of which none is a formula', async () => {
    const result = await sampleAttackResult({ records: 6, references: 0, names: ['=1+1', 'a,b', '-3'] });
    expect(rowsOf(scoresCsv(result)).map((row) => row.replace(/,[01],[-\d.e]+$/, ''))).toEqual([
      'record,member,score',
      "'=1+1",
      '"a,b"',
      '-3',
      'r3',
      'r4',
      'r5',
    ]);
  });
});
