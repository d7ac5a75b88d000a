// A function of every entry.

import { expect, it } from '@jest/globals';
import { mapEach } from '../../src/kernels/mapEach.ts';

it('mapEach gives a new array of the function of every entry and its index', () => {
  const values = Float64Array.of(3, 5);
  expect(mapEach(values, (v, i) => 10 * v + i)).toEqual(Float64Array.of(30, 51));
  expect(values).toEqual(Float64Array.of(3, 5));
  expect(mapEach(new Float64Array(0), (v) => v)).toEqual(new Float64Array(0));
});
