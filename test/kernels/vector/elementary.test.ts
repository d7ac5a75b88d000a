// The elementary functions of the vector unit: against values rounded once from 60 digits, against Math over their whole ranges, and at
// their ends.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { vectorUnit } from '../../../src/kernels/vector/vectorUnit.ts';
import { readGolden } from '../../support/readGolden.ts';

/** Relative. Two roundings of the last steps and the error of a polynomial; the golden's own rounding is 1e-16 of it. */
const ELEMENTARY = 4e-16;
/** The same against Math, whose functions err by up to one unit of the last place. */
const AGAINST_MATH = 6e-16;
/** The step of subnormal numbers, by which Math.exp may miss them. */
const SUBNORMAL = 2 ** -1074;

const golden = readGolden<{
  exponential: [number, number][];
  exponentialLessOne: [number, number][];
  arctangent: [number, number, number][];
  logarithm: [number, number][];
  arcCosine: [number, number, number][];
}>('kernels/elementary.json');

const { wasm, pairs, tangents, free } = vectorUnit(1);
const [PAIRS, TANGENTS, FREE] = [wasm.PAIRS.value, wasm.TANGENTS.value, wasm.FREE.value];

/** Fills the strips `pairs` and `tangents`, runs, and collects the strip `out`, as often as the inputs need. */
function inStrips(
  first: readonly number[],
  second: readonly number[],
  run: (bytes: number) => void,
  out: Float64Array,
): number[] {
  const results: number[] = [];
  for (let from = 0; from < first.length; from += pairs.length) {
    const count = Math.min(pairs.length, first.length - from);
    pairs.set(first.slice(from, from + count));
    tangents.set(second.slice(from, from + count));
    run(8 * (count + (count % 2)));
    results.push(...out.subarray(0, count));
  }
  return results;
}

const exponential = (x: readonly number[]) => inStrips(x, x, (bytes) => wasm.exponential(PAIRS, bytes), pairs);
const exponentialLessOne = (x: readonly number[]) => inStrips(x, x, (bytes) => wasm.exponentialLessOne(PAIRS, bytes), pairs);
const logarithm = (x: readonly number[]) => inStrips(x, x, (bytes) => wasm.logarithm(PAIRS, bytes), pairs);
const arctangent = (y: readonly number[], x: readonly number[]) =>
  inStrips(y, x, (bytes) => wasm.arctangent(PAIRS, TANGENTS, FREE, bytes), free);
const angle = (u: readonly number[]) => inStrips(u, u, (bytes) => wasm.angle(PAIRS, FREE, bytes), free);
const segment = (u: readonly number[]) => inStrips(u, u, (bytes) => wasm.segment(PAIRS, FREE, bytes), free);

function expectAccurate(actual: readonly number[], expected: readonly number[], tolerance: number, absolute = 0): void {
  expect(actual.length).toBe(expected.length);
  const wrong = actual.flatMap((a, i) => {
    const e = expected[i] as number;
    return Math.abs(a - e) <= tolerance * Math.abs(e) + absolute ? [] : [`${i}: ${a}, not ${e}`];
  });
  expect(wrong).toEqual([]);
}

describe('the exponential', () => {
  it('is right to 4e-16, down to subnormal numbers and 0', () => {
    const [x, values] = [golden.exponential.map((row) => row[0]), golden.exponential.map((row) => row[1])];
    expectAccurate(exponential(x), values, ELEMENTARY);
  });

  it('agrees with Math.exp everywhere it is used', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -800, max: 600, noNaN: true }), { minLength: 1, maxLength: 600 }), (x) => {
        expectAccurate(exponential(x), x.map(Math.exp), AGAINST_MATH, SUBNORMAL);
      }),
      { seed: 1 },
    );
    const dense = Array.from({ length: 20_000 }, (_, i) => -i / 25);
    expectAccurate(exponential(dense), dense.map(Math.exp), AGAINST_MATH, SUBNORMAL);
  });

  it('is 1 at 0, 0 from −746 on, and keeps what is not a number', () => {
    expect(exponential([0, -0, -746, -1e300, Number.NEGATIVE_INFINITY, Number.NaN])).toEqual([1, 1, 0, 0, 0, Number.NaN]);
  });
});

describe('the exponential less 1', () => {
  it('is right to 4e-16, also where it is small', () => {
    const rows = golden.exponentialLessOne;
    expectAccurate(
      exponentialLessOne(rows.map(([x]) => x)),
      rows.map(([, value]) => value),
      ELEMENTARY,
    );
  });

  it('agrees with Math.expm1 everywhere it is used', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -800, max: 600, noNaN: true }), { minLength: 1, maxLength: 600 }), (x) => {
        expectAccurate(exponentialLessOne(x), x.map(Math.expm1), AGAINST_MATH);
      }),
      { seed: 2 },
    );
    const dense = Array.from({ length: 20_000 }, (_, i) => 1 - i / 1000);
    expectAccurate(exponentialLessOne(dense), dense.map(Math.expm1), AGAINST_MATH);
  });

  it('is 0 at 0, −1 far below, and keeps what is not a number', () => {
    expect(exponentialLessOne([0, -40, Number.NEGATIVE_INFINITY, Number.NaN])).toEqual([0, -1, -1, Number.NaN]);
  });
});

describe('the arctangent', () => {
  it('is right to 4e-16 at every slope', () => {
    const rows = golden.arctangent;
    expectAccurate(
      arctangent(
        rows.map(([y]) => y),
        rows.map(([, x]) => x),
      ),
      rows.map(([, , value]) => value),
      ELEMENTARY,
    );
  });

  it('agrees with Math.atan2 in the whole quadrant', () => {
    const positive = fc.double({ min: 0, max: 1e300, noNaN: true });
    const point = fc.tuple(
      positive,
      positive.filter((x) => x > 1e-300),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 600 }), (points) => {
        const [y, x] = [points.map((p) => p[0]), points.map((p) => p[1])];
        expectAccurate(
          arctangent(y, x),
          points.map((p) => Math.atan2(...p)),
          AGAINST_MATH,
        );
      }),
      { seed: 3 },
    );
    const dense = Array.from({ length: 20_000 }, (_, i) => i / 4000);
    expectAccurate(
      arctangent(
        dense,
        dense.map(() => 1),
      ),
      dense.map(Math.atan),
      AGAINST_MATH,
    );
  });

  it('is 0, π/4 and π/2 at the slopes 0, 1 and infinity, and keeps what is not a number', () => {
    const y = [0, 3, Number.POSITIVE_INFINITY, Number.NaN];
    expect(arctangent(y, [1, 3, 1, 1])).toEqual([0, Math.PI / 4, Math.PI / 2, Number.NaN]);
  });
});

describe('the logarithm', () => {
  it('is right to 4e-16, also near 1', () => {
    const [x, values] = [golden.logarithm.map((row) => row[0]), golden.logarithm.map((row) => row[1])];
    expectAccurate(logarithm(x), values, ELEMENTARY);
  });

  it('agrees with Math.log for all normal numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 2 ** -1022, noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (x) => {
        expectAccurate(logarithm(x), x.map(Math.log), AGAINST_MATH);
      }),
      { seed: 4 },
    );
    const dense = Array.from({ length: 20_000 }, (_, i) => 0.3 + i / 5000);
    expectAccurate(logarithm(dense), dense.map(Math.log), AGAINST_MATH);
  });

  it('is exactly 0 at 1', () => {
    expect(logarithm([1])).toEqual([0]);
  });
});

describe('the angle and the segment of a deficit', () => {
  const deficits = golden.arcCosine.map(([u]) => u);

  it('are right to 4e-16 of themselves, however small', () => {
    expectAccurate(
      angle(deficits),
      golden.arcCosine.map(([, theta]) => theta),
      ELEMENTARY,
    );
    expectAccurate(
      segment(deficits),
      golden.arcCosine.map(([, , value]) => value),
      ELEMENTARY,
    );
  });

  it('agree with Math for angles from 0.5 on, where the direct formula loses at most a digit', () => {
    const angles = Array.from({ length: 5000 }, (_, i) => 0.5 + ((Math.PI / 2 - 0.5) * i) / 5000);
    const u = angles.map((theta) => 2 * Math.sin(theta / 2) ** 2);
    expectAccurate(angle(u), angles, AGAINST_MATH);
    const direct = angles.map((theta) => Math.sin(theta) - theta * Math.cos(theta));
    expectAccurate(segment(u), direct, 1e-14);
  });
});

it('maps both numbers of a pair, and every place of a strip, alike', () => {
  const same = Array.from({ length: 512 }, () => -0.7);
  expect(new Set(exponential(same)).size).toBe(1);
  expect(new Set(exponentialLessOne(same)).size).toBe(1);
  expect(new Set(logarithm(same.map((x) => -x))).size).toBe(1);
  expect(
    new Set(
      arctangent(
        angle(same.map((x) => -x)),
        same.map((x) => -x),
      ),
    ).size,
  ).toBe(1);
  expect(new Set(segment(same.map((x) => -x))).size).toBe(1);
});
