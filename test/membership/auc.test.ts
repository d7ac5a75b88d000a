import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { totalVariation } from '../../src/lood/lossTail.ts';
import { aucExcess, exactAuc } from '../../src/membership/auc.ts';
import { operatingPoint, tprAtFpr } from '../../src/membership/optimalTest.ts';
import { pairOf, SAMPLE_PAIRS, sampleLosses } from '../lood/support.ts';
import { integratePieces } from '../support/integrate.ts';
import { expectClose, expectEachClose } from '../support/matchers.ts';
import { readGolden } from '../support/readGolden.ts';
import { normalCdf } from '../support/sampleNormal.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../support/tolerances.ts';

test('AUC − ½ agrees with 45-digit arithmetic to full relative precision, from 1e-28 leakage to certainty', () => {
  const { rows } = readGolden<{ rows: [number, number, number, number][] }>('lood/auc.json');
  expectEachClose(
    rows.map(([u, shiftSquared, outputs]) => aucExcess(pairOf(outputs, [u, shiftSquared]))),
    rows.map(([, , , excess]) => excess),
    1e-13,
  );
});

describe('limits', () => {
  test('a pure shift gives Φ(δ/√2), for any number of outputs', () => {
    for (const outputs of [1, 10]) {
      for (const delta of [0.1, 1, 3])
        expectEachClose([exactAuc(pairOf(outputs, [0, delta * delta]))], [normalCdf(delta / Math.SQRT2)], 1e-13);
    }
    // The published value for N(1,1) against N(0,1).
    expect(exactAuc(pairOf(1, [0, 1]))).toBeCloseTo(0.76025, 6);
  });

  test('shifts of several modes without change of variance add', () => {
    expectEachClose([exactAuc(pairOf(2, [0, 1], [0, 0.5], [0, 0.5]))], [normalCdf(1)], 1e-14);
  });

  test('the passage to equal variances is smooth: the difference is proportional to u', () => {
    const difference = (u: number) => exactAuc(pairOf(2, [u, 1.5])) - exactAuc(pairOf(2, [0, 1.5]));
    expectEachClose([difference(1e-5) / 1e-5], [difference(1e-7) / 1e-7], 1e-4);
    expect(Math.abs(difference(1e-15))).toBeLessThan(1e-14);
  });

  test('two modes of equal ratio are one mode of twice the outputs', () => {
    expectEachClose([exactAuc(pairOf(3, [0.7, 0.5], [0.7, 1.25]))], [exactAuc(pairOf(6, [0.7, 1.75]))], 1e-14);
  });

  test('modes of very different strength are the quadrature of (6.3) over ln y', () => {
    // A weak shift cuts off at y = 500 what a strong mode has left of the integrand.
    for (const modes of [
      [
        [1.5, 0],
        [0, 9e-6],
      ],
      [
        [6.5, 8e-6],
        [3e-5, 1.5e-6],
      ],
      [
        [0, 4],
        [0.3, 0.01],
        [1e-4, 1e-9],
      ],
    ] as const) {
      const exponent = (tau: number) =>
        modes.reduce(
          (sum, [u, shift]) =>
            sum + Math.log1p((u * u * tau) / (1 + u)) / 2 + (shift * tau * (1 + u / 2)) / (1 + u + u * u * tau),
          0,
        );
      const integrand = (v: number) => {
        const y = Math.exp(v) / 2;
        return (-Math.expm1(-exponent(0.25 + y * y)) * y) / (0.5 + 2 * y * y);
      };
      const pieces = [-40, -15, -6, -2, 0, 2, 4, 6, 8, 12, 20, 40];
      expectEachClose([aucExcess(pairOf(1, ...modes))], [integratePieces(integrand, pieces, 1e-15) / Math.PI], 1e-12);
    }
  });

  test('equal worlds are ranked by chance, exactly, and worlds apart with certainty', () => {
    expect(exactAuc(pairOf(2, [0, 0]))).toBe(0.5);
    expect(exactAuc(pairOf(2, [1e12, 1e12]))).toBeGreaterThan(1 - 1e-9);
    expect(exactAuc(pairOf(2, [0, 1e6]))).toBe(1);
  });

  test('the weakest leakage that float64 holds does not overflow', () => {
    for (const [u, shiftSquared] of [
      [1e-100, 0],
      [0, 1e-200],
      [1e-100, 1e-200],
    ] as const) {
      const excess = aucExcess(pairOf(2, [u, shiftSquared]));
      expect(excess).toBeGreaterThan(1e-101);
      expect(excess).toBeLessThan(1e-99);
    }
  });
});

describe.each(SAMPLE_PAIRS)('the AUC for %s', (_, pair) => {
  const auc = exactAuc(pair);

  test('is the share of sampled pairs of losses in the right order', () => {
    const count = 4000;
    const { withRecord, without } = sampleLosses(pair, count, 31);
    without.sort();
    const below = (loss: number) => {
      let [low, high] = [0, count];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((without[middle] as number) < loss) low = middle + 1;
        else high = middle;
      }
      return low / count;
    };
    const estimate = withRecord.reduce((sum, loss) => sum + below(loss) / count, 0);
    // The variance of the Mann–Whitney statistic is at most AUC(1 − AUC)/count for equal sample sizes.
    expect(Math.abs(estimate - auc)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * Math.sqrt((auc * (1 - auc)) / count));
  });

  test('is the area under the ROC curve of the operating points', () => {
    const area = integratePieces((fpr) => tprAtFpr(pair, fpr), [1e-6, 0.02, 0.5, 1 - 1e-9], 1e-8);
    // What is cut off on the left is at most 1e-6 times the largest TPR there.
    expectClose([area], [auc], 3e-6);
  });

  test('is bounded by the advantage: (1 + TV)/2 ≤ AUC ≤ ½ + TV − TV²/2', () => {
    const tv = totalVariation(pair);
    // The curve is concave and touches TPR − FPR = TV; it lies below the polygon through (0, TV) and (1 − TV, 1).
    expect(auc).toBeGreaterThan((1 + tv) / 2);
    expect(auc).toBeLessThan(0.5 + tv - (tv * tv) / 2);
    const { fpr, tpr } = operatingPoint(pair, 0);
    expectEachClose([tpr - fpr], [tv], 1e-11);
  });
});

test('it increases with either change, whatever the pair', () => {
  const size = fc.double({ min: -6, max: 2, noNaN: true }).map((exponent) => 10 ** exponent);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      size,
      size,
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (outputs, u, shiftSquared, more) => {
        const excess = aucExcess(pairOf(outputs, [u, shiftSquared]));
        expect(aucExcess(pairOf(outputs, [u, shiftSquared * (1 + more)]))).toBeGreaterThanOrEqual(excess);
        expect(aucExcess(pairOf(outputs + 1, [u, shiftSquared]))).toBeGreaterThanOrEqual(excess);
        expect(excess).toBeLessThanOrEqual(0.5);
      },
    ),
  );
});

test('a pair that is not a pair of numbers is refused', () => {
  expect(() => exactAuc(pairOf(2, [Number.NaN, 1]))).toThrow(
    expect.objectContaining({ code: 'NOT_CONVERGED', message: expect.stringMatching(/integral for the AUC to settle/) }),
  );
});
