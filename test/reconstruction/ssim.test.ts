import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ImageShape } from '../../src/data/dataset.ts';
import type { PixelRange } from '../../src/reconstruction/pixelRange.ts';
import { ssim } from '../../src/reconstruction/ssim.ts';
import { expectAuditError } from '../data/support.ts';
import { readGolden } from '../support/readGolden.ts';

/**
 * Absolute. The library takes variances as means of squares less squares of means, of numbers up to 255² = 65,000 with 16 digits, beside
 * constants of 6.5 and 58: about 1e-12.
 */
const LIBRARY = 1e-11;

interface ImageCase {
  readonly name: string;
  readonly image: ImageShape;
  readonly low: number;
  readonly high: number;
  readonly truth: readonly number[];
  readonly reconstruction: readonly number[];
  readonly ssim: number;
}

const rangeOf = ({ low, high }: { low: number; high: number }): PixelRange => ({ low, high, peak: high - low });
const grey = (height: number, width: number): ImageShape => ({ height, width, channels: 1, layout: 'channels-last' });
const BYTES = rangeOf({ low: 0, high: 255 });
const bytes = (length: number) => fc.array(fc.integer({ min: 0, max: 255 }), { minLength: length, maxLength: length });
const ramp = Array.from({ length: 144 }, (_, i) => i);

describe('ssim', () => {
  const { rows } = readGolden<{ rows: readonly ImageCase[] }>('reconstruction/images.json');
  test.each(rows.map((row) => [row.name, row] as const))('%s: agrees with scikit-image', (_, row) => {
    const found = ssim(row.reconstruction, row.truth, row.image, rangeOf(row)) as number;
    expect(Math.abs(found - row.ssim)).toBeLessThanOrEqual(LIBRARY);
  });

  test('is at most 1, symmetric, and 1 for a copy', () =>
    fc.assert(
      fc.property(bytes(132), bytes(132), (a, b) => {
        const found = ssim(a, b, grey(11, 12), BYTES) as number;
        expect(Math.abs(found)).toBeLessThanOrEqual(1 + LIBRARY);
        expect(ssim(b, a, grey(11, 12), BYTES)).toBeCloseTo(found, 12);
        expect(ssim(a, a, grey(11, 12), BYTES)).toBeCloseTo(1, 12);
      }),
      { numRuns: 30 },
    ));

  test('does not depend on unit and layout', () => {
    const [a, b] = [ramp, ramp.map((value, i) => (value * (7 + i)) % 250)];
    const found = ssim(a, b, grey(12, 12), BYTES) as number;
    const shares = (v: number[]) => v.map((value) => value / 255 - 3);
    expect(ssim(shares(a), shares(b), grey(12, 12), rangeOf({ low: -3, high: -2 }))).toBe(found);
    const grouped = (v: number[]) => [...v, ...v, ...v];
    const mixed = (v: number[]) => v.flatMap((value) => [value, value, value]);
    const colours = { height: 12, width: 12, channels: 3 };
    expect(ssim(grouped(a), grouped(b), { ...colours, layout: 'channels-first' }, BYTES)).toBe(found);
    expect(ssim(mixed(a), mixed(b), { ...colours, layout: 'channels-last' }, BYTES)).toBe(found);
  });

  test('sees nothing below half a byte or beyond the range', () => {
    const near = ramp.map((value) => value + 0.49);
    expect(ssim(near, ramp, grey(12, 12), BYTES)).toBeCloseTo(1, 12);
    const [black, below] = [ramp.map(() => 0), ramp.map((value) => -value)];
    expect(ssim(below, black, grey(12, 12), BYTES)).toBeCloseTo(1, 12);
  });

  test('images are not made smaller first', () => {
    // Every second pixel black: a mean over 2 × 2 would be grey throughout.
    const side = 600;
    const board = Array.from({ length: side ** 2 }, (_, i) => (((i % side) + Math.floor(i / side)) % 2) * 255);
    const inverse = board.map((value) => 255 - value);
    expect(ssim(board, inverse, grey(side, side), BYTES)).toBeLessThan(-0.9);
  });

  test.each([
    ['records are no images', undefined, BYTES],
    ['there is no range', grey(12, 12), null],
    ['the image is lower than the window', grey(10, 20), BYTES],
    ['the image is narrower than the window', grey(20, 10), BYTES],
    ['there are more channels than colours', { ...grey(12, 12), channels: 5 }, BYTES],
  ] as const)('is null where %s', (_, image, range) => {
    const length = image === undefined ? 4 : image.height * image.width * image.channels;
    const values = new Float64Array(length);
    expect(ssim(values, values, image, range)).toBeNull();
  });

  test('refuses values that are not finite, of another number than the shape’s, or of different numbers', async () => {
    await expectAuditError(() => ssim([NaN, ...ramp.slice(1)], ramp, grey(12, 12), BYTES), 'NOT_FINITE');
    await expectAuditError(() => ssim(ramp, ramp, grey(12, 13), BYTES), 'SHAPE_MISMATCH', '12 × 13 × 1');
    await expectAuditError(() => ssim(ramp.slice(1), ramp, grey(12, 12), BYTES), 'SHAPE_MISMATCH', 'Got 143');
  });
});
