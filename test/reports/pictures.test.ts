import { describe, expect, test } from '@jest/globals';
import { exhibitPictures, pictureNote, pictureScale, recordPicture } from '../../reports/pictures.ts';
import { sampleResult } from '../support/sampleResult.ts';

const exhibit = (...values: number[]) => ({ record: 0, rank: 1, values });
const BYTES = { low: 0, high: 255, stretched: false };
const shape = (channels: number, layout: 'channels-last' | 'channels-first' = 'channels-last') =>
  ({ height: 1, width: 2, channels, layout }) as const;

describe('pictureScale', () => {
  test.each([
    ['bytes', [0, 200], { low: 0, high: 255, stretched: false }],
    ['shares of full brightness', [0, 0.7], { low: 0, high: 1, stretched: false }],
    ['standardized values', [-1, 3], { low: -1, high: 3, stretched: true }],
    ['16-bit values', [0, 60000], { low: 0, high: 60000, stretched: true }],
    ['one value only', [-2, -2], { low: -2, high: -1, stretched: true }],
  ])('reads %s', (_, values, scale) => {
    expect(pictureScale([exhibit(...values)])).toEqual(scale);
  });

  test('is one for all records, so that pictures can be compared', () => {
    expect(pictureScale([exhibit(0, 0.5), exhibit(0, 128)])).toEqual(BYTES);
  });
});

describe('recordPicture', () => {
  test('keeps grey bytes as they are', () => {
    expect(recordPicture([7, 250], shape(1), BYTES)).toEqual({ height: 1, width: 2, channels: 1, pixels: [7, 250] });
  });

  test('reads both layouts of colours to the same picture', () => {
    const last = recordPicture([1, 2, 3, 4, 5, 6], shape(3), BYTES);
    const first = recordPicture([1, 4, 2, 5, 3, 6], shape(3, 'channels-first'), BYTES);
    expect(last.pixels).toEqual([1, 2, 3, 4, 5, 6]);
    expect(first).toEqual(last);
  });

  test('drops opacity and averages many channels', () => {
    expect(recordPicture([9, 255, 8, 255], shape(2), BYTES).pixels).toEqual([9, 8]);
    expect(recordPicture([1, 2, 3, 255, 4, 5, 6, 255], shape(4), BYTES).pixels).toEqual([1, 2, 3, 4, 5, 6]);
    expect(recordPicture([10, 20, 30, 40, 50, 1, 1, 1, 1, 1], shape(5), BYTES).pixels).toEqual([30, 1]);
  });

  test('stretches other ranges from black to white', () => {
    expect(recordPicture([-1, 3], shape(1), { low: -1, high: 3, stretched: true }).pixels).toEqual([0, 255]);
  });

  test('reduces large images to the means of blocks, and keeps their shape', () => {
    // Two rows of 801 values take blocks of 3 × 3: the lower rows of the blocks are missing, and the last block is full.
    const image = { height: 2, width: 801, channels: 1, layout: 'channels-last' } as const;
    const values = Array.from({ length: 2 * 801 }, (_, i) => (i < 801 ? i % 3 : 9));
    const { height, width, pixels } = recordPicture(values, image, BYTES);
    expect([height, width]).toEqual([1, 267]);
    expect(new Set(pixels)).toEqual(new Set([5])); // (0 + 1 + 2 + 3 · 9)/6
    const largest = { height: 400, width: 2, channels: 1, layout: 'channels-last' } as const;
    expect(recordPicture(new Array(800).fill(7), largest, BYTES)).toMatchObject({ height: 400, width: 2 });
  });

  test('reduces each colour by itself, in both layouts', () => {
    const image = { height: 1, width: 402, channels: 3 } as const;
    const last = Array.from({ length: 402 * 3 }, (_, i) => [10, 20, 30][i % 3] as number);
    const first = Array.from({ length: 402 * 3 }, (_, i) => [10, 20, 30][Math.floor(i / 402)] as number);
    const picture = recordPicture(last, { ...image, layout: 'channels-last' }, BYTES);
    expect(picture.pixels.slice(0, 6)).toEqual([10, 20, 30, 10, 20, 30]);
    expect(picture.pixels).toHaveLength(201 * 3);
    expect(recordPicture(first, { ...image, layout: 'channels-first' }, BYTES)).toEqual(picture);
  });

  test('refuses values that do not fit the shape', () => {
    expect(() => recordPicture([1, 2, 3], shape(1), BYTES)).toThrow('a picture of 1 × 2 × 1 cannot be made of 3 values');
  });
});

describe('the pictures of a result', () => {
  test('are those of its exhibits', () => {
    const result = sampleResult({ data: 'colour', records: 60 });
    const pictures = exhibitPictures(result);
    expect(pictures.size).toBe(24);
    const [first] = result.exhibits;
    expect(pictures.get(first!.record)?.pixels.slice(0, 3)).toEqual([0, 36, 72].map((i) => Math.round(255 * first!.values[i]!)));
  });

  test('come with a note when they are reduced', () => {
    const result = sampleResult();
    const image = { height: 1000, width: 700, channels: 1, layout: 'channels-last' } as const;
    expect(pictureNote(image, result.exhibits)).toBe('Pictures are reduced: each pixel shows the mean of 3 × 3 in the input.');
  });

  test('come with a note when brightness was stretched', () => {
    const result = sampleResult();
    expect(pictureNote(result.dataset.image, result.exhibits)).toBe('');
    const exhibits = result.exhibits.map((e) => ({ ...e, values: e.values.map((v) => v - 100) }));
    expect(pictureNote(result.dataset.image, exhibits)).toBe(
      'Brightness runs from the smallest value shown (black) to the largest (white).',
    );
  });

  test('are drawn from the means of blocks that the result keeps of a large image', () => {
    const result = sampleResult();
    const image = { height: 5, width: 3, channels: 1, layout: 'channels-last' } as const;
    const kept = { ...result, dataset: { ...result.dataset, image }, exhibits: [{ ...exhibit(1, 2, 3, 4, 5, 6), block: 2 }] };
    expect(exhibitPictures(kept).get(0)).toEqual({ height: 3, width: 2, channels: 1, pixels: [1, 2, 3, 4, 5, 6] });
    expect(pictureNote(image, kept.exhibits)).toBe('Pictures are reduced: each pixel shows the mean of 2 × 2 in the input.');
  });
});
