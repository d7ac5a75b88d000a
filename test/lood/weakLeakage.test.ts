import { describe, expect, test } from '@jest/globals';
import { hockeyStickWith, hockeyStickWithout, lossTailWith, lossTailWithout, totalVariation } from '../../src/lood/lossTail.ts';
import { liftThreshold, liftWeakPair } from '../../src/lood/weakLeakage.ts';
import { aucExcess, exactAuc } from '../../src/membership/auc.ts';
import { deltaAtEpsilon, epsilonAtDelta, operatingPointAtFpr, tprAtFpr } from '../../src/membership/optimalTest.ts';
import { expectEachClose } from '../support/matchers.ts';
import { inverseNormal, normalCdf } from '../support/sampleNormal.ts';
import { EXACT } from '../support/tolerances.ts';
import { pairOf } from './support.ts';

describe('lifting', () => {
  test('leaves a pair alone down to 1e-40', () => {
    for (const pair of [
      pairOf(2, [0.5, 1]),
      pairOf(1, [1e-39, 0]),
      pairOf(1, [0, 1e-79]),
      pairOf(1, [1e-300, 1]),
      pairOf(3, [0, 0]),
    ]) {
      const lifted = liftWeakPair(pair);
      expect(lifted.scale).toBe(1);
      expect(lifted.pair).toBe(pair);
    }
  });

  test.each([
    [1e-41, 0],
    [0, 1e-82],
    [1e-200, 1e-250],
    [1e-150, 1e-310],
    [5e-324, 0],
    [0, 5e-324],
  ])('multiplies u = %d and δ, δ² = %d, by the same power of two', (u, shiftSquared) => {
    const { pair, scale } = liftWeakPair(pairOf(4, [u, shiftSquared]));
    expect(Math.log2(scale) % 1).toBe(0);
    const [mode] = pair.modes as [(typeof pair.modes)[number]];
    expect([mode.varianceRatio, mode.shiftSquared]).toEqual([u * scale, shiftSquared * scale * scale]);
    const size = Math.max(mode.varianceRatio, Math.sqrt(mode.shiftSquared));
    expect(size).toBeGreaterThan(2 ** -68);
    expect(size).toBeLessThanOrEqual(2 ** -66);
  });

  test('drops modes that are nothing beside others', () => {
    const strong = [0.5, 1] as const;
    expect(liftWeakPair(pairOf(2, [1e-50, 1e-100], strong, [0, 0]))).toEqual({ pair: pairOf(2, strong), scale: 1 });
    expect(liftWeakPair(pairOf(2, [1e-30, 1e-60], strong)).pair.modes).toHaveLength(2);
    expect(liftWeakPair(pairOf(2, [1e-250, 0], [1e-200, 0])).pair.modes).toHaveLength(1);
  });

  test('keeps what is not a number, so that it is refused and not dropped', () => {
    for (const modes of [
      [[Number.NaN, 1]],
      [
        [0.5, 1],
        [Number.NaN, 0],
      ],
      [[0.5, Number.NaN]],
    ] as const) {
      const pair = pairOf(2, ...modes);
      expect(liftWeakPair(pair).pair.modes).toHaveLength(modes.length);
      for (const compute of [
        () => exactAuc(pair),
        () => totalVariation(pair),
        () => tprAtFpr(pair, 0.1),
        () => epsilonAtDelta(pair, 1e-5),
      ]) {
        expect(compute).toThrow(expect.objectContaining({ code: 'NOT_CONVERGED' }));
      }
    }
  });

  test('lifts thresholds as far as float64 goes', () => {
    expect(liftThreshold(-0.3, 1)).toBe(-0.3);
    expect(liftThreshold(-0.25, 2 ** 100)).toBe(-(2 ** 98));
    expect(liftThreshold(1, 2 ** 900)).toBe(1e100);
    expect(liftThreshold(-1, 2 ** 900)).toBe(-1e100);
  });
});

/** δ of a pure shift from the regular range to where its square is a denormal number, and u of a pure change of variance. */
const SHIFTS = [1e-30, 1e-39, 1e-41, 1e-100, 1e-150];
const RATIOS = [1e-30, 1e-39, 1e-41, 1e-150, 1e-200, 1e-300];

describe('leakage too weak for the squares of float64', () => {
  test('of the mean alone gives the normal limit: TV = δ/√2π, AUC − ½ = δ/2√π, P(ℓ > zδ) = Φ(−z)', () => {
    for (const delta of SHIFTS) {
      const pair = pairOf(3, [0, delta * delta]);
      expectEachClose(
        [totalVariation(pair), aucExcess(pair)],
        [delta / Math.sqrt(2 * Math.PI), delta / (2 * Math.sqrt(Math.PI))],
        1e-13,
      );
      for (const z of [-2, 0.5, 6]) {
        const { above, density, densitySlope } = lossTailWith(pair, z * delta);
        const normal = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
        expectEachClose([above, density * delta, densitySlope * delta * delta], [normalCdf(-z), normal, -z * normal], 1e-12);
      }
      // δ(zδ) = δ (φ(z) − z Φ(−z)), whose derivatives in ε are −Φ(−z) and φ(z)/δ.
      const density = Math.exp(-0.125) / Math.sqrt(2 * Math.PI);
      for (const hockeyStick of [hockeyStickWith, hockeyStickWithout]) {
        const { delta: value, slope, curvature } = hockeyStick(pair, 0.5 * delta);
        const exact = [density - 0.5 * normalCdf(-0.5), -normalCdf(-0.5), density];
        expectEachClose([value / delta, slope, curvature * delta], exact, 1e-12);
      }
    }
  });

  test('of the variance alone gives the limit of two outputs, ℓ = u(1 − x/2) with x exponential of mean 2: TV = u/e, AUC − ½ = u/4', () => {
    for (const u of RATIOS) {
      const pair = pairOf(2, [u, 0]);
      // ½E|ℓ| = (u/4) E|x − 2| = u/e, and ½E(ℓ − ℓ′)₊ = (u/8) E|x − x′| = u/4.
      expectEachClose([totalVariation(pair), aucExcess(pair)], [u / Math.E, u / 4], 1e-13);
      expectEachClose([lossTailWithout(pair, -u).above], [1 - Math.exp(-2)], 1e-13);
    }
  });

  test('leaves nothing above a common threshold and everything below it', () => {
    for (const pair of [pairOf(1, [0, 1e-300]), pairOf(2, [1e-200, 0]), pairOf(2, [1e-200, 1e-310])]) {
      for (const tail of [lossTailWith, lossTailWithout]) {
        for (const t of [1e-100, 1, 1e300]) {
          expect(tail(pair, t)).toMatchObject({ above: 0, below: 1 });
          expect(tail(pair, -t)).toMatchObject({ above: 1, below: 0 });
        }
      }
      expect([hockeyStickWith(pair, 1e-9).delta, hockeyStickWithout(pair, 1e-9).delta]).toEqual([0, 0]);
    }
  });

  test('has its saddle for a common threshold so far out that s² overflows', () => {
    const pair = pairOf(3, [4e-263, 1e-240], [1e-118, 6e-174]);
    for (const tail of [lossTailWith, lossTailWithout]) expect(tail(pair, 0.3)).toMatchObject({ above: 0, below: 1 });
  });

  test('gives no test any power, with the threshold that has the rate', () => {
    for (const fpr of [1e-3, 0.1, 0.9]) {
      for (const delta of SHIFTS) {
        const { threshold, tpr } = operatingPointAtFpr(pairOf(3, [0, delta * delta]), fpr);
        expectEachClose([tpr, threshold / delta], [fpr, -inverseNormal(fpr)], 1e-11);
      }
      for (const u of RATIOS) expectEachClose([operatingPointAtFpr(pairOf(2, [u, 0]), fpr).tpr], [fpr], 1e-11);
    }
  });

  test('needs no ε at an ordinary δ, and a tiny one at a tiny δ', () => {
    for (const pair of [pairOf(3, [0, 1e-300]), pairOf(2, [1e-200, 0]), pairOf(1, [1e-160, 1e-320])]) {
      expect(epsilonAtDelta(pair, 1e-5)).toBe(0);
      const tv = totalVariation(pair);
      const epsilon = epsilonAtDelta(pair, tv / 10);
      expect(epsilon).toBeGreaterThan(tv / 10);
      expect(epsilon).toBeLessThan(100 * tv);
      expectEachClose([deltaAtEpsilon(pair, epsilon)], [tv / 10], 1e-11);
    }
  });

  test('beside strong leakage changes nothing, down to the least number', () => {
    for (const weak of [1e-30, 1e-41, 1e-150, 1e-300, 5e-324]) {
      for (const mode of [
        [weak, 0],
        [0, weak],
        [weak, weak],
      ] as const) {
        const [alone, both] = [pairOf(2, [0.5, 1]), pairOf(2, [0.5, 1], mode)];
        // A shift of √weak adds weak to δ².
        expectEachClose([aucExcess(both), totalVariation(both)], [aucExcess(alone), totalVariation(alone)], EXACT);
        expectEachClose([epsilonAtDelta(both, 1e-5)], [epsilonAtDelta(alone, 1e-5)], 1e-12);
      }
    }
  });
});
