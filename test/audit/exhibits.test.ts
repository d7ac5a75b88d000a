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
});
