// The duals of all activations: second routes for values, slopes and derivatives, and what must hold in the limits.

import { describe, expect, it } from '@jest/globals';
import type { ActivationDual } from '../../../src/kernels/activations/activationDual.ts';
import { ACTIVATION_NAMES, createActivation } from '../../../src/kernels/activations/createActivation.ts';
import { differentiateDual, evaluateDual } from '../../support/evaluateDual.ts';
import { expectClose, expectEachClose } from '../../support/matchers.ts';
import { expectation, pairExpectation } from '../../support/quadrature.ts';
import { readGolden } from '../../support/readGolden.ts';
import { CLOSED_FORMS, scalarDual } from '../../support/scalarDuals.ts';
import { EXACT, GRADIENT } from '../../support/tolerances.ts';

// Bound once: looking up a global is slow in the contexts that tests run in, and these are called millions of times.
const { abs, cos, cosh, exp, max, min, sign, sin, sqrt } = Math;

const sigmoid = (x: number) => 1 / (1 + exp(-x));

const normalDensity = (x: number) => exp(-0.5 * x * x) / sqrt(2 * Math.PI);

/** Φ(x) = ½ + density(x) · Σ x^(2n+1)/(1·3·5···(2n+1)), whose terms all have the sign of x: nothing cancels. */
function normalDistribution(x: number): number {
  if (abs(x) > 8.5) return x > 0 ? 1 : 0;
  let term = x;
  let sum = 0;
  for (let n = 1; abs(term) > 1e-17 * abs(sum) && n < 200; n++) {
    sum += term;
    term *= (x * x) / (2 * n + 1);
  }
  return 0.5 + sum * normalDensity(x);
}

/** φ and φ′, written once more and differently where that is possible. */
const FUNCTIONS: Record<string, readonly [(x: number) => number, (x: number) => number]> = {
  relu: [(x) => max(x, 0), (x) => (x > 0 ? 1 : 0)],
  'leaky-relu': [(x) => max(x, 0.2 * x), (x) => (x > 0 ? 1 : 0.2)],
  abs: [abs, sign],
  gelu: [(x) => x * normalDistribution(x), (x) => normalDistribution(x) + x * normalDensity(x)],
  erf: [(x) => 2 * normalDistribution(Math.SQRT2 * x) - 1, (x) => (2 / sqrt(Math.PI)) * exp(-x * x)],
  sin: [sin, cos],
  identity: [(x) => x, () => 1],
  tanh: [(x) => (exp(2 * x) - 1) / (exp(2 * x) + 1), (x) => 1 / cosh(x) ** 2],
  silu: [(x) => x * sigmoid(x), (x) => sigmoid(x) * (1 + x * sigmoid(-x))],
  elu: [(x) => (x > 0 ? x : exp(x) - 1), (x) => min(1, exp(x))],
  sigmoid: [sigmoid, (x) => sigmoid(x) * sigmoid(-x)],
};

const known = Object.fromEntries(
  ACTIVATION_NAMES.map((name) => [name, createActivation(name, { dimensions: 3, negativeSlope: 0.2 })]),
);
const inPlainTypeScript = Object.fromEntries(
  CLOSED_FORMS.map((name) => [`${name} in plain TypeScript`, scalarDual(name, 3, 0.2)]),
);

const DUALS: Record<string, ActivationDual> = { ...known, ...inPlainTypeScript };
const dualOf = (name: string) => DUALS[name] as ActivationDual;

// Every quadrature table needed lies in the panel of variances 1 … 4, but for the last row.
const PAIRS = [
  [1.2, 1.2, 0.5],
  [1.1, 3.5, -0.8],
  [2.0, 1.5, 0.95],
  [3.0, 3.0, 0],
] as const;

describe.each(Object.keys(DUALS))('the dual of %s', (route) => {
  const dual = dualOf(route);
  const name = route.replace(/ .*/, '');
  const [phi, derivative] = FUNCTIONS[name] as readonly [(x: number) => number, (x: number) => number];

  it.each(PAIRS)('is E[φ(u) φ(v)], and its slope E[φ′(u) φ′(v)], at variances %p and %p, correlation %p', (p, q, c) => {
    const { value, slope } = evaluateDual(dual, c * Math.sqrt(p * q), p, q);
    const scale = Math.sqrt(expectation((x) => phi(Math.sqrt(p) * x) ** 2) * expectation((x) => phi(Math.sqrt(q) * x) ** 2));
    expect(Math.abs(value - pairExpectation(phi, phi, p, q, c, 0.2))).toBeLessThanOrEqual(1e-11 * scale);
    expect(Math.abs(slope - pairExpectation(derivative, derivative, p, q, c, 0.2))).toBeLessThanOrEqual(1e-11);
  });

  it.each(PAIRS)(
    'has the partial derivatives that central differences show at variances %p and %p, correlation %p',
    (p, q, c) => {
      const k = c * Math.sqrt(p * q);
      const h = 1e-5;
      const central = (f: (shift: number) => { value: number; slope: number }) => {
        const [right, left] = [f(h), f(-h)];
        return { value: (right.value - left.value) / (2 * h), slope: (right.slope - left.slope) / (2 * h) };
      };
      const byPair = central((shift) => evaluateDual(dual, k + shift, p, q));
      const byRow = central((shift) => evaluateDual(dual, k, p + shift, q));
      const found = differentiateDual(dual, k, p, q);
      const { value, slope } = evaluateDual(dual, k, p, q);
      expectClose([found.value, found.slope], [value, slope], 1e-11);
      // Differences of values that are right to 1e-12 resolve 1e-7.
      for (const [actual, expected] of [
        [found.slope, byPair.value],
        [found.byRow, byRow.value],
        [found.slopeByPair, byPair.slope],
        [found.slopeByRow, byRow.slope],
      ] as const) {
        if (actual === undefined) continue;
        expect(Math.abs(actual - expected)).toBeLessThanOrEqual(GRADIENT * Math.max(1, Math.abs(expected)));
      }
    },
  );

  it('has moments of one input that agree with expectations over one variable, and derivatives with differences', () => {
    const variances = Float64Array.of(0.3, 1.5, 3.5);
    const moments = dual.moments(variances);
    expectEachClose(
      dual.secondMoments(variances),
      Array.from(variances, (p) => expectation((x) => phi(Math.sqrt(p) * x) ** 2)),
      1e-11,
    );
    expectEachClose(moments.value, dual.secondMoments(variances), EXACT);
    expectEachClose(
      moments.slope,
      Array.from(variances, (p) => expectation((x) => derivative(Math.sqrt(p) * x) ** 2)),
      1e-11,
    );
    const h = 1e-5;
    const [right, left] = [dual.moments(variances.map((p) => p + h)), dual.moments(variances.map((p) => p - h))];
    for (const [byVariance, of] of [
      ['valueByVariance', 'value'],
      ['slopeByVariance', 'slope'],
    ] as const) {
      const differences = Array.from(variances, (_p, i) => ((right[of][i] as number) - (left[of][i] as number)) / (2 * h));
      expectClose(moments[byVariance], differences, GRADIENT);
    }
  });

  it('agrees with the moments where u and v are the same, and with E[φ(u) φ(−u)] where they are opposite', () => {
    for (const p of [1.3, 3.9]) {
      const moments = dual.moments(Float64Array.of(p));
      const same = evaluateDual(dual, p, p, p);
      expectEachClose([same.value, same.slope], [moments.value[0] as number, moments.slope[0] as number], 1e-12);
      const opposite = evaluateDual(dual, -p, p, p);
      const scale = moments.value[0] as number;
      expect(Math.abs(opposite.value - expectation((x) => phi(Math.sqrt(p) * x) * phi(-Math.sqrt(p) * x)))).toBeLessThan(
        1e-11 * scale,
      );
      const slope = expectation((x) => derivative(Math.sqrt(p) * x) * derivative(-Math.sqrt(p) * x));
      expect(Math.abs(opposite.slope - slope)).toBeLessThan(1e-11);
    }
  });

  it('reads a covariance that rounding put outside ±√(pq) as the bound, with finite derivatives', () => {
    const p = 1.7;
    for (const sign of [1, -1]) {
      const beyond = differentiateDual(dual, sign * p * (1 + 4e-16), p, p);
      const at = differentiateDual(dual, sign * p, p, p);
      expect(Object.values(beyond).every(Number.isFinite)).toBe(true);
      expectClose([beyond.value, beyond.slope], [at.value, at.slope], 1e-13);
    }
  });

  it('is φ(0) E[φ(v)] with an input of variance 0, with finite derivatives', () => {
    const found = differentiateDual(dual, 0, 0, 1.5);
    const expected = phi(0) * expectation((x) => phi(Math.sqrt(1.5) * x));
    expect(Math.abs(found.value - expected)).toBeLessThan(1e-12);
    expect(Object.values(found).every(Number.isFinite)).toBe(true);
    expect(Math.abs((dual.secondMoments(Float64Array.of(0))[0] as number) - phi(0) ** 2)).toBeLessThan(1e-12);
  });

  it('keeps relative precision at small variances: F tends to φ′(0)² k + φ(0)²-terms', () => {
    // φ(x) = a + bx + …, so F − E[φ(u)] E[φ(v)] → b²k for smooth φ; for kinks homogeneity is tested in fcn.test.ts.
    if (['relu', 'leaky-relu', 'abs', 'sigmoid'].includes(name)) return;
    const p = 1e-14;
    const { value } = evaluateDual(dual, 0.5 * p, p, p);
    const slope = name === 'erf' ? 2 / Math.sqrt(Math.PI) : name === 'gelu' || name === 'silu' ? 0.5 : 1;
    expectEachClose([value], [slope * slope * 0.5 * p], 1e-6);
  });
});

describe('the duals given to 20 digits by mpmath', () => {
  const { cases } = readGolden<{
    cases: { activation: string; rowVariance: number; colVariance: number; correlation: number; value: number; slope: number }[];
  }>('kernels/duals.json');

  it.each(cases.map((c): [string, (typeof cases)[number]] => [JSON.stringify(c), c]))('are met at %s', (_name, c) => {
    const k = c.correlation * Math.sqrt(c.rowVariance * c.colVariance);
    const { value, slope } = evaluateDual(dualOf(c.activation), k, c.rowVariance, c.colVariance);
    // Of a large variance and steep tanh, 1e-11 (angular series); the others are met to 1e-13.
    expectEachClose([value, slope], [c.value, c.slope], 1e-11);
  });
});

describe('createActivation', () => {
  it('names the nearest known name, also of the caller’s own', () => {
    const call = (name: string) => createActivation(name, { dimensions: 3, activations: { softplus: Math.exp } });
    expect(() => call('sofplus')).toThrow('Got "sofplus". Try "softplus".');
    expect(() => call('thanh')).toThrow('Got "thanh". Try "tanh".');
    expect(() => call('thanh')).toThrow(expect.objectContaining({ code: 'NAME_UNKNOWN' }));
    expect(() => call('toString')).toThrow('Expected the activation to be one of relu, leaky-relu,');
  });

  it('lets the caller’s own activation take the place of a known one', () => {
    const own = createActivation('tanh', { dimensions: 3, activations: { tanh: (x) => 2 * x } });
    expectClose(own.secondMoments(Float64Array.of(1.5)), [6], 1e-13);
  });
});
