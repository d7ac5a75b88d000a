import { describe, expect, test } from '@jest/globals';
import { createRandom, sampleWithoutReplacement } from '../../src/base/random.ts';

const draws = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.uniform());
};

describe('a seeded stream', () => {
  test('repeats itself for the same seed and differs for another', () => {
    expect(draws(7, 20)).toEqual(draws(7, 20));
    expect(draws(7, 20)).not.toEqual(draws(8, 20));
  });

  test('gives the numbers it always gave: results on record can be repeated', () => {
    const random = createRandom(1);
    expect([random.uniform(), random.integer(1000), random.normal()]).toEqual([0.9999999832216382, 81, 1.9268731364768261]);
  });

  test('is uniform on [0, 1), whole numbers included', () => {
    const random = createRandom(3);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 7000; i++) {
      const at = random.integer(7);
      counts[at] = (counts[at] as number) + 1;
    }
    // Binomial(7000, 1/7) has standard deviation 29; 5 of them.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(145);
    const values = draws(4, 10_000);
    for (const value of values) expect(value >= 0 && value < 1).toBe(true);
    // Standard error of the mean: √(1/12)/100 = 0.0029.
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / 10_000 - 0.5)).toBeLessThan(0.0145);
  });

  test('gives standard normal numbers, the second of every pair too', () => {
    const random = createRandom(5);
    const count = 20_000;
    const values = Array.from({ length: count }, () => random.normal());
    for (const half of [values.filter((_, i) => i % 2 === 0), values.filter((_, i) => i % 2 === 1)]) {
      const moment = (power: number) => half.reduce((sum, value) => sum + value ** power, 0) / half.length;
      // Standard errors over 10,000 values: 0.01, √2/100 and √96/100; 5 of each.
      expect(Math.abs(moment(1))).toBeLessThan(0.05);
      expect(Math.abs(moment(2) - 1)).toBeLessThan(0.071);
      expect(Math.abs(moment(4) - 3)).toBeLessThan(0.49);
    }
    const pairs = Array.from({ length: count / 2 }, (_, i) => (values[2 * i] as number) * (values[2 * i + 1] as number));
    expect(Math.abs(pairs.reduce((sum, value) => sum + value, 0) / pairs.length)).toBeLessThan(0.05);
  });
});

describe('sampling without replacement', () => {
  test('draws distinct elements and leaves the list as it is', () => {
    const items = [4, 5, 6, 7, 8];
    const sample = sampleWithoutReplacement(items, 3, createRandom(1));
    expect(new Set(sample).size).toBe(3);
    for (const item of sample) expect(items).toContain(item);
    expect(items).toEqual([4, 5, 6, 7, 8]);
  });

  test('of all of them is a permutation', () => {
    expect(sampleWithoutReplacement([1, 2, 3, 4], 4, createRandom(2)).sort()).toEqual([1, 2, 3, 4]);
    expect(sampleWithoutReplacement([1, 2], 0, createRandom(2))).toEqual([]);
  });

  test('draws every pair equally often', () => {
    const random = createRandom(9);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const pair = sampleWithoutReplacement([0, 1, 2, 3], 2, random).sort().join();
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Binomial(6000, 1/6) has standard deviation 29; 5 of them.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
  });
});
