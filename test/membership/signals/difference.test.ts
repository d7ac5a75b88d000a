import { expect, test } from '@jest/globals';
import { difference } from '../../../src/membership/signals/difference.ts';
import { populationThreshold } from '../../../src/membership/signals/populationThreshold.ts';
import { expectAuditError } from '../../data/support.ts';
import { expectClose } from '../../support/matchers.ts';
import { EXACT } from '../../support/tolerances.ts';
import { drawnSignals, phisOf, signalsOf } from './support.ts';

test('the threshold on the population is on the mean signal', () => {
  const signals = signalsOf({
    target: [
      [1, 2, 6],
      [-1, 0, 1],
    ],
  });
  expect(populationThreshold(signals)).toEqual({ name: 'population-threshold', scores: Float64Array.of(3, 0) });
});

test('the difference is to the mean of exactly the models without the record', () => {
  const signals = drawnSignals({ records: 8, references: 7, queries: 2, seed: 12 });
  const { name, scores } = difference(signals);
  expect(name).toBe('difference');
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const expected = Array.from({ length: 8 }, (_, i) =>
    mean([0, 1].map((q) => (signals.target[2 * i + q] as number) - mean(phisOf(signals, i, 0, q)))),
  );
  expectClose(scores, expected, 10 * EXACT);
});

test('the difference of a record without such models is refused, or to the mean of the others', async () => {
  const signals = signalsOf({ target: [5, 1, 1], reference: [[9, 1, 3]], referenceMembers: [[1, 0, 0]] });
  await expectAuditError(
    () => difference(signals),
    'RECORDS_INVALID',
    'at least 1 reference model not trained on each record, for difference. Got 0 for record 0',
  );
  expect([...difference(signals, { missing: 'fill' }).scores]).toEqual([3, 0, -2]);
});
