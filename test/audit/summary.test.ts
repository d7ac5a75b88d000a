import { describe, expect, test } from '@jest/globals';
import type { RecordResult } from '../../src/audit/result.ts';
import { agreementOf, averageRanks, correlation, summarize, summarizeRecords } from '../../src/audit/summary.ts';
import { sampleResult } from '../support/sampleResult.ts';

const template = sampleResult({ records: 3, classes: 2 }).records[0] as RecordResult;

/** Records with these KLs and mean distances, and otherwise all alike. */
function recordsWith(kls: readonly number[], meanDistances: readonly number[] = kls): RecordResult[] {
  return kls.map((kl, record) => ({ ...template, record, kl, meanDistance: meanDistances[record] as number }));
}

const quantile = (values: readonly number[], probability: number) =>
  summarize(values).quantiles.find((item) => item.probability === probability)?.value;

describe('summarize', () => {
  test('gives mean, extremes and quantiles of a hundred and one numbers, whatever their order', () => {
    const values = Array.from({ length: 101 }, (_, i) => (i * 37) % 101);
    expect(summarize(values)).toEqual({
      mean: expect.closeTo(50, 10),
      min: 0,
      max: 100,
      quantiles: [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map((probability) => ({
        probability,
        value: expect.closeTo(100 * probability, 10),
      })),
    });
  });

  test('interpolates between order statistics as R’s type 7 and NumPy do', () => {
    expect(quantile([4, 1, 3, 2], 0.25)).toBeCloseTo(1.75, 12);
    expect(quantile([10, 20], 0.05)).toBeCloseTo(10.5, 12);
    expect(quantile([1, 2, 3, 4, 10], 0.99)).toBeCloseTo(9.76, 12);
  });

  test('of one number is that number', () => {
    const { mean, min, max, quantiles } = summarize([7]);
    expect([mean, min, max, ...quantiles.map(({ value }) => value)]).toEqual(Array(10).fill(7));
  });

  test('sorts by size, not by digits, and leaves its argument alone', () => {
    const values = [100, 9, -20];
    expect(quantile(values, 0.5)).toBe(9);
    expect(values).toEqual([100, 9, -20]);
  });

  test('stays finite where the sum of the numbers would not', () => {
    expect(summarize([1.7e308, 1.7e308]).mean).toBeCloseTo(1.7e308, -300);
  });
});

describe('averageRanks', () => {
  test.each([
    [[], []],
    [[5], [1]],
    [
      [30, 10, 20],
      [3, 1, 2],
    ],
    [
      [10, 20, 20, 30],
      [1, 2.5, 2.5, 4],
    ],
    [
      [2, 2, 2],
      [2, 2, 2],
    ],
    [
      [1, 1, 0, 0],
      [3.5, 3.5, 1.5, 1.5],
    ],
  ])('of %j are %j', (values, ranks) => expect(averageRanks(values)).toEqual(ranks));
});

describe('correlation', () => {
  test('is 1, −1 or 0 where it should be, and does not exist for constants', () => {
    expect(correlation([1, 2, 3], [10, 20, 30])).toBe(1);
    expect(correlation([1, 2, 3], [3, 2, 1])).toBe(-1);
    expect(correlation([-1, 0, 1], [1, 0, 1])).toBe(0);
    expect(correlation([1, 2], [5, 5])).toBeNull();
    expect(correlation([], [])).toBeNull();
  });

  test('does not exist for constants whose mean is rounded, nor for values that differ by rounding alone', () => {
    for (let n = 2; n < 100; n++) {
      const varied = Array.from({ length: n }, (_, i) => Math.sin(i));
      expect(correlation(Array(n).fill(0.1), varied)).toBeNull();
      const nearly = varied.map((value) => 1 + 1e-13 * value);
      expect(correlation(nearly, varied)).toBeNull();
      expect(
        agreementOf(
          recordsWith(
            nearly,
            varied.map((value) => value + 2),
          ),
        ),
      ).toMatchObject({ spearman: null, pearsonLog: null });
    }
  });
});

describe('agreement of KL and mean distance', () => {
  test('is Spearman’s correlation, ties sharing their ranks', () => {
    // Ranks 1…5 against 1, 2, 3.5, 5, 3.5: covariance 8, deviations 10 and 9.5.
    const { spearman } = agreementOf(recordsWith([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]));
    expect(spearman).toBeCloseTo(8 / Math.sqrt(10 * 9.5), 12);
  });

  test('is perfect for any increasing relation, and linear in logarithms for a power', () => {
    const kls = [0.1, 2, 0.5, 30, 7];
    const agreement = agreementOf(
      recordsWith(
        kls,
        kls.map((kl) => 3 * kl ** 2),
      ),
    );
    expect([agreement.spearman, agreement.pearsonLog]).toEqual([1, expect.closeTo(1, 12)]);
  });

  test('counts how many of the most exposed tenth are shared', () => {
    const kls = Array.from({ length: 30 }, (_, i) => i + 1);
    const others = kls.map((kl, i) => (i === 29 ? 0.5 : kl));
    expect(agreementOf(recordsWith(kls, others)).topOverlap).toEqual({ k: 3, shared: 2 });
    expect(agreementOf(recordsWith([1, 2, 3], [3, 2, 1])).topOverlap).toEqual({ k: 1, shared: 0 });
  });

  test('does not exist where a measure is the same for all, and takes logarithms of positive numbers alone', () => {
    expect(agreementOf(recordsWith([1, 1, 1], [1, 2, 3]))).toMatchObject({ spearman: null, pearsonLog: null });
    expect(agreementOf(recordsWith([0, 1, 10, 100], [0, 1, 10, 100])).pearsonLog).toBeCloseTo(1, 12);
    expect(agreementOf(recordsWith([0, 0], [0, 0]))).toEqual({
      spearman: null,
      pearsonLog: null,
      topOverlap: { k: 1, shared: 1 },
    });
  });
});

test('the summary by class counts and summarizes each class alone', () => {
  const { records } = sampleResult({ records: 60, classes: 3 });
  const { byClass, kl } = summarizeRecords(records, 3);
  expect(byClass.map((item) => item.classIndex)).toEqual([0, 1, 2]);
  for (const { classIndex, records: count, kl: ofClass, highRisk } of byClass) {
    const members = records.filter((record) => record.classIndex === classIndex);
    expect(count).toBe(members.length);
    expect(ofClass).toEqual(summarize(members.map((record) => record.kl)));
    expect(highRisk).toBe(members.filter(({ tier }) => tier === 'high').length);
  }
  expect(byClass.reduce((sum, item) => sum + item.records, 0)).toBe(60);
  expect(Math.max(...byClass.map((item) => item.kl.max))).toBe(kl.max);
});
