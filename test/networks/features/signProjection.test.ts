import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../src/base/random.ts';
import { signProjection } from '../../../src/networks/features/signProjection.ts';
import { EXACT, MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';
import { relativeDifference } from './support.ts';

const normals = (length: number, seed: number) => {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
};
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from({ length: a.length }, (_, i) => (a[i] as number) * (b[i] as number)).reduce((sum, value) => sum + value, 0);

/** The whole matrix, [length, dimensions]: the projections of all unit vectors. */
function dense(length: number, dimensions: number, seed: number): number[][] {
  const units = new Float32Array(length * length);
  for (let i = 0; i < length; i++) units[i * length + i] = 1;
  const rows = signProjection(units, length, dimensions, seed);
  return Array.from({ length }, (_, i) => Array.from(rows.subarray(i * dimensions, (i + 1) * dimensions)));
}

describe('the projection of long vectors', () => {
  test('puts ±1/√8 into one place of each of eight segments', () => {
    for (const row of dense(40, 50, 3)) {
      const places = row.flatMap((value, j) => (value === 0 ? [] : [j]));
      expect(places.map((j) => row[j]).every((value) => Math.abs(value as number) === 1 / Math.sqrt(8))).toBe(true);
      // Segments begin at ⌊50 j/8⌋.
      expect(places.map((j) => [0, 6, 12, 18, 25, 31, 37, 43].findLastIndex((start) => start <= j))).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7,
      ]);
    }
  });

  test('uses every place and both signs about equally often', () => {
    const matrix = dense(1000, 16, 1);
    const counts = Array.from({ length: 16 }, (_, j) => matrix.filter((row) => (row[j] as number) > 0).length);
    // 1000 coordinates, in each segment two places and two signs: 250 each, with a standard deviation of √(1000 · ¼ · ¾).
    for (const count of counts)
      expect(Math.abs(count - 250)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * Math.sqrt(1000 * 0.1875));
  });

  test('is the product with that matrix, also across the blocks that it is drawn in', () => {
    const length = 5000;
    const vector = normals(length, 2);
    const whole = signProjection(vector, length, 7, 9);
    const sum = new Float64Array(7);
    for (const at of [0, 4095, 4096, 4999]) {
      const unit = new Float32Array(length);
      unit[at] = vector[at] as number;
      const rest = vector.slice();
      rest[at] = 0;
      const [one, others] = [signProjection(unit, length, 7, 9), signProjection(rest, length, 7, 9)];
      one.forEach((value, j) => {
        sum[j] = value + (others[j] as number);
      });
      expect(relativeDifference(sum, whole)).toBeLessThan(1e3 * EXACT);
      expect(one.filter((value) => value !== 0)).toHaveLength(7);
    }
  });

  test('keeps lengths exactly where one number is left of one coordinate', () => {
    expect(Math.abs(signProjection(Float32Array.of(3), 1, 1, 0)[0] as number)).toBe(3);
  });

  test('is the same for the same seed, whatever is projected with a vector, and another for another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 30 }), fc.integer(), (length, dimensions, seed) => {
        const vectors = normals(3 * length, seed);
        const together = signProjection(vectors, length, dimensions, seed);
        const alone = signProjection(vectors.slice(length, 2 * length), length, dimensions, seed);
        expect(together.subarray(dimensions, 2 * dimensions)).toEqual(alone);
      }),
      { numRuns: 50 },
    );
    const vector = normals(100, 1);
    expect(signProjection(vector, 100, 20, 1)).not.toEqual(signProjection(vector, 100, 20, 2));
  });

  test.each<[string, (i: number) => Float32Array]>([
    ['of normal numbers', (i) => normals(100, i)],
    ['with one large coordinate', (i) => normals(100, i).map((value, j) => (j === 7 ? 40 : value))],
    ['of few coordinates', (i) => normals(100, i).map((value, j) => (j % 33 === 0 ? value : 0))],
  ])('gives inner products without bias and with the variance of a dense projection: %s', (_, vector) => {
    const [x, y] = [vector(1), vector(2)];
    const both = Float32Array.of(...x, ...y);
    const [k, draws] = [64, 1000];
    const errors = Array.from({ length: draws }, (_, seed) => {
      const projected = signProjection(both, 100, k, seed);
      return dot(projected.subarray(0, k), projected.subarray(k)) - dot(x, y);
    });
    const variance = dot(errors, errors) / draws;
    const bound = (dot(x, x) * dot(y, y) + dot(x, y) ** 2) / k;
    const mean = errors.reduce((sum, error) => sum + error, 0) / draws;
    expect(Math.abs(mean)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * Math.sqrt(bound / draws));
    // The estimate of a variance from 1,000 draws has a standard error of about 4.5%, more with heavy tails.
    expect(variance).toBeLessThan(bound * 1.25);
  });

  test('keeps angles among 40 vectors of 20,000 coordinates to 1/√k', () => {
    const [count, length, k] = [40, 20_000, 512];
    const vectors = normals(count * length, 5);
    const projected = signProjection(vectors, length, k, 1);
    const errors: number[] = [];
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < a; b++) {
        const [x, y] = [a, b].map((i) => vectors.subarray(i * length, (i + 1) * length)) as [Float32Array, Float32Array];
        const [px, py] = [a, b].map((i) => projected.subarray(i * k, (i + 1) * k)) as [Float64Array, Float64Array];
        errors.push((dot(px, py) - dot(x, y)) / Math.sqrt(dot(x, x) * dot(y, y)));
      }
    }
    const rms = Math.sqrt(dot(errors, errors) / errors.length);
    // 780 errors that are nearly independent: 2.5% of standard error.
    expect(rms * Math.sqrt(k)).toBeGreaterThan(0.85);
    expect(rms * Math.sqrt(k)).toBeLessThan(1.15);
    expect(Math.max(...errors.map(Math.abs)) * Math.sqrt(k)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS);
  });
});
