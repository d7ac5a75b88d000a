// The pattern of what an attacker cannot explain: its odd part, and what is left where answers are rounded until they hide the record.

import { describe, expect, test } from '@jest/globals';
import { matrix } from '../../src/linalg/matrix.ts';
import { patternOf } from '../../src/reconstruction/observation.ts';
import { expectClose } from '../support/matchers.ts';
import { EXACT } from '../support/tolerances.ts';

describe('patternOf', () => {
  test('has no odd part, and no share of one, where nothing is unexplained', () => {
    expect(patternOf(matrix(6, 2))).toEqual({ odd: new Float64Array(3), oddShare: 0, isSilent: true });
  });

  test('has no odd part where answers do not depend on the sign', () => {
    const even = matrix(4, 1, Float64Array.of(1, 2, 1, 2));
    expect(patternOf(even)).toEqual({ odd: new Float64Array(2), oddShare: 0, isSilent: false });
  });

  test('is of norm 1 where there is one', () => {
    const { odd, oddShare, isSilent } = patternOf(matrix(4, 1, Float64Array.of(3, 4, -3, -4)));
    expectClose(odd.map(Math.abs), [0.6, 0.8], EXACT);
    expect([oddShare, isSilent]).toEqual([1, false]);
  });
});
