// Results that are kept for equal arrays.

import { describe, expect, it } from '@jest/globals';
import { remember } from '../../src/kernels/remember.ts';

describe('remember', () => {
  const counting = (room = 1024) => {
    const calls: number[] = [];
    const sum = remember((values: Float64Array) => {
      calls.push(values.length);
      return { sum: values.reduce((total, v) => total + v, 0) };
    }, room);
    return { calls, sum };
  };

  it('computes once for equal arrays, and again when a value or the length differs', () => {
    const { calls, sum } = counting();
    const first = sum(Float64Array.of(1, 2));
    expect(sum(Float64Array.of(1, 2))).toBe(first);
    expect(sum(Float64Array.of(1, 3))).toEqual({ sum: 4 });
    expect(sum(Float64Array.of(1))).toEqual({ sum: 1 });
    expect(sum(Float64Array.of(1, 4))).toEqual({ sum: 5 });
    expect(calls).toEqual([2, 2, 1, 2]);
  });

  it('keeps its own copy of the values', () => {
    const { sum } = counting();
    const values = Float64Array.of(1, 2);
    sum(values);
    values[0] = 5;
    expect(sum(values)).toEqual({ sum: 7 });
    expect(sum(Float64Array.of(1, 2))).toEqual({ sum: 3 });
  });

  it('keeps 256 results, the last ones', () => {
    const { calls, sum } = counting();
    const inputs = Array.from({ length: 257 }, (_, v) => Float64Array.of(v));
    for (const values of [...inputs, ...inputs.slice(1)]) sum(values);
    expect(calls.length).toBe(257);
    sum(Float64Array.of(0));
    expect(calls.length).toBe(258);
  });

  it('keeps results whose arguments have room together, the last ones', () => {
    const { calls, sum } = counting(10);
    for (const length of [4, 5, 4, 5]) sum(new Float64Array(length));
    expect(calls).toEqual([4, 5]);
    for (const length of [2, 5, 4]) sum(new Float64Array(length));
    expect(calls).toEqual([4, 5, 2, 4]);
  });

  it('does not keep arrays for which there is no room, and keeps what it has', () => {
    const { calls, sum } = counting();
    for (const length of [1024, 1025, 1025, 1024]) sum(new Float64Array(length));
    expect(calls).toEqual([1024, 1025, 1025]);
  });
});
