import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shortestFloat32 } from '../../src/data/shortestFloat32.ts';

/** By trying: the value with the fewest digits that is the same in float32. */
function byTrying(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

test.each([
  0,
  0.1,
  -0.3,
  1,
  255,
  1 / 3,
  0.007843138,
  123456.7,
  16777217,
  16777218,
  8589973000,
  3.4028235e38,
  1e-45,
  1.1754944e-38,
])('%p in float32 is written with the fewest digits', (decimal) => {
  const value = Math.fround(decimal);
  const short = shortestFloat32(value);
  expect(short).toBe(byTrying(value));
  expect(Math.fround(short)).toBe(value);
});

test('every float32 comes back, and none is written longer than it must be', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const short = shortestFloat32(value);
      expect(Math.fround(short) - value).toBe(0);
      expect(`${short}`.length).toBe(`${byTrying(value)}`.length);
    }),
    { numRuns: 5000 },
  );
});
