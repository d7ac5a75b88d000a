// Starts of searches: noise, records, and points from files.

import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { type ArraysInput, datasetFromArrays } from '../../../src/data/datasetFromArrays.ts';
import { prepareDataset } from '../../../src/data/prepareDataset.ts';
import { writeNpz } from '../../../src/data/writeNpz.ts';
import { matrixFromRows, rowOf } from '../../../src/linalg/matrix.ts';
import { loadStarts } from '../../../src/query/constraints/loadStarts.ts';
import { recordStart, uniformStart } from '../../../src/query/constraints/startPoints.ts';
import { expectAuditError, float64Npy, temporaryFolder } from '../../data/support.ts';
import { rangeOf } from './support.ts';

describe('uniform noise', () => {
  const range = rangeOf({ mean: [0, 5, 0], scale: [1, 2, 1], least: [-1, 1, 4], largest: [1, 9, 4] });

  test('fills the range of the data evenly, for every query', () => {
    const point = uniformStart(range, 4000, createRandom(3));
    expect(point).toHaveLength(12_000);
    const second = point.filter((_, i) => i % 3 === 1);
    expect(Math.min(...second)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...second)).toBeLessThanOrEqual(2);
    const mean = second.reduce((a, b) => a + b, 0) / 4000;
    const variance = second.reduce((a, b) => a + b * b, 0) / 4000 - mean ** 2;
    // Five standard errors: √(4/3/4000) of the mean, and of the variance 4/3 about √(0.8/4000)·4/3.
    expect(Math.abs(mean)).toBeLessThan(0.092);
    expect(Math.abs(variance - 4 / 3)).toBeLessThan(0.1);
    expect(point.filter((_, i) => i % 3 === 2).every((value) => value === 4)).toBe(true);
  });

  test('is the same for the same seed', () => {
    expect(uniformStart(range, 2, createRandom(3))).toEqual(uniformStart(range, 2, createRandom(3)));
    expect(uniformStart(range, 2, createRandom(3))).not.toEqual(uniformStart(range, 2, createRandom(4)));
  });
});

describe('training records', () => {
  const inputs = matrixFromRows([
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
  ]); // prettier-ignore

  test('are different ones, and not those that the search is about', () => {
    const seen = new Set<number>();
    for (let seed = 1; seed <= 50; seed++) {
      const { records, point } = recordStart(inputs, 3, createRandom(seed), [2]);
      expect(new Set(records).size).toBe(3);
      expect([...point]).toEqual(records.flatMap((i) => [...rowOf(inputs, i)]));
      seen.add(records[0] as number);
    }
    expect([...seen].sort()).toEqual([0, 1, 3]);
  });

  test('come again where there are fewer than queries, and are any where no others are left', () => {
    const { records } = recordStart(inputs, 7, createRandom(1), [0]);
    expect([records.slice(0, 3), records.slice(3, 6)].map((three) => three.toSorted())).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect([1, 2, 3]).toContain(records[6]);
    expect(recordStart(inputs, 1, createRandom(1), [0, 1, 2, 3]).records).toHaveLength(1);
  });
});

describe('starts from a file', () => {
  const folder = temporaryFolder();
  const of = (input: ArraysInput) => prepareDataset(datasetFromArrays(input));
  const prepared = of({
    x: [
      [0, 10, 1],
      [4, 30, 3],
    ],
    y: [0, 1],
  }); // prettier-ignore
  const standard = (...raw: readonly number[]) => raw.map((x, j) => [(x - 2) / 2, (x - 20) / 10, x - 2][j % 3] as number);
  const npy = (shape: readonly number[], values: readonly number[]) => folder.write('starts.npy', float64Npy(shape, values));

  test('are rows in the input’s units', async () => {
    const { name, queries, points } = await loadStarts(npy([2, 3], [0, 10, 1, 9, 20, 5]), prepared);
    expect([name, queries]).toEqual(['starts.npy', 1]);
    expect(points.map((point) => [...point])).toEqual([standard(0, 10, 1), standard(9, 20, 5)]);
    expect([...(points[0] as Float64Array)]).toEqual([...rowOf(prepared.inputs, 0)]);
  });

  test('may be several queries each', async () => {
    const { queries, points } = await loadStarts(npy([1, 2, 3], [0, 10, 1, 9, 20, 5]), prepared);
    expect([queries, points.map((point) => [...point])]).toEqual([2, [standard(0, 10, 1, 9, 20, 5)]]);
  });

  test('of a .npz archive are its array queries, or x', async () => {
    const path = folder.path('starts.npz');
    const x = { shape: [1, 3], values: Float64Array.of(1, 1, 1) };
    await writeNpz(path, { x, queries: { shape: [1, 3], values: Float64Array.of(2, 20, 2) } });
    expect([...((await loadStarts(path, prepared)).points[0] as Float64Array)]).toEqual([0, 0, 0]);
    await writeNpz(path, { x });
    expect([...((await loadStarts(path, prepared)).points[0] as Float64Array)]).toEqual(standard(1, 1, 1));
    await writeNpz(path, { z: x });
    await expectAuditError(() => loadStarts(path, prepared), 'ARRAY_MISSING', '"queries"', 'the arrays z');
  });

  test('of images may have the axes of images, in either layout', async () => {
    const images = of({
      x: Float64Array.from({ length: 24 }, (_, i) => (i * i) % 13),
      shape: [2, 1, 4, 3],
      y: [0, 1],
      imageShape: { height: 1, width: 4, channels: 3 },
    });
    const values = Array.from({ length: 12 }, (_, i) => i);
    const flat = (await loadStarts(npy([1, 12], values), images)).points;
    expect((await loadStarts(npy([1, 1, 4, 3], values), images)).points).toEqual(flat);
    // Channels first: place (pixel, channel) stands at (channel, pixel).
    const first = [0, 1, 2].flatMap((c) => [0, 1, 2, 3].map((pixel) => 3 * pixel + c));
    expect((await loadStarts(npy([1, 3, 1, 4], first), images)).points).toEqual(flat);
    const several = await loadStarts(npy([1, 2, 3, 1, 4], [...first, ...first]), images);
    expect([several.queries, several.points[0]]).toEqual([
      2,
      Float64Array.of(...(flat[0] as Float64Array), ...(flat[0] as Float64Array)),
    ]);
    await expectAuditError(
      () => loadStarts(npy([1, 4, 1, 3], values), images),
      'SHAPE_MISMATCH',
      'images of 1 × 4 pixels with 3 channels (12 values)',
      'Got an array of shape [1, 4, 1, 3]',
    );
  });

  test.each([
    [
      [2, 4],
      [0, 0, 0, 0, 0, 0, 0, 0],
    ],
    [[3], [0, 0, 0]],
    [[1, 2, 2, 3], Array<number>(12).fill(0)],
  ])('of shape %j are refused', (shape, values) =>
    expectAuditError(
      () => loadStarts(npy(shape, values), prepared),
      'SHAPE_MISMATCH',
      '"starts.npy" to hold rows like those of "memory", 3 values',
      `Got an array of shape [${shape.join(', ')}]`,
      'an array of shape [rows, 3]',
    ),
  );
  test('are not empty', () =>
    expectAuditError(() => loadStarts(npy([0, 3], []), prepared), 'RECORDS_INVALID', 'at least one row'));
  test('are finite', () =>
    expectAuditError(
      () => loadStarts(npy([2, 3], [0, 1, 2, 3, Number.NaN, 5]), prepared),
      'NOT_FINITE',
      'Got NaN in row 1, place 1 (counted from 0)',
    ));
  test('are no tables', () =>
    expectAuditError(
      () => loadStarts(folder.write('starts.csv', 'a,b\n1,2\n'), prepared),
      'FORMAT_UNKNOWN',
      'starts in a .npy or .npz file',
    ));
});
