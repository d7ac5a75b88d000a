// How validations are kept and reach other tools: columns that outside scripts rely on, every number as it was, and contradictions refused.

import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { csvFiles } from '../../../reports/tables/csvFiles.ts';
import { parseResult, resultJson } from '../../../reports/tables/resultJson.ts';
import { validationCsv } from '../../../reports/tables/validationCsv.ts';
import type { ValidatedRecord, ValidationResult } from '../../../src/audit/validationResult.ts';
import { expectAuditError } from '../../data/support.ts';
import { sampleValidation, VALIDATION_VARIANTS } from '../../support/sampleValidation.ts';

const read = (text: string) => parse(text, { columns: true, record_delimiter: '\n' }) as Record<string, string>[];

describe('validation.csv', () => {
  test('has its name, and begins with the columns that outside scripts rely on', () => {
    const [file, ...others] = csvFiles(sampleValidation());
    expect({ name: file?.name, others }).toEqual({ name: 'validation.csv', others: [] });
    expect(file?.text().split('\n')[0]).toBe(
      'record,kl,mean_distance,auc,network_auc,network_auc_se,prediction_distance,label,network_auc_low,network_auc_high,paper_auc,paper_auc_se,' +
        'network_kl,network_kl_se,prediction_distance_se,influence,trac_in,loss,negative_margin',
    );
  });

  const columns: Readonly<Record<string, (record: ValidatedRecord) => number | null | undefined>> = {
    record: ({ record }) => record,
    kl: ({ kl }) => kl,
    mean_distance: ({ meanDistance }) => meanDistance,
    auc: ({ auc }) => auc,
    network_auc: ({ network }) => network.auc,
    network_auc_se: ({ network }) => network.aucError,
    prediction_distance: ({ network }) => network.predictionDistance,
    network_auc_low: ({ network }) => network.aucLow,
    network_auc_high: ({ network }) => network.aucHigh,
    paper_auc: ({ network }) => network.paperAuc,
    paper_auc_se: ({ network }) => network.paperAucError,
    network_kl: ({ network }) => network.kl,
    network_kl_se: ({ network }) => network.klError,
    prediction_distance_se: ({ network }) => network.predictionDistanceError,
    influence: ({ rivals }) => rivals?.influence,
    trac_in: ({ rivals }) => rivals?.tracIn,
    loss: ({ rivals }) => rivals?.loss,
    negative_margin: ({ rivals }) => rivals?.negativeMargin,
  };

  test.each(Object.entries(VALIDATION_VARIANTS))('reads back to the same float64 values, in input order: %s', (_, options) => {
    const result = sampleValidation(options);
    const rows = read(validationCsv(result));
    const records = result.records.toSorted((a, b) => a.record - b.record);
    for (const [column, value] of Object.entries(columns)) {
      const cells = rows.map((row) => (row[column] === '' ? null : Number(row[column])));
      expect(cells).toEqual(records.map((record) => value(record) ?? null));
    }
    expect(Object.keys(rows[0] ?? {})).toHaveLength(Object.keys(columns).length + 1);
  });

  test('is no formula for a spreadsheet', () => {
    const labels = new Set(read(validationCsv(sampleValidation(VALIDATION_VARIANTS['hostile names']))).map(({ label }) => label));
    expect([...labels].sort()).toEqual(["'=1+1", "'@SUM(A1)\\u001b[31m"]);
  });
});

describe('validation.json', () => {
  test.each(Object.entries(VALIDATION_VARIANTS))('reads back to the same result: %s', (_, options) => {
    const result = sampleValidation(options);
    expect(parseResult(resultJson(result))).toEqual(result);
  });

  const result = sampleValidation({ examined: 6, records: 30 });
  const [first] = result.records;
  const withFirst = (change: Partial<ValidatedRecord>): ValidationResult => ({
    ...result,
    records: [{ ...first!, ...change }, ...result.records.slice(1)],
  });
  test.each<[string, ValidationResult, string]>([
    [
      'a class that is not there',
      withFirst({ classIndex: 99 }),
      'Expected records[0] to name a class of this result. Got class 99.',
    ],
    ['a record twice', withFirst({ record: result.records[1]!.record }), 'Expected each record once. Got 6 rows for 5 records.'],
    [
      'a landscape of another record',
      withLandscape(9999),
      'Expected landscapes[0] to name a record of this result. Got record 9999.',
    ],
    [
      'scores of methods that were not asked',
      { ...result, rivals: null },
      'Expected rivals in the result of this command. Got nothing.',
    ],
    ['a record without scores', withFirst({ rivals: null }), 'Expected rivals of each record in the result'],
    ['another version', { ...result, schemaVersion: '2.0' as '1.0' }, 'Got schema version "2.0", another major version.'],
  ])('is refused with %s', async (_, broken, words) => {
    await expectAuditError(() => parseResult(JSON.stringify(broken)), 'RESULT_INVALID', words);
  });

  function withLandscape(record: number): ValidationResult {
    return { ...result, landscapes: [{ ...result.landscapes[0]!, record }] };
  }
});
