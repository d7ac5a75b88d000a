// Which word is agreement called by? Both sides of every limit.

import { describe, expect, test } from '@jest/globals';
import {
  bestRival,
  correlationText,
  type Finding,
  findingOf,
  mainAgreement,
  rivalNames,
  rivalsByOutcome,
  whyNone,
} from '../../../../reports/sections/validation/agreement.ts';
import { compareAucs, mostExposed } from '../../../../reports/sections/validation/records.ts';
import type { Agreement, ValidatedRecord, ValidationResult } from '../../../../src/audit/validationResult.ts';
import { sampleValidation } from '../../../support/sampleValidation.ts';

const correlation = (value: number, low: number, high: number) => ({ value, low, high });
const agreementWith = (spearman: Agreement['spearman']): Agreement[] => [
  { estimate: 'lood-auc', truth: 'network-auc', spearman, pearson: spearman, kendall: spearman },
];
const noiseWith = (ceiling: number) => ({ reliability: ceiling ** 2, ceiling });

describe('the finding', () => {
  test.each<[Finding, number, number, number, number | null]>([
    ['strong', 0.7, 0.4, 0.9, 0.9],
    ['moderate', 0.69, 0.4, 0.9, 0.9],
    ['moderate', 0.7, 0.39, 0.9, 0.9],
    ['moderate', 0.4, 0.01, 0.7, 0.9],
    ['weak', 0.39, 0.01, 0.7, 0.9],
    ['undecided', 0.39, 0, 0.7, 0.9],
    ['undecided', 0.3, -0.1, 0.4, 0.9],
    ['weak', 0.1, -0.2, 0.39, 0.9],
    ['weak', -0.6, -0.8, -0.3, null],
    ['weak', 0.2, 0.1, 0.3, 0.5],
    ['undecided', 0.2, 0.1, 0.3, 0.49],
    // What is seen through noise is there all the same.
    ['moderate', 0.45, 0.1, 0.6, 0.49],
    ['strong', 0.8, 0.6, 0.9, null],
  ])('is %s for %d, from %d to %d, under a ceiling of %d', (finding, value, low, high, ceiling) => {
    const noise = ceiling === null ? null : noiseWith(ceiling);
    expect(findingOf({ agreement: agreementWith(correlation(value, low, high)), noise })).toBe(finding);
  });

  test('is undecided without the correlation, and says why there is none', () => {
    const few = sampleValidation({ examined: 3, records: 30, classes: 3 });
    expect(findingOf(few)).toBe('undecided');
    expect(whyNone(few)).toBe('a correlation takes 5 records at least, and here are 3');
    expect(whyNone({ records: few.records.slice(0, 1) })).toBe('a correlation takes 5 records at least, and here is 1');
    const alike = sampleValidation({ leakage: 'all-zero', examined: 10, records: 30 });
    expect(findingOf(alike)).toBe('undecided');
    expect(whyNone(alike)).toBe('no correlation exists, since one of the two is the same for all 10 records');
  });

  test('goes by the AUC of both sides and by ranks alone', () => {
    const { agreement } = sampleValidation();
    const others = agreement.filter(({ estimate, truth }) => estimate !== 'lood-auc' || truth !== 'network-auc');
    expect(mainAgreement({ agreement: others })).toBeUndefined();
    const main = agreement.find(({ estimate, truth }) => estimate === 'lood-auc' && truth === 'network-auc');
    expect(mainAgreement({ agreement })).toBe(main?.spearman);
  });
});

test('a correlation never rounds to one, and has a true minus', () => {
  expect(correlationText(correlation(0.8, -0.125, 0.998))).toBe('0.80 (95% interval −0.13 to above 0.99)');
});

describe('rivals', () => {
  const comparison = (than: Agreement['estimate'], low: number, high: number) => ({ than, difference: 0, low, high, share: 0.5 });
  test('are better or worse only where the interval leaves no doubt', () => {
    const comparisons: ValidationResult['comparisons'] = [
      comparison('influence', 0.01, 0.2),
      comparison('trac-in', 0, 0.2),
      comparison('loss', -0.2, 0),
      comparison('negative-margin', -0.2, -0.01),
    ];
    const { worse, alike, better } = rivalsByOutcome({ comparisons });
    expect([worse, alike, better].map(rivalNames)).toEqual([
      'the influence function',
      'TracIn and the training loss',
      'the negative margin',
    ]);
  });

  test('have a best one, by the AUC of networks alone', () => {
    const result = sampleValidation();
    const values = result.agreement
      .filter(({ estimate, truth }) => truth === 'network-auc' && !estimate.startsWith('lood'))
      .map(({ spearman }) => spearman.value);
    expect(bestRival(result)?.spearman.value).toBe(Math.max(...values));
    expect(bestRival(sampleValidation({ rivals: false }))).toBeUndefined();
  });
});

describe('single records', () => {
  const [sample] = sampleValidation().records as [ValidatedRecord];
  const recordWith = (record: number, auc: number, [value, low, high]: readonly [number, number, number]): ValidatedRecord => ({
    ...sample,
    record,
    auc,
    network: { ...sample.network, auc: value, aucLow: low, aucHigh: high },
  });
  const records = [
    recordWith(1, 0.6, [0.55, 0.5, 0.6]),
    recordWith(2, 0.9, [0.6, 0.5, 0.7]),
    recordWith(3, 0.55, [0.8, 0.7, 0.9]),
    recordWith(4, 0.53, [0.55, 0.53, 0.6]),
  ];

  test('are compared with the ends of their intervals, which belong to them', () => {
    const { within, above, below, medianLood, medianNetwork, medianDifference } = compareAucs(records);
    expect([within, above, below]).toEqual([2, 1, 1]);
    expect(medianLood).toBeCloseTo(0.575, 12);
    expect(medianNetwork).toBeCloseTo(0.575, 12);
    expect(medianDifference).toBeCloseTo(0.015, 12);
  });

  test('stand by what was measured, equal ones by what was computed', () => {
    expect(mostExposed(records).map(({ record }) => record)).toEqual([3, 2, 1, 4]);
  });
});
