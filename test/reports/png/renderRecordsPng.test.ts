import { describe, expect, test } from '@jest/globals';
import type { RecordCard } from '../../../reports/blocks.ts';
import { renderRecordsPng } from '../../../reports/png/renderRecordsPng.ts';
import { readPng } from '../../support/readPng.ts';
import { samplePicture } from '../../support/sampleReport.ts';

const card = (record: number, side: number, channels: 1 | 3): RecordCard => ({
  record,
  title: `#${record} · class <b>`,
  facts: ['AUC 0.9'],
  picture: samplePicture(record, side, channels),
});

/** Where the picture of the first card begins: the margin across, and below the title down. */
const LEFT = 40;
const TOP = 112;

describe('renderRecordsPng', () => {
  test.each([
    [28, 1, 11],
    [32, 3, 10],
  ] as const)(
    'shows each value of a %d-pixel picture with %d channels as a square of %d pixels',
    async (side, channels, scale) => {
      const one = card(1, side, channels);
      const png = await readPng(renderRecordsPng('Most exposed', [one]));
      const values = one.picture?.pixels ?? [];
      let wrong = 0;
      for (let y = 0; y < side * scale; y++) {
        for (let x = 0; x < side * scale; x++) {
          const from = (Math.floor(y / scale) * side + Math.floor(x / scale)) * channels;
          for (let c = 0; c < 3; c++) {
            const shown = png.data[4 * ((TOP + y) * png.width + LEFT + x) + c];
            if (shown !== values[from + (channels === 1 ? 0 : c)]) wrong++;
          }
        }
      }
      expect(wrong).toBe(0);
    },
  );

  test('puts four cards in a row', async () => {
    const height = async (count: number) => {
      const cards = Array.from({ length: count }, (_, i) => card(i, 28, 1));
      return (await readPng(renderRecordsPng('Gallery', cards))).height;
    };
    expect(await height(4)).toBe(await height(1));
    expect(await height(5)).toBeGreaterThan((await height(4)) + 400);
  });

  test('shrinks pictures that are larger than their place and accepts empty ones', async () => {
    const large = card(1, 400, 3);
    const empty: RecordCard = { record: 2, title: 'empty', facts: [], picture: { height: 0, width: 0, channels: 1, pixels: [] } };
    const png = await readPng(renderRecordsPng('', [large, empty]));
    expect(png.width).toBe(1600);
    expect(png.height).toBeLessThan(600);
  });

  test('gives the same bytes for the same cards', () => {
    const cards = [card(1, 28, 1), card(2, 32, 3)];
    expect(renderRecordsPng('a', cards).equals(renderRecordsPng('a', cards))).toBe(true);
  });
});
