import { describe, expect, test } from '@jest/globals';
import { approximateThreshold } from '../../src/lood/approximateThreshold.ts';
import { epsilonAt, thresholdAtFpr } from '../../src/lood/lossQuantile.ts';
import { hockeyStickWith, hockeyStickWithout, lossTailWith, lossTailWithout, totalVariation } from '../../src/lood/lossTail.ts';
import { expectEachClose } from '../support/matchers.ts';
import { pairOf, SAMPLE_PAIRS } from './support.ts';

describe.each(SAMPLE_PAIRS)('for %s', (_, pair) => {
  test('the threshold at an FPR has it, and the TPR of the tail there', () => {
    for (const fpr of [1e-3, 0.1, 0.5, 0.500001, 0.97]) {
      const { threshold, tpr, relativeError } = thresholdAtFpr(pair, fpr);
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
          hockeyStickWith(pair, epsilonAt(pair, 'withRecord', share * tv)).delta,
          hockeyStickWithout(pair, epsilonAt(pair, 'without', share * tv)).delta,
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
    const delta = 1e-3 * totalVariation(pair);
    const { threshold } = approximateThreshold(pair, { main: -1, both: true, side: 'left' }, delta);
    expect(Math.abs(hockeyStickWithout(pair, -threshold).delta / delta - 1)).toBeGreaterThan(0.015);
    expectEachClose([hockeyStickWithout(pair, epsilonAt(pair, 'without', delta)).delta], [delta], 1e-12);
  }
});

test('the TPR keeps the digits that one rounding of the threshold costs', () => {
  // With one output and no shift a member is called where |f| < r: FPR and TPR are 2Φ(q) − 1 and 2Φ(r) − 1 with q = r/√(1+u), or their series.
  for (const u of [1e-4, 0.3, 10]) {
    for (const fpr of [1e-3, 1e-4, 1e-5, 1e-6]) {
      const x = fpr * Math.sqrt(Math.PI / 2);
      const r = Math.sqrt(1 + u) * (x + x ** 3 / 6 + (7 * x ** 5) / 120);
      const { tpr } = thresholdAtFpr(pairOf(1, [u, 0]), fpr);
      expectEachClose([tpr], [Math.sqrt(2 / Math.PI) * (r - r ** 3 / 6 + r ** 5 / 40)], 1e-13);
    }
  }
});

describe('where the loss is a constant', () => {
  test('the threshold is that constant', () => {
    expect(thresholdAtFpr(pairOf(2, [0, 0]), 0.03)).toEqual({ threshold: 0, tpr: 0.03, relativeError: 0 });
    expect(thresholdAtFpr(pairOf(2, [0, 1e22]), 0.03)).toEqual({ threshold: -0.5e22, tpr: 1, relativeError: 0 });
  });

  test('ε is the mean loss of its direction', () => {
    const pair = pairOf(2, [1, 1e24]);
    expectEachClose([epsilonAt(pair, 'withRecord', 0.1), epsilonAt(pair, 'without', 0.1)], [0.25e24, 0.5e24], 1e-15);
  });
});
