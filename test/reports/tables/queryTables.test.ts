// The CSV files of searches, landscapes and reconstructions: names and columns that outside scripts rely on, and every number as it was.

import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { csvFiles } from '../../../reports/tables/csvFiles.ts';
import { QUERY_VARIANTS, type QuerySampleOptions, sampleQueryResult } from '../../support/sampleQueryResult.ts';

const read = (text: string) => parse(text, { columns: true, record_delimiter: '\n' }) as Record<string, string>[];
const filesOf = (options: QuerySampleOptions) =>
  new Map(csvFiles(sampleQueryResult(options)).map(({ name, text }) => [name, text()]));
const headOf = (text: string | undefined) => text?.split('\n')[0];

describe('the CSV files', () => {
  test('have the names and begin with the columns that outside scripts rely on', () => {
    const [query, landscape, flat, reconstruct] = [
      filesOf({ command: 'query' }),
      filesOf({ command: 'landscape' }),
      filesOf({ command: 'landscape', plane: false }),
      filesOf({ command: 'reconstruct' }),
    ];
    expect([...query.keys()]).toEqual(['queries.csv']);
    expect(headOf(query.get('queries.csv'))).toBe(
      'record,objective,kl,mean_distance,auc,kl_at_record,cosine_to_record,nearest_record,iterations,gradient_norm,' +
        'mean_distance_at_record,gradient_norm_at_record,starts,starts_reached',
    );
    expect([...landscape.keys()]).toEqual(['landscape.csv', 'landscape-plane.csv']);
    expect([...flat.keys()]).toEqual(['landscape.csv']);
    expect(headOf(landscape.get('landscape.csv'))).toBe('direction,offset,kl,mean_distance,auc');
    expect(headOf(landscape.get('landscape-plane.csv'))).toBe('offset_1,offset_2,kl,mean_distance,auc');
    expect([...reconstruct.keys()]).toEqual(['reconstruction.csv', 'queries.csv']);
    expect(headOf(reconstruct.get('reconstruction.csv'))).toBe('record,cosine,relative_l2,psnr,ssim,rank,success');
  });

  test.each(Object.entries(QUERY_VARIANTS))(
    'have as many cells in each row as columns, and end with a line end: %s',
    (_, options) => {
      for (const text of filesOf(options).values()) {
        expect(text.endsWith('\n')).toBe(true);
        const [head, ...rows] = parse(text) as string[][];
        for (const row of rows) expect(row).toHaveLength(head?.length ?? 0);
      }
    },
  );
});

describe('queries.csv', () => {
  test('reads back to the same float64 values, in the order of the result', () => {
    const { searches } = sampleQueryResult({ command: 'query' });
    const rows = read(filesOf({ command: 'query' }).get('queries.csv') ?? '');
    expect(rows.map((row) => Number(row.kl))).toEqual(searches.map(({ kl }) => kl));
    expect(rows.map((row) => Number(row.gradient_norm))).toEqual(searches.map(({ gradientNorm }) => gradientNorm));
    expect(rows.map((row) => row.record)).toEqual(searches.map(({ records }) => String(records[0])));
    expect(new Set(rows.map((row) => row.objective))).toEqual(new Set(['kl']));
  });

  test('writes a group as 0+7, an absent value as an empty field, and a sum for no spreadsheet', () => {
    const rows = read(filesOf({ command: 'query', group: 2, searches: 3 }).get('queries.csv') ?? '');
    expect(rows.map((row) => row.record)).toEqual(['0+7', '14+21', '28+35']);
    expect(rows[0]?.gradient_norm_at_record).toBe('');
  });

  test('is there without rows where an attack makes no searches', () => {
    const result = { ...sampleQueryResult({ command: 'reconstruct' }), searches: [] };
    const [, queries] = csvFiles(result);
    expect(queries?.text().trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('reconstruction.csv', () => {
  test('writes success as 1 or 0, and nothing for what a record does not have', () => {
    const { reconstruction } = sampleQueryResult({ command: 'reconstruct', data: 'table', classes: 2, quality: 'mixed' });
    const rows = read(
      filesOf({ command: 'reconstruct', data: 'table', classes: 2, quality: 'mixed' }).get('reconstruction.csv') ?? '',
    );
    expect(rows.map((row) => row.success)).toEqual(reconstruction?.records.map(({ success }) => (success ? '1' : '0')));
    expect(new Set(rows.flatMap((row) => [row.psnr, row.ssim]))).toEqual(new Set(['']));
    expect(rows.map((row) => Number(row.cosine))).toEqual(reconstruction?.records.map(({ cosine }) => cosine));
  });
});

describe('landscape.csv', () => {
  test('has line after line, and the plane with the first offset running fastest', () => {
    const { landscape } = sampleQueryResult({ command: 'landscape' });
    const files = filesOf({ command: 'landscape' });
    const lines = read(files.get('landscape.csv') ?? '');
    expect(lines.map((row) => [row.direction, Number(row.offset), Number(row.kl)])).toEqual(
      landscape?.lines.flatMap(({ direction, points }) => points.map(({ offset, kl }) => [direction, offset, kl])),
    );
    const plane = read(files.get('landscape-plane.csv') ?? '');
    const offsets = landscape?.plane?.offsets ?? [];
    expect(plane).toHaveLength(offsets.length ** 2);
    expect(plane.slice(0, 2).map((row) => [Number(row.offset_1), Number(row.offset_2)])).toEqual([
      [offsets[0], offsets[0]],
      [offsets[1], offsets[0]],
    ]);
    expect(plane.map((row) => Number(row.kl))).toEqual(landscape?.plane?.kl);
  });
});
