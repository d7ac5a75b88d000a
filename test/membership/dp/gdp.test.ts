import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gaussianDpEpsilon } from '../../../src/membership/dp/gaussianDpEpsilon.ts';
import { gdpDelta, gdpEpsilon, gdpMu } from '../../../src/membership/dp/gdp.ts';
import { expectAuditError } from '../../data/support.ts';
import { normalDensity } from '../../lood/support.ts';
import { integratePieces } from '../../support/integrate.ts';
import { inverseNormal, normalCdf } from '../../support/sampleNormal.ts';
import { binomial } from './support.ts';

/** ∫ of the positive part of the difference of the densities. */
const byIntegration = (mu: number, epsilon: number): number => {
  const start = epsilon / mu + mu / 2;
  return integratePieces((x) => normalDensity(x, mu) - Math.exp(epsilon) * normalDensity(x), [start, start + mu + 12]);
};

describe('μ-GDP', () => {
  test('of μ = 1 has ε = 4.377178 at δ = 1e-5 and 1.160334 at 0.1', () => {
    expect(gdpEpsilon(1, 1e-5)).toBeCloseTo(4.377178, 6);
    expect(gdpEpsilon(1, 0.1)).toBeCloseTo(1.160334, 6);
  });

  test('has δ = Φ(−ε/μ + μ/2) − e^ε Φ(−ε/μ − μ/2), and that is an integral', () => {
    for (const mu of [0.3, 1, 2.5]) {
      for (const epsilon of [0, 0.1, 1, 4]) {
        const closed = normalCdf(mu / 2 - epsilon / mu) - Math.exp(epsilon) * normalCdf(-mu / 2 - epsilon / mu);
        const delta = gdpDelta(mu, epsilon);
        // The closed form cancels: it is right to 1e-15 of its terms.
        expect(Math.abs(delta - closed)).toBeLessThan(1e-13);
        expect(Math.abs(delta / byIntegration(mu, epsilon) - 1)).toBeLessThan(1e-9);
      }
    }
  });

  test('has δ and ε as each other’s inverse', () =>
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 8, noNaN: true }), fc.double({ min: -12, max: -0.5, noNaN: true }), (mu, log10) => {
        const delta = 10 ** log10;
        const epsilon = gdpEpsilon(mu, delta);
        if (epsilon > 0) expect(Math.abs(gdpDelta(mu, epsilon) / delta - 1)).toBeLessThan(1e-8);
        else expect(gdpDelta(mu, 0)).toBeLessThanOrEqual(delta);
        expect(gdpEpsilon(1.01 * mu, delta)).toBeGreaterThanOrEqual(epsilon);
      }),
    ));

  test('has no ε without μ, none that is finite without δ, and no δ beyond all ε', () => {
    expect([gdpEpsilon(0, 0), gdpEpsilon(0, 0.1), gdpEpsilon(1e-9, 0.1), gdpEpsilon(1, 0)]).toEqual([0, 0, 0, Infinity]);
    expect([gdpDelta(0, 0), gdpDelta(2, Infinity)]).toEqual([0, 0]);
    // 2Φ(μ/2) − 1.
    expect(gdpDelta(1, 0)).toBeCloseTo(2 * normalCdf(0.5) - 1, 13);
  });

  test('has the μ at which its test has those errors', () => {
    for (const [fpr, mu] of [
      [0.2, 1],
      [1e-6, 3],
      [0.9, 0.1],
    ] as const) {
      expect(gdpMu(fpr, normalCdf(-mu - inverseNormal(fpr)))).toBeCloseTo(mu, 10);
    }
    expect(gdpMu(0.3, 0.7)).toBeCloseTo(0, 14);
    expect(gdpMu(0.7, 0.7)).toBeLessThan(0);
    expect([gdpMu(0, 0.5), gdpMu(1, 0.5), gdpMu(0, 1), gdpMu(1, 0), gdpMu(0, 0)]).toEqual([Infinity, -Infinity, 0, 0, Infinity]);
  });

  test('refuses what is no μ, ε or δ', async () => {
    for (const wrong of [-1, Infinity, NaN]) {
      await expectAuditError(() => gdpEpsilon(wrong, 0.1), 'OPTION_INVALID', `Got ${wrong}`);
      await expectAuditError(() => gdpDelta(wrong, 0.1), 'OPTION_INVALID', `Got ${wrong}`);
    }
    await expectAuditError(() => gdpDelta(1, -1), 'OPTION_INVALID', 'Got -1');
    await expectAuditError(() => gdpEpsilon(1, 1), 'OPTION_INVALID', 'Got 1');
    await expectAuditError(() => gdpMu(2, -1), 'OPTION_INVALID', 'Got 2');
  });
});

describe('gaussianDpEpsilon', () => {
  const of = (truePositives: number, falsePositives: number, each: number) => ({
    truePositives,
    positives: each,
    falsePositives,
    negatives: each,
  });

  test('of 500 hits in 500 and no false alarm is that of both exact upper ends', () => {
    const bound = gaussianDpEpsilon(of(500, 0, 500), { delta: 1e-5 });
    const high = 1 - 0.025 ** (1 / 500);
    expect(bound.mu).toBeCloseTo(-2 * inverseNormal(high), 10);
    expect(bound.fprHigh).toBeCloseTo(high, 14);
    expect(bound.fnrHigh).toBeCloseTo(high, 14);
    expect(bound).toMatchObject({ unclampedMu: bound.mu, epsilon: gdpEpsilon(bound.mu, 1e-5), delta: 1e-5, level: 0.95 });
  });

  test('exceeds the truth no more often than it says, by exact enumeration', () => {
    const each = 25;
    for (const level of [0.6, 0.9]) {
      for (const [mu, threshold] of [
        [0, 0.5],
        [1, 0.5],
        [1, 2],
        [2.5, 1],
      ] as const) {
        const hits = binomial(each, normalCdf(mu - threshold));
        const alarms = binomial(each, normalCdf(-threshold));
        let above = 0;
        for (let tp = 0; tp <= each; tp++) {
          for (let fp = 0; fp <= each; fp++) {
            const bound = gaussianDpEpsilon(of(tp, fp, each), { delta: 0.01, level });
            if (bound.mu > mu) above += (hits[tp] as number) * (alarms[fp] as number);
          }
        }
        expect(above).toBeLessThanOrEqual(1 - level);
      }
    }
  });

  test('that shows no leak is 0, with the μ that was found, or null where a rate may be 1', () => {
    const chance = gaussianDpEpsilon(of(50, 60, 100), { delta: 1e-5 });
    expect([chance.epsilon, chance.mu]).toEqual([0, 0]);
    expect(chance.unclampedMu).toBeLessThan(0);
    expect(gaussianDpEpsilon(of(0, 0, 100), { delta: 1e-5 })).toMatchObject({ epsilon: 0, mu: 0, unclampedMu: null, fnrHigh: 1 });
    expect(gaussianDpEpsilon(of(100, 100, 100), { delta: 1e-5 })).toMatchObject({ epsilon: 0, unclampedMu: null });
  });

  test('falls with δ and with the level', () => {
    const at = (delta: number, level: number) => gaussianDpEpsilon(of(90, 5, 100), { delta, level }).epsilon;
    expect([at(1e-5, 0.95) > at(1e-4, 0.95), at(1e-5, 0.95) > at(1e-5, 0.99)]).toEqual([true, true]);
  });

  test('refuses a δ of 0, and what is no level', async () => {
    await expectAuditError(() => gaussianDpEpsilon(of(5, 1, 9), { delta: 0 }), 'OPTION_INVALID', 'above 0', 'Got 0');
    await expectAuditError(() => gaussianDpEpsilon(of(5, 1, 9), { delta: 1e-5, level: 0 }), 'OPTION_INVALID', 'Got 0');
  });
});
