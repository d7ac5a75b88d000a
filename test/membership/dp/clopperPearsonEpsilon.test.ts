import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import jStat from 'jstat';
import {
  type AttackCounts,
  type ClopperPearsonOptions,
  clopperPearsonEpsilon,
} from '../../../src/membership/dp/clopperPearsonEpsilon.ts';
import { expectAuditError } from '../../data/support.ts';
import { EXACT } from '../../support/tolerances.ts';
import { binomial, rightShare } from './support.ts';

const counts = (truePositives: number, positives: number, falsePositives: number, negatives: number): AttackCounts => ({
  truePositives,
  positives,
  falsePositives,
  negatives,
});

/** What jstat's beta quantiles, right to 1e-8, make of the same definition. */
function byBetaQuantiles({ truePositives, positives, falsePositives, negatives }: AttackCounts, delta: number, tail: number) {
  const upper = (k: number, n: number) => (k === n ? 1 : jStat.ibetainv(1 - tail, k + 1, n - k));
  const fnr = upper(positives - truePositives, positives);
  const fpr = upper(falsePositives, negatives);
  return Math.max(0, Math.log((1 - fnr - delta) / fpr) || 0, Math.log((1 - fpr - delta) / fnr) || 0);
}

/** P(bound > ε) for an attack with these rates, exactly. */
function exceedance(each: number, tpr: number, fpr: number, epsilon: number, options: ClopperPearsonOptions): number {
  const [hits, alarms] = [binomial(each, tpr), binomial(each, fpr)];
  let sum = 0;
  for (let tp = 0; tp <= each; tp++) {
    for (let fp = 0; fp <= each; fp++) {
      if (clopperPearsonEpsilon(counts(tp, each, fp, each), options).epsilon <= epsilon) continue;
      sum += (hits[tp] as number) * (alarms[fp] as number);
    }
  }
  return sum;
}

describe('clopperPearsonEpsilon', () => {
  test('of 500 hits in 500 and no false alarm in 500, at 99%, is 4.5419', () => {
    const bound = clopperPearsonEpsilon(counts(500, 500, 0, 500), { level: 0.99 });
    expect(bound.epsilon).toBeCloseTo(4.5419, 4);
    // (α/2)^(1/n) and its complement.
    expect(bound.tprLow).toBeCloseTo(0.005 ** (1 / 500), 14);
    expect(bound.fprHigh).toBeCloseTo(1 - 0.005 ** (1 / 500), 14);
    expect(bound).toMatchObject({ delta: 0, level: 0.99, logRatio: bound.epsilon, isReversed: false });
  });

  test.each([
    // mpmath's beta quantiles in 30 digits: 3.851339908917. The 3.851341 that is handed around has a wrong last digit.
    [100, 10, 3.85134],
    [90, 5, 5.242922],
  ])('of %d of 110 against %d of 80 has the ratio %d of its rates', (tp, fp, ratio) => {
    const { tprLow, fprHigh } = clopperPearsonEpsilon(counts(tp, 110, fp, 80));
    expect(tprLow / fprHigh).toBeCloseTo(ratio, 6);
  });

  test('takes the larger of both inequalities, which share their intervals', () => {
    const members = clopperPearsonEpsilon(counts(90, 110, 5, 80));
    expect(members.from).toBe('members');
    expect(members.epsilon).toBeCloseTo(Math.log(members.tprLow / members.fprHigh), 14);
    const nonMembers = clopperPearsonEpsilon(counts(100, 110, 10, 80));
    expect(nonMembers.from).toBe('nonMembers');
    expect(nonMembers.epsilon).toBeCloseTo(Math.log((1 - nonMembers.fprHigh) / (1 - nonMembers.tprLow)), 14);
    // Turned round, members and others change places.
    expect(clopperPearsonEpsilon(counts(70, 80, 10, 110)).epsilon).toBeCloseTo(nonMembers.epsilon, 13);
  });

  const someCounts = fc
    .tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }))
    .chain(([p, n]) => fc.tuple(fc.integer({ min: 0, max: p }), fc.constant(p), fc.integer({ min: 0, max: n }), fc.constant(n)))
    .map((values) => counts(...values));
  const someLevel = fc.double({ min: 0.05, max: 0.999, noNaN: true });
  const someDelta = fc.double({ min: 0, max: 0.5, noNaN: true });

  test('agrees with beta quantiles', () =>
    fc.assert(
      fc.property(someCounts, someLevel, someDelta, (of, level, delta) => {
        const { epsilon } = clopperPearsonEpsilon(of, { level, delta });
        // A difference to δ can lose what jstat has of digits.
        if (epsilon > 0.01) expect(Math.abs(epsilon - byBetaQuantiles(of, delta, (1 - level) / 2))).toBeLessThan(1e-5);
      }),
    ));

  test('falls with δ and level, rises with hits and falls with false alarms while the attack is better than chance', () =>
    fc.assert(
      fc.property(someCounts, someLevel, someDelta, (of, level, delta) => {
        const bound = (more: Partial<AttackCounts>, options: ClopperPearsonOptions) =>
          clopperPearsonEpsilon({ ...of, ...more }, options).epsilon;
        const here = bound({}, { level, delta });
        expect(here).toBeGreaterThanOrEqual(0);
        const slack = EXACT * Math.max(1, here);
        expect(bound({}, { level, delta: delta + 0.1 })).toBeLessThanOrEqual(here);
        expect(bound({}, { level: (1 + level) / 2, delta })).toBeLessThanOrEqual(here + slack);
        if (of.truePositives < of.positives)
          expect(bound({ truePositives: of.truePositives + 1 }, { level, delta })).toBeGreaterThanOrEqual(here - slack);
        if (of.falsePositives > 0)
          expect(bound({ falsePositives: of.falsePositives - 1 }, { level, delta })).toBeGreaterThanOrEqual(here - slack);
      }),
    ));

  test('exceeds the truth no more often than it says, whatever the rates, by exact enumeration', () => {
    for (const level of [0.6, 0.9, 0.95]) {
      for (const [epsilon, delta] of [
        [0, 0],
        [1, 0],
        [3, 0],
        [1, 0.1],
        [0, 0.3],
      ] as const) {
        const right = rightShare(epsilon, delta);
        const found = exceedance(20, right, 1 - right, epsilon, { level, delta });
        expect(found).toBeLessThanOrEqual(1 - level);
        const both = exceedance(20, right, 1 - right, epsilon, { level, delta, bothDirections: true });
        expect(both).toBeLessThanOrEqual(1 - level);
      }
      // Both ends of the rates: a test that hardly ever speaks, and one that nearly always does.
      for (const rate of [0.01, 0.3, 0.99]) {
        expect(exceedance(20, rate, rate, 0, { level })).toBeLessThanOrEqual(1 - level);
        expect(exceedance(20, rate, rate, 0, { level, bothDirections: true })).toBeLessThanOrEqual(1 - level);
      }
    }
    // The check can fail: without δ the truth is exceeded.
    const right = rightShare(0, 0.3);
    expect(exceedance(20, right, 1 - right, 0, { level: 0.9 })).toBeGreaterThan(0.1);
  });

  test('in both directions is that of the opposite attack where that says more, at half of 1 − level', () => {
    const worse = counts(5, 80, 60, 90);
    expect(clopperPearsonEpsilon(worse)).toMatchObject({ epsilon: 0, isReversed: false });
    const both = clopperPearsonEpsilon(worse, { bothDirections: true });
    const opposite = clopperPearsonEpsilon(counts(75, 80, 30, 90), { level: 0.975 });
    expect(both).toEqual({ ...opposite, isReversed: true, level: 0.95 });
    expect(clopperPearsonEpsilon(counts(75, 80, 30, 90), { bothDirections: true })).toEqual({ ...opposite, level: 0.95 });
  });

  test('that shows no leak is 0, with what was found before; null where δ explains everything', () => {
    const chance = clopperPearsonEpsilon(counts(10, 100, 11, 100));
    expect(chance.epsilon).toBe(0);
    expect(chance.logRatio).toBeLessThan(0);
    const covered = clopperPearsonEpsilon(counts(50, 100, 0, 100), { delta: 0.99 });
    expect([covered.epsilon, covered.logRatio]).toEqual([0, null]);
    expect(clopperPearsonEpsilon(counts(0, 1, 1, 1))).toMatchObject({ epsilon: 0, tprLow: 0, fprHigh: 1, logRatio: null });
  });

  test('is finite with everything right, and grows with the number of trials only', () => {
    expect(clopperPearsonEpsilon(counts(1, 1, 0, 1)).epsilon).toBe(0);
    const of = (n: number) => clopperPearsonEpsilon(counts(n, n, 0, n)).epsilon;
    expect(of(1e6)).toBeCloseTo(Math.log(1e6 / -Math.log(0.025)), 4);
  });

  test('refuses what is no δ, level or count', async () => {
    const of = counts(1, 2, 1, 2);
    for (const delta of [-0.1, 1, NaN])
      await expectAuditError(() => clopperPearsonEpsilon(of, { delta }), 'OPTION_INVALID', `${delta}`);
    for (const level of [0, 1, NaN])
      await expectAuditError(() => clopperPearsonEpsilon(of, { level }), 'OPTION_INVALID', `${level}`);
    for (const wrong of [counts(3, 2, 1, 2), counts(0, 0, 0, 1), counts(1, 2, 0.5, 2)])
      await expectAuditError(() => clopperPearsonEpsilon(wrong), 'OPTION_INVALID', 'whole number');
  });
});
