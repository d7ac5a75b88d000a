// Radial kernels in the vector unit: against the formulas in plain TypeScript, at the ends of the range, and what must not matter.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKernel } from '../../../src/kernels/createKernel.ts';
import type { KernelSpec, PairwiseMap } from '../../../src/kernels/kernel.ts';
import { expectEachClose } from '../../support/matchers.ts';

/** Relative to each value where the exponent is below 1: the exponential, the factor before it and the square root. */
const RADIAL = 1e-15;

const SPECS: readonly KernelSpec[] = [
  { type: 'rbf', gamma: 0.7, variance: 1.3 },
  ...([0.5, 1.5, 2.5] as const).map((smoothness) => ({ type: 'matern' as const, smoothness, gamma: 0.7, variance: 1.3 })),
];

const NONE = new Float64Array(0);

describe.each(SPECS.map((spec) => [JSON.stringify(spec), spec] as const))('the vector unit on %s', (_name, spec) => {
  const pairwise = createKernel(spec, 3).pairwise as PairwiseMap;

  const apply = (distances: readonly number[]): Float64Array => {
    const tile = Float64Array.from(distances);
    pairwise.apply(tile, NONE, NONE);
    return tile;
  };

  const byFormula = (distances: readonly number[]): Float64Array => {
    const tile = Float64Array.from(distances);
    pairwise.applyWithDerivatives(tile, NONE, NONE, new Float64Array(tile.length), NONE);
    return tile;
  };

  it('gives what the formula gives, for any number of pairs', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 1200 }), (distances) => {
        // An exponent of up to 10 is itself rounded: 10 units of the last place.
        expectEachClose(apply(distances), byFormula(distances), 4 * RADIAL);
      }),
      { numRuns: 50, seed: 1 },
    );
    const small = Array.from({ length: 1001 }, (_, i) => i / 1000);
    expectEachClose(apply(small), byFormula(small), RADIAL);
  });

  it('is the variance at distance 0 and 0 far away, and keeps what is not a number', () => {
    expect([...apply([0, 5e-324, 1e9, 1e300, Number.NaN])]).toEqual([1.3, 1.3, 0, 0, Number.NaN]);
  });

  it('gives a pair the same value in every tile', () => {
    const distances = Array.from({ length: 1500 }, (_, i) => (i * 0.618) % 7);
    const all = apply(distances);
    for (const from of [1, 2, 511, 513]) expect(apply(distances.slice(from))).toEqual(all.slice(from));
  });
});
