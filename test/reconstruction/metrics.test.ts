import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AuditError } from '../../src/base/errors.ts';
import { cosine, psnr, relativeL2 } from '../../src/reconstruction/metrics.ts';
import { expectAuditError } from '../data/support.ts';
import { readGolden } from '../support/readGolden.ts';
import { EXACT, GOLDEN } from '../support/tolerances.ts';

/** From magnitudes of which squares are beyond float64 on both sides. */
const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: -3, max: 3, noNaN: true }));
const pair = fc
  .integer({ min: 1, max: 12 })
  .chain((d) => fc.tuple(fc.array(value, { minLength: d, maxLength: d }), fc.array(value, { minLength: d, maxLength: d })));
/** Zero, or large enough that no product with a factor of the tests rounds to fewer digits. */
const usual = fc.double({ min: -3, max: 3, noNaN: true }).map((x) => (Math.abs(x) < 1e-100 ? 0 : x));
const triple = fc
  .integer({ min: 2, max: 12 })
  .chain((d) => fc.array(fc.array(usual, { minLength: d, maxLength: d }), { minLength: 3, maxLength: 3 }));
const norm = (v: readonly number[]): number => Math.hypot(...v);
const times = (c: number, v: readonly number[]): number[] => v.map((x) => c * x);
const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, j) => x - (b[j] as number));

describe('cosine', () => {
  test('is that of known angles', () => {
    expect(cosine([1, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2, 15);
    expect(cosine([3, 4], [-4, 3])).toBe(0);
    expect(cosine([1, 2, 3], [-2, -4, -6])).toBe(-1);
  });

  test('lies in [−1, 1], is symmetric, and is 1 of a vector with itself, whatever the magnitudes', () =>
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const c = cosine(a, b);
        expect(c).toBeGreaterThanOrEqual(-1);
        expect(c).toBeLessThanOrEqual(1);
        expect(cosine(b, a)).toBe(c);
        expect(cosine(a, a)).toBe(a.every((x) => x === 0) ? 0 : 1);
      }),
    ));

  test('does not change with the scale of either vector, and changes its sign with one of them', () =>
    fc.assert(
      fc.property(triple, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), ([a = [], b = []], c) => {
        expect(Math.abs(cosine(times(c, a), b) - cosine(a, b))).toBeLessThanOrEqual(EXACT);
        expect(cosine(times(-1, a), b)).toBe(0 - cosine(a, b));
      }),
    ));

  test('arccosines are a metric of directions: the triangle inequality holds', () =>
    fc.assert(
      fc.property(triple, ([a = [], b = [], c = []]) => {
        fc.pre([a, b, c].every((v) => norm(v) > 0));
        const angle = (x: number[], y: number[]) => Math.acos(cosine(x, y));
        // arccos turns rounding of 1e-16 near 1 into 1e-8.
        expect(angle(a, c)).toBeLessThanOrEqual(angle(a, b) + angle(b, c) + 1e-7);
      }),
    ));

  test('is 0 for a zero vector, which has no direction', () => {
    expect(cosine([0, 0], [1, 2])).toBe(0);
    expect(cosine([0, 0], [0, 0])).toBe(0);
  });
});

describe('relativeL2', () => {
  test('is the norm of the error relative to that of the record', () => {
    expect(relativeL2([3, 5], [3, 4])).toBe(0.2);
    expect(relativeL2([0, 0], [3, 4])).toBe(1);
  });

  test('in the input’s units, each value is weighed by 1/scale and the record counts from the mean', () => {
    const [mean, scale] = [10, [2, 5]];
    const [raw, truth] = [
      [16, 25],
      [12, 20],
    ];
    const standardized = (v: number[]) => v.map((x, j) => (x - mean) / (scale[j] as number));
    const expected = Math.hypot(4 / 2, 5 / 5) / Math.hypot(2 / 2, 10 / 5);
    expect(relativeL2(standardized(raw), standardized(truth))).toBeCloseTo(expected, 14);
  });

  test('is 0 for a copy alone, absolutely homogeneous in the error, and does not change with a common scale', () =>
    fc.assert(
      fc.property(triple, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), ([r = [], x = []], c) => {
        fc.pre(norm(x) > 0);
        const error = relativeL2(r, x);
        expect(error === 0).toBe(r.every((value, j) => value === x[j]));
        expect(relativeL2(x, x)).toBe(0);
        const tolerance = EXACT * (1 + error);
        expect(Math.abs(relativeL2(times(c, r), times(c, x)) - error)).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(error - norm(minus(r, x)) / norm(x))).toBeLessThanOrEqual(tolerance);
      }),
    ));

  test('is finite or an error whatever the magnitudes', () =>
    fc.assert(
      fc.property(pair, ([r, x]) => {
        try {
          expect(relativeL2(r, x)).toBeGreaterThanOrEqual(0);
          expect(relativeL2(r, x)).toBeLessThan(Infinity);
        } catch (error) {
          expect(error).toBeInstanceOf(AuditError);
          expect(['RECORDS_INVALID', 'NUMERICAL_FAILURE']).toContain((error as AuditError).code);
        }
      }),
    ));

  test('keeps its digits where squares would under- or overflow', () => {
    expect(relativeL2([3e-200, 5e-200], [3e-200, 4e-200])).toBeCloseTo(0.2, 14);
    expect(relativeL2([3e200, 5e200], [3e200, 4e200])).toBeCloseTo(0.2, 14);
  });

  test('of a record that is zero is 0 for a copy and an error otherwise', async () => {
    expect(relativeL2([0, 0], [0, 0])).toBe(0);
    await expectAuditError(() => relativeL2([1, 0], [0, 0]), 'RECORDS_INVALID', 'equal to the mean');
  });
});

interface ImageCase {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly truth: readonly number[];
  readonly reconstruction: readonly number[];
  readonly psnr: number;
}

describe('psnr', () => {
  const { rows } = readGolden<{ rows: readonly ImageCase[] }>('reconstruction/images.json');
  test.each(rows.map((row) => [row.name, row] as const))('%s: agrees with scikit-image', (_, row) => {
    const found = psnr(row.reconstruction, row.truth, row.high - row.low) as number;
    expect(Math.abs(found - row.psnr)).toBeLessThanOrEqual(GOLDEN * Math.abs(row.psnr));
  });

  test('is 0 dB for errors as large as the range, and 20 dB more for a tenth of them', () => {
    expect(psnr([255, 0], [0, 255], 255)).toBeCloseTo(0, 12);
    expect(psnr([25.5, 229.5], [0, 255], 255)).toBeCloseTo(20, 12);
  });

  test('does not depend on the unit', () =>
    expect(psnr([0.2, 0.7], [0.1, 0.9], 1)).toBeCloseTo(psnr([51, 178.5], [25.5, 229.5], 255) as number, 12));

  test('is null for a copy and where records are no images', () => {
    expect(psnr([1, 2], [1, 2], 255)).toBeNull();
    expect(psnr([1, 2], [1, 3], null)).toBeNull();
  });

  test.each([0, -1, NaN, Infinity])('refuses a peak of %d', (peak) =>
    expectAuditError(() => psnr([1], [2], peak), 'OPTION_INVALID', `Got ${peak}`),
  );
});

describe.each([
  ['cosine', cosine],
  ['relativeL2', relativeL2],
  ['psnr', (a: number[], b: number[]) => psnr(a, b, 1)],
])('%s', (_, metric) => {
  test('refuses vectors of different lengths, or of none', async () => {
    await expectAuditError(() => metric([1, 2], [1]), 'SHAPE_MISMATCH', 'of as many values as the record (1). Got 2');
    await expectAuditError(() => metric([], []), 'SHAPE_MISMATCH');
  });

  test.each([NaN, Infinity, -Infinity])('refuses %d in either', async (bad) => {
    await expectAuditError(() => metric([1, bad], [1, 2]), 'NOT_FINITE', `in the reconstruction. Got ${bad} at place 1`);
    await expectAuditError(() => metric([1, 2], [bad, 2]), 'NOT_FINITE', `in the record. Got ${bad} at place 0`);
  });
});
