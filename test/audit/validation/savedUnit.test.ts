import { describe, expect, test } from '@jest/globals';
import { type FinishedUnit, unitFormat } from '../../../src/audit/validation/savedUnit.ts';

const shape = { units: 3, members: () => 2, answers: 4, records: 2, asksRivals: (index: number) => index === 0 };
const format = unitFormat(shape);
const numbers = (...values: number[]) => Float64Array.from(values);
const finished = (index: number): FinishedUnit => ({
  index,
  outputs: Float32Array.from({ length: 8 }, (_, i) => i + 0.1),
  firstLoss: numbers(1, Number.POSITIVE_INFINITY),
  lastLoss: numbers(0.5, Number.NaN),
  rivals:
    index === 0
      ? {
          loss: numbers(1, 2),
          negativeMargin: numbers(3, 4),
          tracIn: numbers(5, 6),
          influence: numbers(7, 8),
          influenceResidual: 0.1,
        }
      : null,
});

describe('a finished unit', () => {
  test.each([0, 1])('reads back as it was written, to the last bit (%d)', (index) => {
    expect(format.decode(format.encode(finished(index)), [])).toEqual(finished(index));
  });

  test('whose network diverged under the eyes of rivals does too', () => {
    const { rivals, ...unit } = finished(0);
    const diverged = { ...unit, rivals: { ...rivals, loss: numbers(Number.NaN, 2), influenceResidual: Number.NaN } as never };
    expect(format.decode(format.encode(diverged), [])).toEqual(diverged);
  });

  const broken: readonly (readonly [string, FinishedUnit])[] = [
    ['of a unit that is not there', { ...finished(1), index: 3 }],
    ['with too few answers', { ...finished(1), outputs: new Float32Array(7) }],
    ['with too few losses', { ...finished(1), lastLoss: numbers(1) }],
    ['without rivals that were asked', { ...finished(0), rivals: null }],
    ['with rivals that were not asked', { ...finished(0), index: 1 }],
    [
      'with rivals of too few records',
      { ...finished(0), rivals: { ...(finished(0).rivals as object), loss: numbers(1) } as never },
    ],
  ];
  test.each(broken)('%s is none', (_, unit) => {
    expect(format.decode(format.encode(unit), [])).toBeUndefined();
  });

  test('that was read before is none', () => {
    expect(format.decode(format.encode(finished(1)), [finished(1)])).toBeUndefined();
    expect(format.decode(format.encode(finished(1)), [finished(0)])).toBeDefined();
  });
});
