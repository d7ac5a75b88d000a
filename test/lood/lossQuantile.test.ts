import { describe, expect, test } from '@jest/globals';
import { approximateThreshold } from '../../src/lood/approximateThreshold.ts';
import { epsilonAt, HOCKEY_STICK_WITH, HOCKEY_STICK_WITHOUT, thresholdAtFpr } from '../../src/lood/lossQuantile.ts';
import { hockeyStickWith, hockeyStickWithout, lossTailWith, lossTailWithout, totalVariation } from '../../src/lood/lossTail.ts';
import { regimeOf } from '../../src/lood/regime.ts';
import { expectEachClose } from '../support/matchers.ts';
import { pairOf, SAMPLE_PAIRS } from './support.ts';

describe.each(SAMPLE_PAIRS)('for %s', (_, pair) => {
  const regime = regimeOf(pair);

  test('the threshold at an FPR has it, and the TPR of the tail there', () => {
    for (const fpr of [1e-3, 0.1, 0.5, 0.500001, 0.97]) {
      const { threshold, tpr, relativeError } = thresholdAtFpr(regime, fpr);
      expectEachClose([lossTailWithout(pair, threshold).above], [fpr], 1e-10);
      expectEachClose([tpr], [lossTailWith(pair, threshold).above], 1e-12);
      expect(relativeError).toBeLessThan(1e-10);
    }
  });

  test('ε in either direction has its δ, above and below the mean loss', () => {
    const tv = totalVariation(pair);
    for (const share of [1e-8, 1e-4, 0.3, 0.8, 0.99]) {
      expectEachClose(
        [
          hockeyStickWith(pair, epsilonAt(regime, HOCKEY_STICK_WITH, share * tv)).delta,
          hockeyStickWithout(pair, epsilonAt(regime, HOCKEY_STICK_WITHOUT, share * tv)).delta,
        ],
        [share * tv, share * tv],
        1e-11,
      );
    }
  });
});

test('where the series does not reach, Halley’s method leads to the same', () => {
  // With one output and no shift the approximation of δ to the left is off by 2%.
  for (const u of [1e-3, 0.1, 1e3]) {
    const pair = pairOf(1, [u, 0]);
    const regime = regimeOf(pair);
    const delta = 1e-3 * totalVariation(pair);
    const { threshold } = approximateThreshold(pair, HOCKEY_STICK_WITHOUT, delta);
    expect(Math.abs(hockeyStickWithout(pair, -threshold).delta / delta - 1)).toBeGreaterThan(0.015);
    expectEachClose([hockeyStickWithout(pair, epsilonAt(regime, HOCKEY_STICK_WITHOUT, delta)).delta], [delta], 1e-12);
  }
});

test('the TPR keeps the digits that one rounding of the threshold costs', () => {
  // With one output and no shift a member is called where |f| < r: FPR and TPR are 2Φ(q) − 1 and 2Φ(r) − 1 with q = r/√(1+u), or their series.
  for (const u of [1e-4, 0.3, 10]) {
    for (const fpr of [1e-3, 1e-4, 1e-5, 1e-6]) {
      const x = fpr * Math.sqrt(Math.PI / 2);
      const r = Math.sqrt(1 + u) * (x + x ** 3 / 6 + (7 * x ** 5) / 120);
      const { tpr } = thresholdAtFpr(regimeOf(pairOf(1, [u, 0])), fpr);
      expectEachClose([tpr], [Math.sqrt(2 / Math.PI) * (r - r ** 3 / 6 + r ** 5 / 40)], 1e-13);
    }
  }
});
