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

  test('gives the same numbers on every machine: results on record can be repeated', () => {
    const firstOf = (seed: number) => {
      const random = createRandom(seed);
      return [random.uniform(), random.integer(1000), random.normal()];
    };
    expect([0, 1, 2, 2 ** 31].map(firstOf)).toEqual([
      [0.21777990607770026, 65, 1.2470865285644281],
      [0.10380350169138974, 6, -0.2521909252817427],
      [0.3888577644417641, 550, -0.7284463275871903],
      [0.9671402916339502, 559, -0.007960987906596169],
    ]);
  });

  test('counts the lowest 32 bits of its seed', () => {
    expect(draws(2 ** 32 + 7, 5)).toEqual(draws(7, 5));
    expect(draws(-1, 5)).toEqual(draws(2 ** 32 - 1, 5));
    expect(draws(-1, 5)).not.toEqual(draws(1, 5));
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

describe('the streams of seeds 0 to 1999, which are those that people choose,', () => {
  const seeds = Array.from({ length: 2000 }, (_, seed) => seed);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const chiSquare = (values: readonly number[], bins: number) => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of values) counts[Math.floor(bins * value)] = (counts[Math.floor(bins * value)] as number) + 1;
    return counts.reduce((sum, count) => sum + (count - values.length / bins) ** 2, 0) / (values.length / bins);
  };
  const NUMBERS: readonly (readonly [string, readonly number[]])[] = [
    ...['first', 'second', 'third'].map(
      (name, i) => [`${name} number`, seeds.map((seed) => draws(seed, 3)[i] as number)] as const,
    ),
    // The middle of the tenth that it stands for: of variance (1 − 1/100)/12.
    ['first whole number below ten', seeds.map((seed) => (createRandom(seed).integer(10) + 0.5) / 10)],
  ];

  test.each(NUMBERS)('have a uniform %s', (_, values) => {
    // Standard errors over 2,000 values: √(1/12)/√2000 = 0.0065 and √(1/180)/√2000 = 0.0017; 5 of each, and what the tenths lack.
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(0.033);
    expect(Math.abs(mean(values.map((value) => (value - 0.5) ** 2)) - 1 / 12)).toBeLessThan(0.0085 + 1 / 1200);
    // Of 9 degrees of freedom, each end with a chance of 3 in 10 million: numbers in step are as little random as crowded ones.
    const statistic = chiSquare(values, 10);
    expect(statistic).toBeGreaterThan(0.17);
    expect(statistic).toBeLessThan(47.7);
  });

  test.each(NUMBERS)('tell nothing by the %s of the one before', (_, values) => {
    const centred = values.map((value) => value - mean(values));
    const products = centred.slice(1).map((value, i) => value * (centred[i] as number));
    // Standard error 1/√1999 = 0.022; 5 of it.
    expect(Math.abs(mean(products) / mean(centred.map((value) => value * value)))).toBeLessThan(0.112);
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
