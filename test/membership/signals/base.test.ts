import { describe, expect, test } from '@jest/globals';
import { base } from '../../../src/membership/signals/base.ts';
import { confidenceOf } from '../../../src/membership/signals/fromConfidences.ts';
import { expectAuditError } from '../../data/support.ts';
import { expectClose } from '../../support/matchers.ts';
import { EXACT } from '../../support/tolerances.ts';
import { confidencesOf, drawnSignals, logits, signalsOf } from './support.ts';

describe('BASE', () => {
  const signals = drawnSignals({ records: 10, references: 6, queries: 2 });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const { records, queries, target } = signals;
  const direct = (factor: number, sides: readonly (0 | 1)[]) =>
    Array.from({ length: records }, (_, i) =>
      mean(
        Array.from({ length: queries }, (_, q) => {
          const references = sides.flatMap((side) => confidencesOf(signals, i, side, q));
          return Math.log(confidenceOf(target[i * queries + q] as number)) - factor * Math.log(mean(references));
        }),
      ),
    );

  test('online is the log-confidence minus that of all models', () => {
    const { name, scores } = base(signals, { mode: 'online' });
    expect(name).toBe('base-online');
    expectClose(scores, direct(1, [0, 1]), 10 * EXACT);
  });

  test('offline takes a part of that of models without the record', () => {
    const { name, scores } = base(signals, { mode: 'offline' });
    expect(name).toBe('base-offline');
    expectClose(scores, direct(0.33, [0]), 10 * EXACT);
    expectClose(base(signals, { mode: 'offline', scale: 1 }).scores, direct(1, [0]), 10 * EXACT);
  });

  test('by hand', () => {
    const pair = signalsOf({ target: logits([0.9]), reference: [logits([0.6]), logits([0.3])], referenceMembers: [[1], [0]] });
    expect(base(pair, { mode: 'online' }).scores[0]).toBeCloseTo(Math.log(2), 14);
    expect(base(pair, { mode: 'offline', scale: 1 }).scores[0]).toBeCloseTo(Math.log(3), 14);
  });

  test('of confidences that float64 cannot hold', () => {
    const far = signalsOf({ target: [-2000], reference: [[-1000], [-1500]], referenceMembers: [[1], [0]] });
    expect(base(far, { mode: 'online' }).scores[0]).toBeCloseTo(-1000 + Math.log(2), 12);
    expect(base(far, { mode: 'offline', scale: 1 }).scores[0]).toBe(-500);
  });

  test('refuses what it cannot use', async () => {
    for (const scale of [-0.1, 1.1, NaN])
      await expectAuditError(() => base(signals, { mode: 'offline', scale }), 'OPTION_INVALID', `Got ${scale}, offline`);
    await expectAuditError(
      () => base(signals, { mode: 'online', scale: 0.5 }),
      'OPTION_INVALID',
      'offline only. Got 0.5, online',
    );
    await expectAuditError(() => base(signalsOf({ target: [1] }), { mode: 'online' }), 'RECORDS_INVALID', 'for base-online');
  });
});
