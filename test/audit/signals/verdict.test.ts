import { describe, expect, test } from '@jest/globals';
import { findingOf, SMALL_LEAK } from '../../../src/audit/signals/verdict.ts';

const outcome = (low: number, high: number, tprLow = 0, fprHigh = 0.1) => ({
  auc: { value: (low + high) / 2, low, high },
  operatingPoints: [{ fpr: 0.01, realizedFpr: 0, fprLow: 0, fprHigh, tpr: 0.5, low: tprLow, high: 1, threshold: null }],
});

describe('the finding', () => {
  test('is a leak where the whole interval of the AUC is above one half', () => {
    expect(findingOf(outcome(0.5001, 0.52))).toBe('leak');
    expect(findingOf(outcome(0.5, 0.52))).toBe('none-found');
  });

  test('is a leak where few records are recognised surely, whatever the AUC', () => {
    expect(findingOf(outcome(0.49, 0.53, 0.11, 0.1))).toBe('leak');
    expect(findingOf(outcome(0.49, 0.53, 0.1, 0.1))).toBe('none-found');
  });

  test('is none only where a larger leak is excluded', () => {
    expect(findingOf(outcome(0.45, SMALL_LEAK))).toBe('none-found');
    expect(findingOf(outcome(0.45, SMALL_LEAK + 1e-9))).toBe('too-few-records');
  });

  test('is that something is the wrong way round where members have lower scores', () => {
    expect(findingOf(outcome(0.3, 0.4999, 1, 0))).toBe('reversed');
    expect(findingOf(outcome(0.3, 0.5))).toBe('none-found');
  });
});
