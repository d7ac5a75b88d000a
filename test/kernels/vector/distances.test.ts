// Squared distances in the vector unit: to the last bit what the expansion gives, and whether any pair is close.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { vectorDistances } from '../../../src/kernels/vector/distances.ts';
import { randomMatrix } from '../../support/randomMatrices.ts';

describe('vectorDistances', () => {
  it('is ‖x‖² + ‖z‖² − 2x·z to the last bit, in tiles of any shape', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1100 }), fc.nat(1e6), (m, n, seed) => {
        const tile = randomMatrix(m, n, seed).data;
        const rowNorms = randomMatrix(1, m, seed + 1).data.map(Math.abs);
        const colNorms = randomMatrix(1, n, seed + 2).data.map(Math.abs);
        const expected = tile.map((t, at) => (rowNorms[Math.floor(at / n)] as number) + (colNorms[at % n] as number) - 2 * t);
        vectorDistances(tile, rowNorms, colNorms, 1e-4);
        expect(tile).toEqual(expected);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it.each([
    [3, 3],
    [2, 700],
    [40, 4],
  ])('tells whether any pair of a %p × %p tile is below the share, wherever it stands', (m, n) => {
    const [rowNorms, colNorms] = [new Float64Array(m).fill(1), new Float64Array(n).fill(1)];
    // ‖x‖² + ‖z‖² is 2, so that the limit of 2e-4 is met at x·z = 0.9999.
    const far = () => new Float64Array(m * n).fill(0.9998);
    expect(vectorDistances(far(), rowNorms, colNorms, 1e-4)).toBe(false);
    for (const at of [0, 1, n - 1, m * n - 1]) {
      for (const value of [0.99991, 1.5, Number.NaN]) {
        const tile = far();
        tile[at] = value;
        expect(vectorDistances(tile, rowNorms, colNorms, 1e-4)).toBe(true);
      }
    }
  });

  it('takes the share itself as far enough, and zero vectors as far from each other', () => {
    expect(vectorDistances(Float64Array.of(0.5), Float64Array.of(1), Float64Array.of(1), 0.5)).toBe(false);
    expect(vectorDistances(Float64Array.of(0.5), Float64Array.of(1), Float64Array.of(1), 0.5 + 1e-15)).toBe(true);
    expect(vectorDistances(new Float64Array(6), new Float64Array(2), new Float64Array(3), 1e-4)).toBe(false);
  });
});
