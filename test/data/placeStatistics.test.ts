import { describe, expect, test } from '@jest/globals';
import type { NumericArray } from '../../src/data/dataset.ts';
import { placeStatistics, unitFor } from '../../src/data/placeStatistics.ts';
import { expectEachClose } from '../support/matchers.ts';
import { EXACT } from '../support/tolerances.ts';

/** Mean and population standard deviation of whole numbers: exact but for the last division and root. */
function exactly(whole: readonly number[]): { mean: number; deviation: number } {
  const n = BigInt(whole.length);
  const values = whole.map(BigInt);
  const sum = values.reduce((a, b) => a + b, 0n);
  const squares = values.reduce((a, b) => a + b * b, 0n);
  return { mean: Number(sum) / Number(n), deviation: Math.sqrt(Number(n * squares - sum * sum)) / Number(n) };
}

function meansOf(values: NumericArray, dimensions: number, rows: Int32Array) {
  const { centre, offset, ...rest } = placeStatistics(values, dimensions, rows);
  return { mean: centre.map((value, j) => value + (offset[j] as number)), ...rest };
}

const everyRow = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, i) => i);

/** One column, whole numbers times `unit`. */
function expectColumn(whole: readonly number[], unit: number): void {
  const values = Float64Array.from(whole, (value) => value * unit);
  const { mean, deviation, least, largest } = meansOf(values, 1, everyRow(whole.length));
  const expected = exactly(whole);
  expectEachClose([...mean, ...deviation], [expected.mean * unit, expected.deviation * unit], EXACT);
  expect([...least, ...largest]).toEqual([Math.min(...values), Math.max(...values)]);
}

describe('statistics of places', () => {
  const TYPES = [Float64Array, Float32Array, Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array];

  test.each(TYPES)('are exact for values held as %p, whatever the number of rows', (Type) => {
    for (let rows = 2; rows <= 9; rows++) {
      const dimensions = 3;
      const values: NumericArray = new Type(Array.from({ length: rows * dimensions }, (_, i) => (i * 37) % 101));
      const { mean, deviation } = meansOf(values, dimensions, everyRow(rows));
      for (let j = 0; j < dimensions; j++) {
        const expected = exactly(Array.from({ length: rows }, (_, i) => values[i * dimensions + j] as number));
        expectEachClose([mean[j] as number, deviation[j] as number], [expected.mean, expected.deviation], EXACT);
      }
    }
  });

  test('are those of the listed rows alone', () => {
    const values = Uint8Array.of(1, 10, 255, 255, 3, 30, 255, 255, 5, 80);
    const { mean, least, largest } = meansOf(values, 2, Int32Array.of(0, 2, 4));
    expect([...mean, ...least, ...largest]).toEqual([3, 40, 1, 10, 5, 80]);
  });

  test('keep their digits far from zero, and over many rows', () => {
    expectColumn(
      Array.from({ length: 100_000 }, (_, i) => 1e9 + ((i * 7919) % 251)),
      1,
    );
  });

  test('of a constant place are the value and exactly 0, though sums of it round', () => {
    const values = Float64Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 0.1 : i));
    const { mean, deviation } = meansOf(values, 2, everyRow(1000));
    expect([mean[0], deviation[0]]).toEqual([0.1, 0]);
  });

  describe('where the rows from which they are first guessed', () => {
    const ROWS = 64 * 1000;
    /** The guess sees every thousandth row. */
    const misleading = (guessed: number, others: (i: number) => number): number[] =>
      Array.from({ length: ROWS }, (_, i) => (i % 1000 === 0 ? guessed : others(i)));

    // With the guess as centre, each would lose all digits or three of them.
    test('lie far from the others', () =>
      expectColumn(
        misleading(1e8, (i) => i % 3),
        1,
      ));
    test('are all zero, and the squares of the others underflow', () =>
      expectColumn(
        misleading(0, (i) => i % 7),
        1e-200,
      ));
    test('are small, and the squares of the others overflow', () =>
      expectColumn(
        misleading(1, (i) => 1e12 + (i % 1000)),
        1e190,
      ));
    test('are large, and the others small', () =>
      expectColumn(
        misleading(4e15, () => 1),
        1e-170,
      ));
    test('are so small that sums of the others overflow, whose mean lies far from the middle of their range', () => {
      const whole = misleading(0, (i) => (i % 10_000 === 1 ? 3e6 : 1000 + (i % 7)));
      const values = Float64Array.from(whole, (value, i) => (i % 1000 === 0 ? (i % 2000) * 1e-200 : value * 1e295));
      const { mean, deviation } = meansOf(values, 1, everyRow(ROWS));
      const expected = exactly(whole);
      expectEachClose([...mean, ...deviation], [expected.mean * 1e295, expected.deviation * 1e295], EXACT);
    });
  });

  test('reach as far as numbers do', () => {
    for (const unit of [2 ** 1020, 2 ** -1070]) expectColumn([1, 3, 1, 3, 9, 9], unit);
    // Here the first sums overflow.
    expectColumn([1.7e8, ...Array<number>(9).fill(1)], 1e300);
  });
});

describe('the unit for a size', () => {
  test.each([
    [0, 1],
    [1, 1],
    [0.3, 4],
    [1000, 2 ** -9],
    [Number.MAX_VALUE, 2 ** -1023],
    [Number.MIN_VALUE, 2 ** 1023],
    [Infinity, 2 ** -1023],
  ])('of %p is the power of two %p', (size, unit) => expect(unitFor(size)).toBe(unit));
});
