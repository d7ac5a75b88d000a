import { describe, expect, test } from '@jest/globals';
import { CSV_COLUMNS } from '../../reports/tables/recordsCsv.ts';
import { LIMIT_METRICS, type LimitMetric } from '../../src/audit/options.ts';
import type { RecordResult } from '../../src/audit/result.ts';
import { tierOf } from '../../src/audit/tiers.ts';
import { verdictOf } from '../../src/audit/verdict.ts';
import { sampleResult } from '../support/sampleResult.ts';

/** The next number below 0.1. */
const JUST_BELOW = 0.1 - 2 ** -56;

describe('tiers', () => {
  test.each([
    [0.1, 0.1, 'high'],
    [0.1, 0.9, 'high'],
    [1, 1, 'high'],
    [JUST_BELOW, 0.1, 'elevated'],
    [0, 0.1, 'elevated'],
    [JUST_BELOW, 1, 'elevated'],
    [JUST_BELOW, JUST_BELOW, 'low'],
    [0.001, 0.01, 'low'],
  ] as const)('found %p of the time at 0.1%% and %p at 1%% false accusations: %s', (at001, at1, tier) => {
    expect(JUST_BELOW).toBeLessThan(0.1);
    expect(tierOf(at001, at1)).toBe(tier);
  });
});

describe('the verdict', () => {
  const { records } = sampleResult({ records: 50, classes: 2 });

  test('counts every record in one tier, and says the rules', () => {
    const { tiers } = verdictOf(records);
    expect(tiers.map(({ id }) => id)).toEqual(['high', 'elevated', 'low']);
    expect(tiers.reduce((sum, tier) => sum + tier.records, 0)).toBe(50);
    for (const { id, records: count, rule } of tiers) {
      expect(count).toBe(records.filter(({ tier }) => tier === id).length);
      expect(rule.length).toBeGreaterThan(10);
    }
  });

  test('finds a limit exceeded above it, not at it', () => {
    const aucs = [0.6, 0.75, 0.75, 0.9];
    const four = aucs.map((auc, record) => ({ ...(records[0] as RecordResult), record: 10 + record, auc }));
    const outcome = (limit: number) => verdictOf(four, { auc: limit }).failAbove[0];
    expect(outcome(0.9)).toEqual({ metric: 'auc', limit: 0.9, worst: 0.9, record: 13, exceeded: false, recordsAbove: 0 });
    expect(outcome(0.75)).toMatchObject({ exceeded: true, recordsAbove: 1 });
    expect(outcome(0.7)).toMatchObject({ exceeded: true, recordsAbove: 3 });
    expect(outcome(0.9 - Number.EPSILON)).toMatchObject({ exceeded: true });
  });

  test('takes limits on every metric, each a column of records.csv', () => {
    const limits = Object.fromEntries(Object.keys(LIMIT_METRICS).map((metric) => [metric, 0]));
    const { failAbove } = verdictOf(records, limits);
    expect(failAbove.map(({ metric }) => metric)).toEqual(Object.keys(LIMIT_METRICS));
    for (const { metric, worst, record } of failAbove) {
      const values = records.map(LIMIT_METRICS[metric as LimitMetric]);
      expect(worst).toBe(Math.max(...values));
      expect(values[records.findIndex((item) => item.record === record)]).toBe(worst);
      expect(CSV_COLUMNS).toContain(metric);
    }
  });

  test('has no outcome of limits without limits', () => expect(verdictOf(records).failAbove).toEqual([]));
});
