import { describe, expect, test } from '@jest/globals';
import { landscape } from '../../../src/audit/queries/landscapeOf.ts';
import type { LandscapeOptions } from '../../../src/audit/queries/landscapeOptions.ts';
import { type Landscape, queryResultSchema } from '../../../src/audit/queryResult.ts';
import type { Dataset } from '../../../src/data/dataset.ts';
import { expectAuditError } from '../../data/support.ts';
import { rbf } from '../denseRefit.ts';
import { clouds, pictureDataset, refitAt, standardizing, tableDataset } from './support.ts';

const one = { engine: 'wasm', threads: 1 } as const;
const around = async (data: Dataset | { x: number[][]; y: number[] }, options: LandscapeOptions): Promise<Landscape> => {
  const result = await landscape(data, { ...one, points: 5, ...options });
  expect(queryResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  expect(result).toMatchObject({ command: 'landscape', search: null, searches: [], study: null, reconstruction: null });
  return result.landscape as Landscape;
};

describe('a landscape', () => {
  test('has at every offset what refitting without the record gives', async () => {
    const data = clouds();
    const toInputs = standardizing(data.x);
    const x = data.x.map(toInputs);
    const { lines, klAtRecord } = await around(data, {
      record: 6,
      kernel: 'rbf',
      directions: ['ones', 'scale'],
      plane: ['none'],
    });
    const record = x[6] as number[];
    const size = Math.hypot(...record) / Math.sqrt(3);
    const directions: Record<string, number[]> = { ones: [1, 1, 1], scale: record.map((value) => value / size) };
    for (const { direction, points } of lines) {
      expect(points.map(({ offset }) => offset)).toEqual([-3, -1.5, 0, 1.5, 3]);
      for (const { offset, kl, meanDistance } of points) {
        const query = record.map((value, j) => value + offset * (directions[direction]?.[j] as number));
        const told = refitAt(rbf(1, 1), x, data.y, 0.1, [6], [query]);
        expect(Math.abs(kl - told.kl)).toBeLessThan(1e-9 * klAtRecord);
        expect(Math.abs(meanDistance - told.meanDistance)).toBeLessThan(1e-9);
      }
    }
    expect(lines[0]?.points[2]?.kl).toBeCloseTo(klAtRecord, 9);
  });

  test('passes its schema with pictures, tables and tangent kernels, and falls off from the record', async () => {
    for (const [data, model] of [
      [pictureDataset(), {}],
      [tableDataset(), { kernel: 'rbf' }],
      [pictureDataset(), { kernel: 'ntk', activation: 'gelu' }],
    ] as const) {
      const { lines, plane, klAtRecord } = await around(data, { record: 3, ...model });
      expect(lines.map(({ direction }) => direction)).toEqual(['ones', 'random', 'nearest', 'search']);
      for (const { kl } of [...lines.flatMap(({ points }) => points)]) expect(kl).toBeLessThanOrEqual(klAtRecord * (1 + 1e-9));
      expect(plane).toMatchObject({ directions: ['random', 'nearest'], offsets: expect.any(Array) });
      expect(plane?.kl).toHaveLength(25);
      // Row-major, the first direction fastest: the lines through the middle are those of the directions.
      const middle = lines.find(({ direction }) => direction === 'random')?.points.map(({ kl }) => kl);
      plane?.kl.slice(10, 15).forEach((kl, i) => {
        expect(kl).toBeCloseTo(middle?.[i] as number, 9);
      });
      const across = lines.find(({ direction }) => direction === 'nearest')?.points.map(({ kl }) => kl);
      [2, 7, 12, 17, 22].forEach((at, i) => {
        expect(plane?.kl[at]).toBeCloseTo(across?.[i] as number, 9);
      });
    }
  });

  test('has a span in the input’s units: 50 for bytes, standard deviations for tables', async () => {
    const options = { record: 3, directions: ['ones'], plane: ['none'] } as const;
    expect(await around(pictureDataset(), options)).toMatchObject({ span: 50, unit: 'input' });
    expect(await around(tableDataset(), options)).toMatchObject({ span: 3, unit: 'standard deviations' });
    const picture = pictureDataset();
    const unit = { ...picture, values: Float64Array.from(picture.values, (value) => value / 250) } as Dataset;
    const { span } = await around(unit, options);
    expect(span).toBeCloseTo(0.2, 2);
    expect((await around(unit, { ...options, span: 7 })).span).toBe(7);
  });

  test('shows the way of a search from noise to the record', async () => {
    const { lines, klAtRecord } = await around(clouds(), { record: 6, directions: ['search'], plane: ['none'] });
    const points = lines[0]?.points ?? [];
    expect(points.length).toBeGreaterThan(5);
    expect(points.at(-1)?.kl).toBeCloseTo(klAtRecord, 6);
    expect(points.at(-1)?.offset).toBeLessThan(1e-3);
    points.reduce((last, { kl }) => {
      expect(kl).toBeGreaterThanOrEqual(last * (1 - 1e-9));
      return kl;
    }, 0);
  });

  test('looks towards the nearest record that is no copy', async () => {
    const { x, y } = clouds();
    const copied = { x: [...x, x[6] as number[]], y: [...y, y[6] as number] };
    const { lines, klAtRecord } = await around(copied, { record: 6, kernel: 'rbf', directions: ['nearest'], plane: ['none'] });
    expect(lines[0]?.description).not.toContain('record 20');
    expect(lines[0]?.points[0]?.kl).toBeLessThan(0.5 * klAtRecord);
  });

  test('has at most 41 points along a side of its plane', async () => {
    const { plane, lines } = await around(clouds(8), { record: 1, points: 51, directions: ['ones'] });
    expect([plane?.offsets.length, plane?.kl.length, lines[0]?.points.length]).toEqual([41, 1681, 51]);
  });

  test('is refused for records and spans that do not fit, in the words of its options', async () => {
    const data = clouds();
    await expectAuditError(() => around(data, { record: 20 }), 'RECORDS_INVALID', 'Got 20. Try --record 19.');
    const far = () => around(data, { record: 3, span: 1e300 });
    await expectAuditError(far, 'OPTION_INVALID', 'a span within which a kernel can be computed. Got 1e+300. Try --span 3.');
    await around(data, { record: 3, span: 1e90, directions: ['ones'], plane: ['none'] });
  });

  test('is the same again with the same seed', async () => {
    const options = { record: 6, points: 3 };
    expect(await around(clouds(), options)).toEqual(await around(clouds(), options));
    expect(await around(clouds(), { ...options, seed: 1 })).not.toEqual(await around(clouds(), options));
  });
});
