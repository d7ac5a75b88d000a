import { describe, expect, test } from '@jest/globals';
import { curveRoles, membershipCurves, privacyPoints, rocPoints } from '../../src/audit/curves.ts';
import { gaussianPair } from '../../src/lood/gaussianPair.ts';
import { totalVariation } from '../../src/lood/lossTail.ts';
import { exactAuc } from '../../src/membership/auc.ts';
import { epsilonAtDelta, tprAtFpr } from '../../src/membership/optimalTest.ts';

/** Variance ratio, squared shift, outputs: from hardly anything to being found out. */
const PAIRS = { weak: gaussianPair(1e-3, 1e-4, 2), usual: gaussianPair(0.4, 0.9, 10), strong: gaussianPair(8, 30, 3) };

describe('roles', () => {
  test('stand for the range of exposure', () => {
    const ranked = Array.from({ length: 40 }, (_, i) => 39 - i);
    expect(curveRoles(ranked)).toEqual([
      { role: 'most-exposed', position: 39 },
      { role: 'upper-decile', position: 35 },
      { role: 'median', position: 19 },
      { role: 'least-exposed', position: 0 },
    ]);
    expect(curveRoles([1, 0]).map(({ position }) => position)).toEqual([1, 1, 0, 0]);
  });
});

describe.each(Object.entries(PAIRS))('the curves of a record with %s leakage', (_, pair) => {
  const roc = rocPoints(pair);
  const privacy = privacyPoints(pair);

  test('ROC: from (0, 0) to (1, 1), rising, concave, nowhere below guessing', () => {
    expect([roc[0], roc.at(-1)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    let last = Number.POSITIVE_INFINITY;
    for (const [i, [fpr, tpr]] of roc.entries()) {
      expect(tpr).toBeGreaterThanOrEqual(fpr - 1e-12);
      if (i === 0) continue;
      const [before, at] = roc[i - 1] as [number, number];
      expect(fpr).toBeGreaterThan(before);
      expect(tpr).toBeGreaterThanOrEqual(at);
      // The slope of the optimal test falls; 1e-9 of it is rounding of rates near 1.
      const slope = (tpr - at) / (fpr - before);
      expect(slope).toBeLessThanOrEqual(last * (1 + 1e-9) + 1e-9);
      last = slope;
    }
  });

  test('ROC: the area below it is the AUC, and it holds the stated operating points', () => {
    const area = roc
      .slice(1)
      .reduce((sum, [fpr, tpr], i) => sum + ((fpr - (roc[i]?.[0] as number)) * (tpr + (roc[i]?.[1] as number))) / 2, 0);
    // Trapezoids lie below a concave curve; points so close miss less than one part in a thousand.
    expect(area).toBeLessThanOrEqual(exactAuc(pair) + 1e-12);
    expect(area).toBeGreaterThan(exactAuc(pair) - 0.001);
    for (const fpr of [0.001, 0.01, 0.1]) {
      const point = roc.find(([at]) => Math.abs(at - fpr) < 1e-12 * fpr) as [number, number];
      expect(point[1]).toBeCloseTo(tprAtFpr(pair, fpr), 10);
    }
  });

  test('privacy: from the advantage at ε = 0, falling to δ = 1e-8', () => {
    expect(privacy).toHaveLength(60);
    expect(privacy[0]?.[0]).toBe(0);
    expect(privacy[0]?.[1]).toBeCloseTo(totalVariation(pair), 10);
    expect(privacy.at(-1)?.[0]).toBeCloseTo(epsilonAtDelta(pair, 1e-8), 10);
    expect(privacy.at(-1)?.[1]).toBeCloseTo(1e-8, 12);
    for (const [i, [epsilon, delta]] of privacy.entries()) {
      if (i === 0) continue;
      expect(epsilon).toBeGreaterThan(privacy[i - 1]?.[0] as number);
      expect(delta).toBeLessThan(privacy[i - 1]?.[1] as number);
    }
  });
});

test('a record without leakage has the curves of guessing', () => {
  const none = gaussianPair(0, 0, 4);
  for (const [fpr, tpr] of rocPoints(none)) expect(tpr).toBeCloseTo(fpr, 12);
  for (const [epsilon, delta] of privacyPoints(none)) expect([epsilon, delta]).toEqual([0, 0]);
});

test('curves bear the input’s record numbers', () => {
  const { roc, privacy } = membershipCurves([PAIRS.weak, PAIRS.strong], (position) => 100 + position, [1, 0]);
  expect(roc.map(({ role, record }) => [role, record])).toEqual([
    ['most-exposed', 101],
    ['upper-decile', 101],
    ['median', 100],
    ['least-exposed', 100],
  ]);
  expect(privacy.map(({ record }) => record)).toEqual([101, 101, 100, 100]);
  expect(roc.map(({ auc }) => auc)).toEqual([PAIRS.strong, PAIRS.strong, PAIRS.weak, PAIRS.weak].map(exactAuc));
});
