import { describe, expect, test } from '@jest/globals';
import { allRecords } from '../../../reports/sections/allRecords.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../../support/sampleResult.ts';
import { blockIn } from './readBlocks.ts';

const titlesOf = (result: ReturnType<typeof sampleResult>) =>
  blockIn(allRecords.build(result), 'record-table').columns.map(({ title }) => title);

describe('the table of all records', () => {
  test('has the promised columns', () => {
    expect(titlesOf(sampleResult())).toEqual([
      'Record',
      'Label',
      'KL divergence (nats)',
      'Mean distance',
      'AUC',
      'TPR at 0.1% FPR',
      'TPR at 1% FPR',
      'ε at δ = 1×10⁻⁵',
      'Rank',
      'Tier',
    ]);
  });

  test('adds class names where they differ from labels', () => {
    expect(titlesOf(sampleResult({ classNames: ['zero'] })).slice(0, 3)).toEqual(['Record', 'Label', 'Class']);
  });

  test('adds the names of records where the input has them', () => {
    const result = sampleResult({ records: 4, classes: 2, recordNames: ['a.png', 'b.png', 'c.png'] });
    const some = {
      ...result,
      records: result.records.map(({ name, ...rest }, i) => (i === 2 ? rest : { ...rest, name: name ?? '' })),
    };
    expect(titlesOf(some).slice(0, 3)).toEqual(['Record', 'Name', 'Label']);
    const { rows } = blockIn(allRecords.build(some), 'record-table');
    expect(new Map(rows.map((row) => [row[0], row[1]]))).toEqual(
      new Map<unknown, unknown>([
        [0, 'a.png'],
        [1, 'b.png'],
        [2, null],
        [3, 'a.png'],
      ]),
    );
  });

  test('holds every record, most exposed first', () => {
    const { rows } = blockIn(allRecords.build(sampleResult()), 'record-table');
    expect(rows).toHaveLength(300);
    const kl = rows.map((row) => row[2] as number);
    expect(kl).toEqual([...kl].sort((a, b) => b - a));
    expect(rows.map((row) => row[8])).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    expect(new Set(rows.map((row) => row[0])).size).toBe(300);
  });

  test('has the pictures of the exhibits, and none for tables', () => {
    const result = sampleResult();
    const { pictures } = blockIn(allRecords.build(result), 'record-table');
    expect([...pictures.keys()]).toEqual(result.exhibits.map(({ record }) => record));
    expect(blockIn(allRecords.build(sampleResult(SAMPLE_VARIANTS['a table'])), 'record-table').pictures.size).toBe(0);
  });

  test('shows hostile labels and names as plain text', () => {
    const { rows } = blockIn(allRecords.build(sampleResult(SAMPLE_VARIANTS['hostile names'])), 'record-table');
    expect(new Set(rows.map((row) => row[2]))).toEqual(new Set(['=1+1', '@SUM(A1)\\u001b[31m']));
    expect(new Set(rows.map((row) => row[1]))).toEqual(
      new Set(['<b>a</b>\\u202e\\u000a', "=cmd|' /C calc'!A0", '(blank)', '</script><script>alert(1)</script>']),
    );
  });
});
