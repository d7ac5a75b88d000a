// The angle of a correlation, and the guard that decides what counts as coincident.

import { describe, expect, it } from '@jest/globals';
import { arcFromDeficit, coincidenceTolerance, correlationDeficit } from '../../../src/kernels/activations/arcCosine.ts';
import { expectEachClose } from '../../support/matchers.ts';
import { randomMatrix } from '../../support/randomMatrices.ts';

/** Relative; three roundings of two functions, and 1e-16 for the rounding of u itself, on which both sides depend by square roots. */
const ANGLE = 6e-16;

// Angles whose deficit 1 − cos θ = 2 sin²(θ/2) is computed without cancellation.
const ANGLES = Array.from({ length: 2000 }, (_, i) => (Math.PI / 2) * ((i + 1) / 2000) ** 2);
const deficits = ANGLES.map((angle) => Math.min(1, 2 * Math.sin(angle / 2) ** 2));

describe('arcFromDeficit', () => {
  it('is arccos(1 − u) to the last bits over the whole range', () => {
    expectEachClose(deficits.map(arcFromDeficit), ANGLES, ANGLE);
    expect(arcFromDeficit(0)).toBe(0);
    expect(Math.abs(arcFromDeficit(1) - Math.PI / 2)).toBeLessThan(3e-16);
  });

  it('keeps its relative precision where arccos has none: √(2u)(1 + u/12) for small u', () => {
    const tiny = [1e-300, 1e-30, 1e-18, 1e-12];
    expectEachClose(
      tiny.map(arcFromDeficit),
      tiny.map((u) => Math.sqrt(2 * u) * (1 + u / 12)),
      ANGLE,
    );
  });
});

describe('correlationDeficit', () => {
  const tolerance = 1e-14;

  it('is 1 − |c| above the tolerance', () => {
    expect(correlationDeficit(0.25, tolerance)).toBe(0.75);
    expect(correlationDeficit(-0.25, tolerance)).toBe(0.75);
    expect(correlationDeficit(1 - 1.1e-14, tolerance)).toBeGreaterThan(1e-14);
  });

  it('is 0 below the tolerance and beyond 1', () => {
    expect(correlationDeficit(1 - 0.9e-14, tolerance)).toBe(0);
    expect(correlationDeficit(-1 + 0.9e-14, tolerance)).toBe(0);
    expect(correlationDeficit(1 + 1e-15, tolerance)).toBe(0);
    expect(correlationDeficit(1, 0)).toBe(0);
  });

  it.each([3, 48, 784, 3072])('has a tolerance above what rounding does to copies of %p values', (d) => {
    const x = randomMatrix(200, d, d).data;
    let worst = 0;
    for (let i = 0; i < 200; i++) {
      const row = x.subarray(i * d, (i + 1) * d);
      const forwards = row.reduce((sum, v) => sum + v * v, 0);
      const backwards = row.reduceRight((sum, v) => sum + v * v, 0);
      worst = Math.max(worst, 1 - backwards / Math.sqrt(forwards) / Math.sqrt(forwards));
    }
    expect(worst).toBeLessThan(coincidenceTolerance(d) / 2);
  });
});
