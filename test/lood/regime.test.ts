import { describe, expect, test } from '@jest/globals';
import { lossCumulants, lossSupremum } from '../../src/lood/privacyLoss.ts';
import { regimeOf } from '../../src/lood/regime.ts';
import { expectEachClose } from '../support/matchers.ts';
import { pairOf } from './support.ts';

describe('the regime of a pair', () => {
  test('is that of one loss where nothing differs, down to the least number', () => {
    expect(regimeOf(pairOf(2, [0, 0], [0, 0])).kind).toBe('indistinguishable');
    for (const mode of [
      [5e-324, 0],
      [0, 5e-324],
    ] as const) {
      expect(regimeOf(pairOf(2, [0, 0], mode)).kind).toBe('regular');
    }
  });

  test('is that of certain losses where the mean is 1e10 spreads or more', () => {
    // N(±δ²/2, δ²): the mean is δ/2 spreads.
    expect(regimeOf(pairOf(1, [0, 3.9e20])).kind).toBe('regular');
    expect(regimeOf(pairOf(1, [0, 4.1e20])).kind).toBe('certain');
  });

  test('knows the means and the supremum of the loss', () => {
    const pair = pairOf(2, [0.5, 1], [0.1, 0.2]);
    expect(regimeOf(pair)).toEqual({
      kind: 'regular',
      pair,
      scale: 1,
      meanWith: lossCumulants(pair, 0)[1],
      meanWithout: lossCumulants(pair, -1)[1],
      supremum: lossSupremum(pair),
    });
  });

  test('is about the lifted loss of a weak pair', () => {
    const { pair, scale, meanWith, supremum } = regimeOf(pairOf(2, [1e-200, 0]));
    expect(scale).toBeGreaterThan(1e170);
    const [mode] = pair.modes as [(typeof pair.modes)[number]];
    expectEachClose([mode.varianceRatio / scale, supremum / scale], [1e-200, 1e-200], 1e-15);
    expectEachClose([meanWith], [0.5 * mode.varianceRatio ** 2], 1e-15);
  });

  test('is remembered for the pair asked last, and told anew for another one with the same object elsewhere', () => {
    const [first, second] = [pairOf(2, [0.5, 1]), pairOf(2, [0.7, 1])];
    const regime = regimeOf(first);
    expect(regimeOf(first)).toBe(regime);
    expect(regimeOf(second).pair).toBe(second);
    expect(regimeOf(first)).toEqual(regime);
  });
});
