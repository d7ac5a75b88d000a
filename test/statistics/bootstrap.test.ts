import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../src/base/random.ts';
import { bootstrapInterval } from '../../src/statistics/bootstrap.ts';
import { expectAuditError } from '../data/support.ts';

const meanOf = (values: readonly number[]) => (rows: Int32Array) =>
  rows.reduce((sum, i) => sum + (values[i] as number), 0) / rows.length;

describe('bootstrapInterval', () => {
  test('of the mean of a symmetric sample is the normal one', () => {
    const values = Array.from({ length: 400 }, (_, i) => (i - 199.5) / 100);
    const { low, high } = bootstrapInterval(400, meanOf(values), { rng: createRandom(1), resamples: 20_000 });
    // Without bias or acceleration; the bootstrap's variance has n for n − 1. Ends of 20,000 resamples are known to 1% of the width.
    const error = Math.sqrt((400 ** 2 - 1) / 12 / 100 ** 2 / 400);
    expect(Math.abs(high - 1.96 * error)).toBeLessThan(0.1 * error);
    expect(Math.abs(low + 1.96 * error)).toBeLessThan(0.1 * error);
  });

  test('leans toward the longer tail as the second-order theory says', () => {
    const values = Array.from({ length: 100 }, (_, i) => -Math.log(1 - (i + 0.5) / 100));
    const mean = values.reduce((sum, v) => sum + v, 0) / 100;
    const moment = (k: number) => values.reduce((sum, v) => sum + (v - mean) ** k, 0) / 100;
    const { low, high } = bootstrapInterval(100, meanOf(values), { rng: createRandom(2), resamples: 20_000 });
    // Efron (1987): mean + σ/√n (± z + skewness/(6√n) (2z² + 1)) to second order.
    const scale = Math.sqrt(moment(2) / 100);
    const lean = (moment(3) / moment(2) ** 1.5 / (6 * Math.sqrt(100))) * (2 * 1.96 ** 2 + 1);
    expect(lean).toBeGreaterThan(0.2);
    // What is left is of third order, 1/n times powers of z, and the noise of the ends.
    expect(Math.abs((high - mean) / scale - (1.96 + lean))).toBeLessThan(0.15);
    expect(Math.abs((low - mean) / scale - (-1.96 + lean))).toBeLessThan(0.15);
  });

  test('takes resamples in which the estimate is undefined again, and gives up where there are no others', async () => {
    const estimate = (rows: Int32Array) => (new Set(rows).size < 3 ? Number.NaN : rows.reduce((sum, i) => sum + i, 0));
    const { resampled } = bootstrapInterval(3, estimate, { rng: createRandom(3), resamples: 100 });
    expect(Array.from(resampled)).toEqual(new Array(100).fill(3));
    await expectAuditError(
      () => bootstrapInterval(3, () => Number.NaN, { rng: createRandom(3) }),
      'NUMERICAL_FAILURE',
      'Got none in 1000',
    );
  });

  test('of an estimate beyond all resamples is finite', () => {
    // 5 of the records as they are, which a resample of eight does not happen to be, and less of all others.
    const estimate = (rows: Int32Array) =>
      rows.every((row, i) => row === i) && rows.length === 8 ? 5 : (rows[0] as number) / 10;
    const { low, high } = bootstrapInterval(8, estimate, { rng: createRandom(4), resamples: 100 });
    expect([low, high].every(Number.isFinite)).toBe(true);
  });

  test.each([0, 1, Number.NaN])('refuses a level of %d', (level) =>
    expectAuditError(() => bootstrapInterval(3, () => 0, { rng: createRandom(1), level }), 'OPTION_INVALID', `Got ${level}`),
  );
  test.each([0, 2.5])('refuses %d resamples', (resamples) =>
    expectAuditError(
      () => bootstrapInterval(3, () => 0, { rng: createRandom(1), resamples }),
      'OPTION_INVALID',
      `Got ${resamples}`,
    ),
  );
});
