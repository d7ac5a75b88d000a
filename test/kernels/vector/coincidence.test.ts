// Covariances that rounding alone keeps from their bound: the vector unit reads them as the bound, and no others.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ClosedFormDual } from '../../../src/kernels/activations/activationDual.ts';
import { coincidenceTolerance } from '../../../src/kernels/activations/arcCosine.ts';
import { createActivation } from '../../../src/kernels/activations/createActivation.ts';
import { differentiateDual, evaluateDual } from '../../support/evaluateDual.ts';
import { expectEachClose } from '../../support/matchers.ts';
import { CLOSED_FORMS } from '../../support/scalarDuals.ts';

const dimensions = 3072;
const tolerance = coincidenceTolerance(dimensions);

describe.each(CLOSED_FORMS)('the dual of %s', (name) => {
  const dual = createActivation(name, { dimensions }) as ClosedFormDual;

  it('reads a covariance within the tolerance of ±√(pq), or beyond it, as that', () => {
    for (const sign of [1, -1]) {
      const bound = differentiateDual(dual, sign * 2, 2, 2);
      for (const k of [2 * (1 - 0.9 * tolerance), 2 * (1 + 0.9 * tolerance), 2.1]) {
        const { value, slope } = differentiateDual(dual, sign * k, 2, 2);
        expect(slope).toBe(bound.slope);
        // The others' values have a part that is linear in k and takes it as it is.
        if (['erf', 'gelu', 'sin'].includes(name)) {
          expect(value).toBe(bound.value);
          expect(evaluateDual(dual, sign * k, 2, 2).value).toBe(evaluateDual(dual, sign * 2, 2, 2).value);
        }
      }
    }
  });

  it('leaves the others, and what is not a number', () => {
    if (name !== 'identity') {
      const [near, at] = [2 * (1 - 1.2 * tolerance), 2].map((k) => differentiateDual(dual, k, 2, 2).slope);
      expect(near).not.toBe(at);
    }
    expect(evaluateDual(dual, Number.NaN, 2, 2).value).toBeNaN();
    expect(differentiateDual(dual, Number.NaN, 2, 2).value).toBeNaN();
  });
});

describe('the determinant pq − k²', () => {
  const erf = createActivation('erf', { dimensions }) as ClosedFormDual;
  /** From D = 4/(πR) with R² = 1 + 4p + 4(p² − k²), of which it is nearly all at large p. */
  const determinant = (k: number, p: number) => (16 / (Math.PI * differentiateDual(erf, k, p, p).slope) ** 2 - 1 - 4 * p) / 4;

  it('keeps its digits, and is exactly 0 at the bound', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e5, max: 1e8, noNaN: true }), fc.double({ min: -0.9, max: 0.9, noNaN: true }), (p, c) => {
        expectEachClose([determinant(c * p, p)], [p ** 2 * (1 - c ** 2)], 1e-14);
        for (const k of [p, -p]) {
          expectEachClose([differentiateDual(erf, k, p, p).slope], [4 / (Math.PI * Math.sqrt(1 + 4 * p))], 1e-15);
        }
      }),
      { numRuns: 50, seed: 1 },
    );
    // k² has more bits than a double holds, √(2p) has few.
    const [p, u] = [2 ** 41, 2 ** -20 + 2 ** -40];
    expectEachClose([determinant(p * (1 - u), p)], [p ** 2 * u * (2 - u)], 1e-14);
  });
});
