// Radial kernels in the vector unit: against the formulas in plain TypeScript, at the ends of the range, and what must not matter.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKernel } from '../../../src/kernels/createKernel.ts';
import type { KernelSpec, PairwiseMap } from '../../../src/kernels/kernel.ts';
import { expectEachClose } from '../../support/matchers.ts';

type StationarySpec = Extract<KernelSpec, { type: 'rbf' | 'matern' }>;

/** Relative to each value where the exponent is below 1: the exponential, the factor before it and the square root. */
const RADIAL = 1e-15;

const SPECS: readonly StationarySpec[] = [
  { type: 'rbf', gamma: 0.7, variance: 1.3 },
  ...([0.5, 1.5, 2.5] as const).map((smoothness) => ({ type: 'matern' as const, smoothness, gamma: 0.7, variance: 1.3 })),
];

const NONE = new Float64Array(0);

/** k and dk/dt at one squared distance, for inputs of three dimensions. */
function formula(spec: StationarySpec, t: number): readonly [value: number, byPair: number] {
  const { gamma, variance } = spec;
  const rate = gamma / 3;
  if (spec.type === 'rbf') return [variance * Math.exp(-rate * t), -rate * variance * Math.exp(-rate * t)];
  const r = Math.sqrt(rate * t);
  const x = Math.sqrt(2 * spec.smoothness) * r;
  const scale = variance * Math.exp(-x);
  // dr/dt = rate/(2r); d/dr of (1 + x) e⁻ˣ is −3r e⁻ˣ for ν = 3/2, and that of (1 + x + x²/3) e⁻ˣ is −(5/3) r (1 + x) e⁻ˣ for ν = 5/2.
  switch (spec.smoothness) {
    case 0.5:
      return [scale, r > 0 ? (-scale * rate) / (2 * r) : 0];
    case 1.5:
      return [scale * (1 + x), (-scale * 3 * rate) / 2];
    case 2.5:
      return [scale * (1 + x + (x * x) / 3), (-scale * (5 / 3) * (1 + x) * rate) / 2];
  }
}

describe.each(SPECS.map((spec) => [JSON.stringify(spec), spec] as const))('the vector unit on %s', (_name, spec) => {
  const pairwise = createKernel(spec, 3).pairwise as PairwiseMap;

  const apply = (distances: readonly number[]): Float64Array => {
    const tile = Float64Array.from(distances);
    pairwise.apply(tile, NONE, NONE);
    return tile;
  };

  const differentiate = (distances: readonly number[]) => {
    const values = Float64Array.from(distances);
    const [byPair, byRowNorm] = [values.map(() => Number.NaN), values.map(() => Number.NaN)];
    pairwise.applyWithDerivatives(values, NONE, NONE, byPair, byRowNorm);
    return { values, byPair, byRowNorm };
  };

  const expectFormula = (distances: readonly number[], tolerance: number): void => {
    const expected = distances.map((t) => formula(spec, t));
    const values = expected.map(([value]) => value);
    const tile = differentiate(distances);
    expectEachClose(apply(distances), values, tolerance);
    expectEachClose(tile.values, values, tolerance);
    // Two roundings more.
    expectEachClose(
      tile.byPair,
      expected.map(([, byPair]) => byPair),
      tolerance + 0.5 * RADIAL,
    );
    expect(tile.byRowNorm).toEqual(new Float64Array(distances.length));
  };

  it('gives what the formula gives, for any number of pairs', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 1200 }), (distances) => {
        // An exponent of up to 10 is itself rounded: 10 units of the last place.
        expectFormula(distances, 4 * RADIAL);
      }),
      { numRuns: 50, seed: 1 },
    );
    const small = Array.from({ length: 1001 }, (_, i) => i / 1000);
    expectFormula(small, RADIAL);
  });

  it('is the variance at distance 0 and 0 far away, and keeps what is not a number', () => {
    const distances = [0, 5e-324, 1e9, 1e300, Number.NaN];
    expect([...apply(distances)]).toEqual([1.3, 1.3, 0, 0, Number.NaN]);
    const { values, byPair } = differentiate(distances);
    expect([...values]).toEqual([1.3, 1.3, 0, 0, Number.NaN]);
    expect([...byPair.subarray(2)].map((v) => v + 0)).toEqual([0, 0, Number.NaN]);
    expect(byPair.subarray(0, 2).every(Number.isFinite)).toBe(true);
  });

  it('gives a pair the same value in every tile', () => {
    const distances = Array.from({ length: 1500 }, (_, i) => (i * 0.618) % 7);
    const all = apply(distances);
    const { byPair } = differentiate(distances);
    for (const from of [1, 2, 511, 513]) {
      expect(apply(distances.slice(from))).toEqual(all.slice(from));
      expect(differentiate(distances.slice(from)).byPair).toEqual(byPair.slice(from));
    }
  });
});
