import { describe, expect, test } from '@jest/globals';
import type { PictureStrip } from '../../../reports/blocks.ts';
import { renderStripsPng } from '../../../reports/png/renderStripsPng.ts';
import { type Pixels, readPng } from '../../support/readPng.ts';
import { HOSTILE_NAMES } from '../../support/sampleFigures.ts';
import { samplePicture } from '../../support/sampleReport.ts';

const black = { height: 4, width: 4, channels: 1, pixels: Array(16).fill(0) } as const;
const row = (record: number, pictures: PictureStrip['pictures']): PictureStrip => ({
  record,
  title: `record ${record} · class ${HOSTILE_NAMES[record]}`,
  facts: ['cosine 0.9999'],
  pictures,
});
const render = async (columns: readonly string[], rows: readonly PictureStrip[]) =>
  readPng(renderStripsPng({ kind: 'strips', id: 'gallery', caption: 'Rebuilt', columns, rows }));

/** Columns of pixels of the file in which a picture's black stands in this row of pixels. */
function blackRuns({ width, data }: Pixels, y: number): readonly (readonly [from: number, length: number])[] {
  const runs: [number, number][] = [];
  for (let x = 0; x < width; x++) {
    const i = 4 * (y * width + x);
    if ((data[i] as number) + (data[i + 1] as number) + (data[i + 2] as number) > 0) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === x) last[1]++;
    else runs.push([x, 1]);
  }
  // Letters are black too, but narrow.
  return runs.filter(([, length]) => length > 40);
}

/** A row of pixels that crosses the first row of pictures. */
function pictureRow(png: Pixels): number {
  for (let y = 0; y < png.height; y++) if (blackRuns(png, y).length > 0) return y + 4;
  throw new Error('no picture found');
}

describe('renderStripsPng', () => {
  test('is 1,600 pixels wide, with pictures of one size side by side and empty places between them', async () => {
    const png = await render(['True record', 'Start', 'Rebuilt'], [row(1, [black, null, black])]);
    expect(png.width).toBe(1600);
    const runs = blackRuns(png, pictureRow(png));
    expect(runs).toHaveLength(2);
    const [[first, size], [second, other]] = runs as [[number, number], [number, number]];
    expect(size).toBe(other);
    // Whole pixels for each value, and a place of the same width between them.
    expect(size % 4).toBe(0);
    expect(second - first).toBeGreaterThan(2 * size);
  });

  test('has a row for each record, and grows with them', async () => {
    const height = async (count: number) =>
      (
        await render(
          ['a', 'b'],
          Array.from({ length: count }, (_, i) => row(i, [black, black])),
        )
      ).height;
    const [one, two, three] = [await height(1), await height(2), await height(3)];
    expect(three - two).toBe(two - one);
  });

  test('bears many columns, long words and no rows', async () => {
    const many = Array.from({ length: 12 }, (_, i) => `Iteration ${10 ** i}`);
    const png = await render(many, [
      row(
        3,
        many.map((_, i) => samplePicture(i, 28, 1)),
      ),
      row(
        7,
        many.map(() => null),
      ),
    ]);
    expect(png.width).toBe(1600);
    expect(png.height).toBeLessThan(900);
    expect((await render(['a'], [])).height).toBeLessThan(300);
  });

  test('gives the same bytes for the same rows', () => {
    const strips = { kind: 'strips', id: 'gallery', caption: 'c', columns: ['a'], rows: [row(1, [black])] } as const;
    expect(renderStripsPng(strips).equals(renderStripsPng(strips))).toBe(true);
  });
});
