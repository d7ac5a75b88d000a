import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GaussianPair } from '../../src/lood/gaussianPair.ts';
import { hockeyStickWith, hockeyStickWithout, lossTailWith, lossTailWithout, totalVariation } from '../../src/lood/lossTail.ts';
import { lossCumulants, lossSupremum } from '../../src/lood/privacyLoss.ts';
import { integratePieces } from '../support/integrate.ts';
import { expectEachClose } from '../support/matchers.ts';
import { readGolden } from '../support/readGolden.ts';
import { normalCdf } from '../support/sampleNormal.ts';
import { EXACT, MONTE_CARLO_STANDARD_ERRORS } from '../support/tolerances.ts';
import { lossAt, normalDensity, pairOf, SAMPLE_PAIRS, sampleLosses } from './support.ts';

type Rows = { readonly rows: readonly (readonly number[])[] };

/** Goldens below this have lost digits as denormal numbers, or are zero. */
const LEAST = 1e-300;

describe('against 45-digit arithmetic, u from 0 to 1e8, δ² from 0 to 1e6, 1 to 100 outputs, far into both tails', () => {
  const tails = readGolden<Rows>('lood/tails.json').rows.map((row) => {
    const [u, shiftSquared, outputs, t, withAbove, withBelow, withoutAbove, withoutBelow] = row as number[];
    return {
      pair: pairOf(outputs as number, [u as number, shiftSquared as number]),
      t: t as number,
      worlds: [
        { tail: lossTailWith, above: withAbove as number, below: withBelow as number },
        { tail: lossTailWithout, above: withoutAbove as number, below: withoutBelow as number },
      ],
    };
  });

  test('the smaller tail is right to 1e-11, and its error below its own estimate', () => {
    let [checked, worst] = [0, 0];
    for (const { pair, t, worlds } of tails) {
      for (const { tail, above, below } of worlds) {
        const side = above < below ? 'above' : 'below';
        const expected = Math.min(above, below);
        if (expected < LEAST) continue;
        const actual = tail(pair, t);
        const error = Math.abs(actual[side] / expected - 1);
        if (!(error <= actual.relativeError)) {
          throw new Error(`${JSON.stringify(pair)} at ${t}: error ${error}, estimate ${actual.relativeError}`);
        }
        worst = Math.max(worst, error);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(1000);
    expect(worst).toBeLessThan(1e-11);
  });

  test('the larger tail is one minus the smaller', () => {
    for (const { pair, t, worlds } of tails) {
      for (const { tail, above, below } of worlds) {
        const side = above > below ? 'above' : 'below';
        expectEachClose([tail(pair, t)[side]], [Math.max(above, below)], 1e-11);
      }
    }
  });

  test('hockey-stick divergences of both directions keep full relative precision down to 1e-300', () => {
    for (const row of readGolden<Rows>('lood/hockeySticks.json').rows) {
      const [u, shiftSquared, outputs, epsilon, deltaWith, deltaWithout] = row as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      const pair = pairOf(outputs, [u, shiftSquared]);
      if (deltaWith >= LEAST) expectEachClose([hockeyStickWith(pair, epsilon).delta], [deltaWith], 1e-12);
      if (deltaWithout >= LEAST) expectEachClose([hockeyStickWithout(pair, epsilon).delta], [deltaWithout], 1e-12);
    }
  });
});

describe('limits', () => {
  test('a pure shift gives the normal distribution function', () => {
    // ℓ is N(±δ²/2, δ²).
    for (const t of [-3, 0, 0.5, 2]) {
      expectEachClose([lossTailWith(pairOf(4, [0, 2.25]), t).below], [normalCdf((t - 1.125) / 1.5)], 1e-13);
      expectEachClose([lossTailWithout(pairOf(4, [0, 2.25]), t).below], [normalCdf((t + 1.125) / 1.5)], 1e-13);
    }
  });

  test('the passage to equal variances is smooth: the difference is proportional to u', () => {
    for (const [tail, t] of [
      [lossTailWith, 1.7],
      [lossTailWithout, -0.4],
      [lossTailWithout, 2.5],
    ] as const) {
      const difference = (u: number) => tail(pairOf(2, [u, 1.5]), t).above - tail(pairOf(2, [0, 1.5]), t).above;
      const slopes = [1e-3, 1e-5, 1e-7].map((u) => difference(u) / u);
      expectEachClose(slopes.slice(0, 1), slopes.slice(1, 2), 1e-2);
      expectEachClose(slopes.slice(1, 2), slopes.slice(2, 3), 1e-4);
      expect(Math.abs(difference(1e-15))).toBeLessThan(1e-13);
    }
  });

  test('two modes of equal ratio are one mode of twice the outputs', () => {
    const two = pairOf(3, [0.7, 0.5], [0.7, 1.25]);
    const one = pairOf(6, [0.7, 1.75]);
    for (const t of [-6, 0, 1.5, 2.6]) {
      expectEachClose([lossTailWith(two, t).below], [lossTailWith(one, t).below], 1e-13);
      expectEachClose([lossTailWithout(two, t).above], [lossTailWithout(one, t).above], 1e-13);
    }
  });

  test('a mode that differs in nothing changes nothing', () => {
    expectEachClose(
      [lossTailWith(pairOf(2, [0.7, 0.5], [0, 0]), 0.4).above],
      [lossTailWith(pairOf(2, [0.7, 0.5]), 0.4).above],
      1e-14,
    );
  });

  test('no loss exceeds the supremum, and all losses come up to just below it', () => {
    const pair = pairOf(2, [0.5, 1]);
    const supremum = lossSupremum(pair);
    for (const tail of [lossTailWith, lossTailWithout]) {
      for (const t of [supremum, supremum + 1, Number.POSITIVE_INFINITY]) {
        expect(tail(pair, t)).toEqual({ above: 0, below: 1, density: 0, densitySlope: 0, relativeError: 0 });
      }
      const near = tail(pair, supremum - 1e-6);
      expect(near.above).toBeGreaterThan(0);
      expect(near.above).toBeLessThan(1e-5);
    }
    expect(hockeyStickWith(pair, supremum)).toEqual({ delta: 0, slope: 0, curvature: 0 });
    expect(hockeyStickWith(pair, supremum - 1e-3).delta).toBeGreaterThan(0);
  });

  test('equal worlds lose nothing with certainty', () => {
    const same = pairOf(2, [0, 0], [0, 0]);
    expect([lossTailWith(same, -1e-9).above, lossTailWith(same, 0).above]).toEqual([1, 0]);
    expect([hockeyStickWith(same, 0).delta, hockeyStickWithout(same, 3).delta, totalVariation(same)]).toEqual([0, 0, 0]);
  });

  test('a probability below the range of float64 is 0', () => {
    expect(lossTailWith(pairOf(1, [0, 1]), 1e3)).toMatchObject({ above: 0, below: 1 });
    expect(lossTailWithout(pairOf(1, [0, 1]), -1e3)).toMatchObject({ above: 1, below: 0 });
    // With u > 0 the saddle for such a threshold lies closer to the singularity of K than float64 can tell.
    for (const u of [1e-20, 1e-10, 0.5, 1e8]) {
      for (const t of [-1e13, -1e20, -1e80]) {
        expect(lossTailWith(pairOf(2, [u, 0]), t)).toMatchObject({ above: 1, below: 0 });
        expect(lossTailWithout(pairOf(2, [u, u]), t)).toMatchObject({ above: 1, below: 0 });
        expect(hockeyStickWithout(pairOf(2, [u, u]), -t).delta).toBe(0);
      }
    }
  });
});

describe.each(SAMPLE_PAIRS)('%s', (_, pair) => {
  const [, mean, variance] = lossCumulants(pair, -0.5);
  const supremum = lossSupremum(pair);
  const around = [-2, -0.5, 0, 0.4, 1.5].map((k) => mean + k * Math.sqrt(variance)).filter((t) => t < supremum);

  test('tails agree with sampled losses', () => {
    const count = 40_000;
    const sampled = sampleLosses(pair, count, 21);
    for (const t of around) {
      for (const [losses, tail] of [
        [sampled.withRecord, lossTailWith],
        [sampled.without, lossTailWithout],
      ] as const) {
        const { above, below } = tail(pair, t);
        const share = losses.reduce((sum, loss) => sum + (loss > t ? 1 : 0), 0) / count;
        // At least one count of allowance where hardly any sample falls.
        const error = Math.max(1 / count, Math.sqrt((above * below) / count));
        expect(Math.abs(share - above)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * error);
      }
    }
  });

  test('the density and its slope are derivatives of the tails', () => {
    const h = 1e-4 * Math.sqrt(variance);
    for (const t of around) {
      if (t + 2 * h >= supremum) continue;
      for (const tail of [lossTailWith, lossTailWithout]) {
        const at = (x: number) => tail(pair, x);
        const scale = at(t).density + 1 / Math.sqrt(variance);
        // Central differences: truncation 1e-8 relative, rounding 1e-16/1e-4.
        expect(Math.abs((at(t + h).below - at(t - h).below) / (2 * h) - at(t).density)).toBeLessThan(1e-6 * scale);
        const slope = (at(t + h).density - at(t - h).density) / (2 * h);
        expect(Math.abs(slope - at(t).densitySlope)).toBeLessThan((1e-6 * scale) / Math.sqrt(variance) + 1e-6 * Math.abs(slope));
      }
    }
  });

  test('the likelihood ratio of the loss is the exponential of the loss', () => {
    for (const t of around)
      expectEachClose([lossTailWith(pair, t).density], [Math.exp(t) * lossTailWithout(pair, t).density], 1e-11);
  });

  test('hockey sticks are differences of tails', () => {
    for (const epsilon of [0, 0.1, 1]) {
      const plus = Math.max(0, lossTailWith(pair, epsilon).above - Math.exp(epsilon) * lossTailWithout(pair, epsilon).above);
      const minus = lossTailWithout(pair, -epsilon).below - Math.exp(epsilon) * lossTailWith(pair, -epsilon).below;
      expect(Math.abs(hockeyStickWith(pair, epsilon).delta - plus)).toBeLessThan(1e-12);
      expect(Math.abs(hockeyStickWithout(pair, epsilon).delta - minus)).toBeLessThan(1e-12);
    }
  });

  test('their slopes and curvatures are derivatives, and the total variation is both their values at 0', () => {
    expectEachClose([hockeyStickWith(pair, 0).delta], [hockeyStickWithout(pair, 0).delta], 1e-11);
    expect(totalVariation(pair)).toBe(hockeyStickWith(pair, 0).delta);
    for (const hockeyStick of [hockeyStickWith, hockeyStickWithout]) {
      const epsilon = 0.6 * Math.min(1, Math.sqrt(variance), supremum);
      const h = 1e-4 * epsilon;
      const [before, here, after] = [-h, 0, h].map((shift) => hockeyStick(pair, epsilon + shift));
      if (before === undefined || here === undefined || after === undefined) throw new Error('unreachable');
      // Rounding 1e-15 of δ over 2h.
      const rounding = (1e-14 * here.delta) / h;
      expect(Math.abs((after.delta - before.delta) / (2 * h) - here.slope)).toBeLessThan(1e-6 * Math.abs(here.slope) + rounding);
      const curvature = (after.slope - before.slope) / (2 * h);
      expect(Math.abs(curvature - here.curvature)).toBeLessThan(1e-6 * Math.abs(here.curvature) + rounding / epsilon);
    }
  });
});

describe('hockey sticks where the mean loss is large', () => {
  // KL above 2 nats switches from one integral to a difference of two: the same value on both sides of the switch.
  const strong = pairOf(2, [3, 12]);

  test.each([
    [hockeyStickWith, lossCumulants(strong, 0)[1]],
    [hockeyStickWithout, -lossCumulants(strong, -1)[1]],
  ] as const)('%p is smooth at ε = mean', (hockeyStick, mean) => {
    expect(mean).toBeGreaterThan(2);
    const [below, above] = [hockeyStick(strong, mean * (1 - 1e-13)), hockeyStick(strong, mean)];
    expectEachClose(Object.values(below), Object.values(above), 1e-11);
  });

  test('they do not overflow where e^ε does', () => {
    const extreme = pairOf(1, [1e6, 1e4]);
    const mean = -lossCumulants(extreme, -1)[1];
    for (const epsilon of [1e3, 0.2 * mean, 1.5 * mean]) {
      const { delta } = hockeyStickWithout(extreme, epsilon);
      expectEachClose([delta], [lossTailWithout(extreme, -epsilon).below], 1e-4);
    }
  });
});

test('hockey sticks of several modes agree with a straight path in 40-digit arithmetic', () => {
  // A mode of weak u is still Gaussian where a strong one has bent the path, which halving the step alone does not resolve.
  const three = pairOf(3, [0.0012627001440631658, 0.13090699231520786], [0.2059041121333147, 0.005263422539815061]);
  const one = pairOf(1, [0.0000013889151199013683, 3.450435967027822], [4.2652791963045456, 6.922558889380177]);
  expectEachClose(
    [hockeyStickWith(three, 0.3).delta, hockeyStickWithout(three, 0.3).delta, totalVariation(one)],
    [0.06669676025950837, 0.07536259858877242, 0.7994169053132176],
    EXACT,
  );
});

test('total variation is the quadrature of the positive part of p − q', () => {
  const [u, delta] = [0.05, 0.3];
  const radius = Math.sqrt(((2 * (1 + u)) / u) * lossSupremum(pairOf(1, [u, delta * delta])));
  const ends = [-delta / u - radius, -delta / u + radius];
  const area = integratePieces(
    (f) => normalDensity(f) - normalDensity(f, delta, 1 + u),
    [Math.max(ends[0] as number, -12), -3, 0, ends[1] as number],
    1e-13,
  );
  expect(Math.abs(lossAt(u, delta, ends[1] as number))).toBeLessThan(1e-12);
  expectEachClose([totalVariation(pairOf(1, [u, delta * delta]))], [area], 1e-10);
});

describe('whatever the pair', () => {
  const size = fc.double({ min: -14, max: 4, noNaN: true }).map((exponent) => 10 ** exponent);
  const pair: fc.Arbitrary<GaussianPair> = fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.array(fc.tuple(size, size), { minLength: 1, maxLength: 3 }))
    .map(([outputs, modes]) => pairOf(outputs, ...modes));

  test('δ is in [0, 1], decreasing and convex in e^ε, in both directions', () => {
    fc.assert(
      fc.property(pair, fc.double({ min: 0, max: 3, noNaN: true }), (p, scale) => {
        const unit = Math.min(1, Math.sqrt(lossCumulants(p, -0.5)[2]));
        for (const hockeyStick of [hockeyStickWith, hockeyStickWithout]) {
          const step = Math.expm1(scale * unit);
          const [a, b, c] = [0, 1, 2].map((k) => hockeyStick(p, Math.log1p(k * step)));
          if (a === undefined || b === undefined || c === undefined) throw new Error('unreachable');
          expect(a.delta).toBeLessThanOrEqual(1);
          expect(c.delta).toBeGreaterThanOrEqual(0);
          expect(b.delta).toBeLessThanOrEqual(a.delta * (1 + 1e-12));
          expect(c.delta).toBeLessThanOrEqual(b.delta * (1 + 1e-12));
          expect(b.delta).toBeLessThanOrEqual(((a.delta + c.delta) / 2) * (1 + 1e-12));
          // d²δ/d(e^ε)² = (δ″ − δ′) e^−2ε.
          expect([a, b, c].every(({ slope, curvature }) => slope <= 0 && curvature - slope >= 1e-12 * slope)).toBe(true);
        }
      }),
    );
  });

  test('tails are probabilities, and losses are larger with the record than without', () => {
    fc.assert(
      fc.property(pair, fc.double({ min: -4, max: 4, noNaN: true }), (p, k) => {
        const [, mean, variance] = lossCumulants(p, -0.5);
        const t = mean + k * Math.sqrt(variance);
        const [own, other] = [lossTailWith(p, t), lossTailWithout(p, t)];
        for (const { above, below, density } of [own, other]) {
          expect(Math.abs(above + below - 1)).toBeLessThan(1e-15);
          expect(Math.min(above, below, density)).toBeGreaterThanOrEqual(0);
        }
        expect(own.above).toBeGreaterThanOrEqual(other.above * (1 - 1e-12));
      }),
    );
  });
});
