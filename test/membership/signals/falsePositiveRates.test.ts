import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { falsePositiveRates } from '../../../src/membership/signals/falsePositiveRates.ts';
import { tprAtFprOf } from '../../../src/membership/signals/roc.ts';

describe('the false positive rate of a record', () => {
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
