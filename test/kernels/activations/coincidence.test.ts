// Covariances that rounding alone keeps from their bound.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pairDeterminant, readCopies } from '../../../src/kernels/activations/coincidence.ts';
import { expectEachClose } from '../../support/matchers.ts';

describe('readCopies', () => {
  it('reads a covariance within the tolerance of ±bound, or beyond it, as the bound', () => {
    expect(readCopies(2 * (1 - 0.9e-14), 2, 1e-14)).toBe(2);
    expect(readCopies(-2 * (1 - 0.9e-14), 2, 1e-14)).toBe(-2);
    expect(readCopies(2.1, 2, 1e-14)).toBe(2);
    expect(readCopies(0, 0, 1e-14)).toBe(0);
  });

  it('leaves the others, and what is not a number', () => {
    expect(readCopies(2 * (1 - 1.2e-14), 2, 1e-14)).toBe(2 * (1 - 1.2e-14));
    expect(readCopies(-0.5, 2, 1e-14)).toBe(-0.5);
    expect(readCopies(Number.NaN, 2, 1e-14)).toBeNaN();
  });
});

describe('pairDeterminant', () => {
  it('is pq − k², and exactly 0 at the bound', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        fc.double({ min: -0.9, max: 0.9, noNaN: true }),
        (bound, c) => {
          expectEachClose([pairDeterminant(c * bound, bound)], [bound ** 2 * (1 - c ** 2)], 1e-14);
          expect(pairDeterminant(bound, bound)).toBe(0);
          expect(pairDeterminant(-bound, bound)).toBe(0);
        },
      ),
      { numRuns: 50, seed: 1 },
    );
  });
});
