import { describe, expect, test } from '@jest/globals';
import { exhibitsOf } from '../../src/audit/exhibits.ts';
import type { Dataset } from '../../src/data/dataset.ts';

/** Records of one repeated value: its row number. */
function datasetOf(records: number, dimensions: number): Dataset {
  const values = new Float32Array(records * dimensions);
  for (let row = 0; row < records; row++) values.fill(row, row * dimensions, (row + 1) * dimensions);
  return {
    name: 'rows',
    format: 'memory',
    records,
    dimensions,
    values,
    labels: Int32Array.from({ length: records }, (_, i) => i % 2),
    classes: [
      { label: '0', name: '0' },
      { label: '1', name: '1' },
    ],
    sha256: '',
    warnings: [],
  };
}

/** Exhibits when every second input row is audited and the last one is most exposed. */
function exhibitsFor(audited: number, dimensions: number) {
  const rows = Int32Array.from({ length: audited }, (_, i) => 2 * i);
  const ranked = Array.from({ length: audited }, (_, i) => audited - 1 - i);
  return exhibitsOf(datasetOf(2 * audited, dimensions), ranked, rows);
}

describe('exhibits', () => {
  test('are the most exposed records and a fifth as many of the least exposed, by rank', () => {
    const exhibits = exhibitsFor(200, 10);
    expect(exhibits.map(({ rank }) => rank)).toEqual(
      [...Array(60).keys(), ...Array(12).keys()].map((i, at) => (at < 60 ? i + 1 : 189 + i)),
    );
    expect(exhibits[0]).toEqual({ record: 398, rank: 1, values: Array(10).fill(398) });
    expect(exhibits.at(-1)).toMatchObject({ record: 0, rank: 200 });
  });

  test('are fewer where records are large, so that the result stays small, but never fewer than six', () => {
    expect(exhibitsFor(100, 3072)).toHaveLength(60 + 12);
    expect(exhibitsFor(100, 25_000)).toHaveLength(10 + 2);
    expect(exhibitsFor(40, 50_000)).toHaveLength(6 + 2);
  });

  test('show no record twice where there are few', () => {
    for (const audited of [2, 5, 60, 61, 65, 72]) {
      const exhibits = exhibitsFor(audited, 3);
      expect(new Set(exhibits.map(({ record }) => record)).size).toBe(exhibits.length);
      expect(exhibits.length).toBe(Math.min(audited, 72));
    }
  });

  test('of large records that are no images are cut, and say by how much', () => {
    expect(exhibitsFor(10, 31_250)[0]).toEqual({ record: 18, rank: 1, values: Array(31_250).fill(18) });
    expect(exhibitsFor(10, 31_251)[0]).toEqual({ record: 18, rank: 1, values: Array(31_250).fill(18), omitted: 1 });
  });

  test('of float32 values have no digits that float32 does not hold', () => {
    const short = [0.1, 1 / 3, 0.7450980392156863, -2.5e-8, 123456.78, 3e38];
    const values = Float32Array.from(short);
    const shown = (data: Float32Array | Float64Array) =>
      exhibitsOf({ ...datasetOf(1, short.length), values: data }, [0], Int32Array.of(0))[0]?.values;
    expect(shown(values)).toEqual([0.1, 0.33333334, 0.74509805, -2.5e-8, 123456.78, 3e38]);
    expect(Float32Array.from(shown(values) ?? [])).toEqual(values);
    expect(shown(Float64Array.from(values))).toEqual([...values]);
    const cut = datasetOf(8, 31_251);
    cut.values.fill(0.1);
    expect(exhibitsOf(cut, [0], Int32Array.of(0))[0]).toMatchObject({
      values: { length: 31_250, 0: 0.1, 31249: 0.1 },
      omitted: 1,
    });
  });

  describe('of large images', () => {
    /** One audited image whose pixel (y, x) in channel c is f(y, x, c). */
    function exhibitOf(image: NonNullable<Dataset['image']>, f: (y: number, x: number, c: number) => number) {
      const { height, width, channels, layout } = image;
      const dataset = { ...datasetOf(1, height * width * channels), image };
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          for (let c = 0; c < channels; c++) {
            dataset.values[layout === 'channels-last' ? (y * width + x) * channels + c : (c * height + y) * width + x] = f(
              y,
              x,
              c,
            );
          }
        }
      }
      return exhibitsOf(dataset, [0], Int32Array.of(0))[0];
    }

    test.each(['channels-last', 'channels-first'] as const)('hold the means of blocks, in the layout %s', (layout) => {
      const exhibit = exhibitOf({ height: 190, width: 201, channels: 3, layout }, (y, x, c) => y + 2 * x + 100 * c);
      const [rows, cols] = [95, 101];
      expect(exhibit?.block).toBe(2);
      expect(exhibit?.values).toHaveLength(rows * cols * 3);
      const at = (i: number, j: number, c: number) =>
        exhibit?.values[layout === 'channels-last' ? (i * cols + j) * 3 + c : (c * rows + i) * cols + j];
      // Rows 2i and 2i + 1, columns 2j and 2j + 1; the last column stands alone.
      expect([at(0, 0, 0), at(3, 7, 2), at(94, 100, 1)]).toEqual([1.5, 235.5, 688.5]);
    });

    test('are reduced no more than needed', () => {
      const grey = (height: number, width: number) => exhibitOf({ height, width, channels: 1, layout: 'channels-last' }, () => 1);
      expect(grey(250, 125)?.block).toBeUndefined();
      expect(grey(250, 126)).toMatchObject({ block: 2, values: { length: 125 * 63 } });
      expect(grey(1000, 1000)).toMatchObject({ block: 6, values: { length: 167 * 167 } });
      expect(grey(1, 40_000)).toMatchObject({ block: 2, values: { length: 20_000 } });
    });

    test('with more channels than values may be kept become one block', () => {
      expect(exhibitOf({ height: 2, width: 3, channels: 40_000, layout: 'channels-first' }, (_y, x) => x)).toMatchObject({
        block: 3,
        values: { length: 40_000, 0: 1 },
      });
    });

    test('keep four digits of a mean', () => {
      const exhibit = exhibitOf(
        { height: 200, width: 200, channels: 1, layout: 'channels-last' },
        (y, x) => (y + x === 0 ? 1 : 0) / 3,
      );
      expect(exhibit?.values.slice(0, 2)).toEqual([0.08333, 0]);
    });
  });
});
