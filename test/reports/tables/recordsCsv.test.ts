import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { textCell } from '../../../reports/tables/csv.ts';
import { CSV_COLUMNS, recordsCsv } from '../../../reports/tables/recordsCsv.ts';
import type { RecordResult } from '../../../src/audit/result.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../../support/sampleResult.ts';

const read = (csv: string) => parse(csv, { columns: true, record_delimiter: '\n' }) as Record<string, string>[];

describe('recordsCsv', () => {
  test('begins with the columns that outside scripts rely on', () => {
    expect(recordsCsv(sampleResult()).split('\n')[0]).toBe(
      'record,label,kl,mean_distance,auc,tpr_at_fpr_0.001,tpr_at_fpr_0.01,class_name,tpr_at_fpr_0.1,advantage,epsilon,' +
        'kl_reverse,kl_symmetric,renyi_2,hellinger,wasserstein_2,variance_ratio,mean_shift,leverage,rank,tier',
    );
  });

  const numberColumns: Readonly<Record<string, keyof RecordResult>> = {
    record: 'record',
    kl: 'kl',
    mean_distance: 'meanDistance',
    auc: 'auc',
    'tpr_at_fpr_0.001': 'tprAtFpr001Percent',
    'tpr_at_fpr_0.01': 'tprAtFpr1Percent',
    'tpr_at_fpr_0.1': 'tprAtFpr10Percent',
    advantage: 'totalVariation',
    epsilon: 'epsilon',
    kl_reverse: 'klReverse',
    kl_symmetric: 'klSymmetric',
    renyi_2: 'renyi2',
    hellinger: 'hellinger',
    wasserstein_2: 'wasserstein2',
    variance_ratio: 'varianceRatio',
    mean_shift: 'meanShift',
    leverage: 'leverage',
  };

  test.each(Object.entries(SAMPLE_VARIANTS))('reads back to the same float64 values: %s', (_, options) => {
    const result = sampleResult(options);
    const rows = read(recordsCsv(result));
    expect(rows).toHaveLength(result.records.length);
    for (const [column, key] of Object.entries(numberColumns)) {
      expect(rows.map((row) => Number(row[column]))).toEqual(result.records.map((record) => record[key]));
    }
    expect(rows.map((row) => row.tier)).toEqual(result.records.map((record) => record.tier));
  });

  test('puts rows in the order of the record, with rank 1 for the largest KL', () => {
    const result = sampleResult();
    const shuffled = { ...result, records: [...result.records].reverse() };
    const rows = read(recordsCsv(shuffled));
    expect(rows.map((r) => Number(r.record))).toEqual(result.records.map((r) => r.record));
    const first = rows.find((r) => r.rank === '1')!;
    expect(Number(first.kl)).toBe(result.summary.kl.max);
    expect(new Set(rows.map((r) => r.rank)).size).toBe(300);
  });

  test('gives records of equal KL their ranks by record number', () => {
    const rows = read(recordsCsv(sampleResult({ leakage: 'all-zero', records: 5, classes: 2 })));
    expect(rows.map((r) => r.rank)).toEqual(['1', '2', '3', '4', '5']);
  });

  test('prints the label of the input and the name of its class', () => {
    const result = sampleResult({ records: 4, classes: 2, classLabels: ['0', '-1'], classNames: ['cat, "big"', 'dog'] });
    expect(read(recordsCsv(result)).map((r) => [r.label, r.class_name])).toEqual([
      ['0', 'cat, "big"'],
      ['-1', 'dog'],
      ['0', 'cat, "big"'],
      ['-1', 'dog'],
    ]);
  });

  test('turns hostile names into text: no formula, no control character, no extra row', () => {
    const csv = recordsCsv(sampleResult(SAMPLE_VARIANTS['hostile names']));
    const row = read(csv)[1]!;
    expect(row.label).toBe("'@SUM(A1)\\u001b[31m");
    expect(row.class_name).toBe('\'=HYPERLINK("http://example.invalid")');
    expect(row.name).toBe("'=cmd|' /C calc'!A0");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: looking for control characters is the purpose
    expect(csv.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(csv.split('\n')).toHaveLength(42);
  });

  test('ends with the names of records where the input has them', () => {
    const result = sampleResult({ records: 4, classes: 2, recordNames: ['a/1.png', '=1+1, "b"', '-5'] });
    const csv = recordsCsv({
      ...result,
      records: result.records.map(({ name, ...rest }, i) => ({ ...rest, ...(i < 3 && { name }) })),
    });
    expect(csv.split('\n')[0]).toBe(`${CSV_COLUMNS.join(',')},name`);
    expect(
      csv
        .split('\n')
        .slice(1, 5)
        .map((line) => line.slice(line.search(/,(high|elevated|low),/)).replace(/^,\w+,/, '')),
    ).toEqual(['a/1.png', '"\'=1+1, ""b"""', '-5', '']);
  });

  test('has as many cells in each row as columns', () => {
    for (const options of Object.values(SAMPLE_VARIANTS)) {
      const columns = CSV_COLUMNS.length + (options.recordNames === undefined ? 0 : 1);
      for (const row of parse(recordsCsv(sampleResult(options)))) expect(row).toHaveLength(columns);
    }
  });
});

describe('textCell', () => {
  test.each([
    ['cat', 'cat'],
    ['-1', '-1'],
    ['+2.5e-3', '+2.5e-3'],
    ['-1+2', "'-1+2"],
    ['=1', "'=1"],
    ['@a', "'@a"],
    ['\t=1', "'\\u0009=1"],
    ['\rx', "'\\u000dx"],
    ['＝1', "'＝1"],
    ['  =1', "'  =1"],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    [' padded ', '" padded "'],
    ['two\nlines', 'two\\u000alines'],
    ['x'.repeat(1000), 'x'.repeat(1000)],
    ['', ''],
  ])('writes %j as %j', (text, cell) => {
    expect(textCell(text)).toBe(cell);
  });
});
