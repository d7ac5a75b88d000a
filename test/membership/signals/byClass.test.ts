import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aucInterval } from '../../../src/membership/signals/aucInterval.ts';
import { byClass } from '../../../src/membership/signals/byClass.ts';
import { falsePositiveRates } from '../../../src/membership/signals/falsePositiveRates.ts';
import { rocOf, tprAtFprOf } from '../../../src/membership/signals/roc.ts';
import { expectAuditError } from '../../data/support.ts';

describe('by class', () => {
  test('scores are compared within classes only', () => {
    // Class 4 has high scores and more members: over all records the attack seems to work.
    const scores = Float64Array.of(9, 9, 9, 9, 1, 1, 1, 1, 5);
    const members = Uint8Array.of(1, 1, 1, 0, 1, 0, 0, 0, 1);
    const labels = Int32Array.of(4, 4, 4, 4, 0, 0, 0, 0, 2);
    expect(rocOf(scores, members).auc).toBeGreaterThan(0.7);
    expect(byClass(scores, members, labels)).toEqual([
      { label: 0, members: 1, others: 3, auc: expect.objectContaining({ auc: 0.5, low: 0, high: 1 }) },
      { label: 2, members: 1, others: 0, auc: undefined },
      { label: 4, members: 3, others: 1, auc: expect.objectContaining({ auc: 0.5 }) },
    ]);
  });

  test('of a single class is the whole', () => {
    const scores = Float64Array.of(3, 1, 2, 5, 4);
    const members = Uint8Array.of(1, 0, 0, 1, 0);
    expect(byClass(scores, members, new Int32Array(5), 0.9)).toEqual([
      { label: 0, members: 2, others: 3, auc: aucInterval(scores, members, 0.9) },
    ]);
  });

  test('needs a label for each record', () =>
    expectAuditError(
      () => byClass(Float64Array.of(1, 2), Uint8Array.of(1, 0), Int32Array.of(1)),
      'SHAPE_MISMATCH',
      'as many labels as scores (2). Got 1',
    ));
});

describe('by record', () => {
  test('the rate is the share of other non-members that score as high', () => {
    const scores = Float64Array.of(9, 5, 1, 7, 5, 3, 3);
    const members = Uint8Array.of(1, 1, 1, 0, 0, 0, 0);
    expect([...falsePositiveRates(scores, members)]).toEqual([0, 0.5, 1, 0, 1 / 3, 1, 1]);
  });

  test('of a member it is the FPR at which it is found', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean()), { minLength: 2, maxLength: 30 }), (rows) => {
        const scores = Float64Array.from([2, 3, ...rows.map(([score]) => score)]);
        const members = Uint8Array.from([1, 0, ...rows.map(([, member]) => (member ? 1 : 0))]);
        const rates = falsePositiveRates(scores, members);
        members.forEach((member, i) => {
          if (member === 0) return;
          expect(scores[i]).toBeGreaterThanOrEqual(tprAtFprOf(scores, members, rates[i] as number).threshold);
          if ((rates[i] as number) > 0)
            expect(scores[i]).toBeLessThan(tprAtFprOf(scores, members, (rates[i] as number) - 1e-9).threshold);
        });
      }),
    ));

  test('of the only non-member it is unknown', () =>
    expect([...falsePositiveRates(Float64Array.of(1, 2), Uint8Array.of(1, 0))]).toEqual([1, NaN]));
});
