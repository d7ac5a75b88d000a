import { describe, expect, test } from '@jest/globals';
import { boundInfinite } from '../../../src/membership/signals/boundInfinite.ts';
import { assertSignals, type Signals } from '../../../src/membership/signals/signals.ts';
import { expectAuditError } from '../../data/support.ts';
import { drawnSignals, signalsOf } from './support.ts';

const valid = drawnSignals({ records: 4, references: 2, queries: 3 });

describe('signals', () => {
  test('of any shape are accepted', () => {
    assertSignals(valid);
    assertSignals(signalsOf({ target: [1] }));
    assertSignals({ ...valid, labels: undefined });
  });

  test.each<[string, Partial<Signals>, Parameters<typeof expectAuditError>[1], string]>([
    ['no record', { records: 0 }, 'OPTION_INVALID', 'records, at least 1. Got 0'],
    ['half a record', { records: 1.5 }, 'OPTION_INVALID', 'Got 1.5'],
    ['no query', { queries: 0 }, 'OPTION_INVALID', 'queries of each record, at least 1. Got 0'],
    ['−1 models', { references: -1 }, 'OPTION_INVALID', 'reference models, at least 0. Got -1'],
    [
      'a short target',
      { target: new Float64Array(11) },
      'SHAPE_MISMATCH',
      '`target` to hold 12 values (records × queries). Got 11',
    ],
    ['a long reference', { reference: new Float64Array(25) }, 'SHAPE_MISMATCH', '`reference` to hold 24 values'],
    ['other members', { members: new Uint8Array(3) }, 'SHAPE_MISMATCH', '`members` to hold 4 values'],
    ['other reference members', { referenceMembers: new Uint8Array(4) }, 'SHAPE_MISMATCH', '`referenceMembers` to hold 8 values'],
    ['a membership of 2', { members: Uint8Array.of(0, 1, 2, 1) }, 'RECORDS_INVALID', 'Got 2 at place 2'],
    ['a reference membership of 255', { referenceMembers: new Uint8Array(8).fill(255) }, 'RECORDS_INVALID', 'Got 255 at place 0'],
    [
      'NaN',
      { target: new Float64Array(12).fill(NaN) },
      'NOT_FINITE',
      'finite signals in `target`. Got NaN at place 0. Try leaving out',
    ],
    ['∞', { reference: new Float64Array(24).fill(Infinity) }, 'NOT_FINITE', 'boundInfinite'],
    ['other labels', { labels: new Int32Array(5) }, 'SHAPE_MISMATCH', '`labels` to hold 4 values'],
    ['a negative label', { labels: Int32Array.of(0, 1, -2, 0) }, 'LABELS_INVALID', 'Got -2 at record 2'],
  ])('with %s are refused', (_, change, code, text) =>
    expectAuditError(() => assertSignals({ ...valid, ...change }), code, text),
  );
});

describe('infinite signals', () => {
  test('are put at 45 ln 10 and counted', () => {
    const { signals, warnings } = boundInfinite(
      signalsOf({ target: [Infinity, -3, -Infinity, 5], reference: [[1, Infinity, 0, 0]], referenceMembers: [[0, 0, 1, 1]] }),
    );
    const limit = 45 * Math.LN10;
    expect([...signals.target]).toEqual([limit, -3, -limit, 5]);
    expect([...signals.reference]).toEqual([1, limit, 0, 0]);
    assertSignals(signals);
    expect(warnings).toEqual([{ code: 'SIGNALS_BOUNDED', message: expect.stringMatching(/^3 signals \(38%\).*±103\.6/) }]);
  });

  test('stay at the end of finite ones, which are left as they are', () => {
    const { signals } = boundInfinite(signalsOf({ target: [Infinity, 800, -900, -Infinity] }));
    expect([...signals.target]).toEqual([900, 800, -900, -900]);
  });

  test('that there are none of change nothing', () => {
    expect(boundInfinite(valid)).toEqual({ signals: valid, warnings: [] });
    expect(boundInfinite(valid).signals).toBe(valid);
  });

  test('do not hide NaN', () => {
    const { signals } = boundInfinite(signalsOf({ target: [Infinity, NaN] }));
    return expectAuditError(() => assertSignals(signals), 'NOT_FINITE', 'Got NaN at place 1');
  });
});
