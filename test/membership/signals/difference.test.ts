import { expect, test } from '@jest/globals';
import { difference } from '../../../src/membership/signals/difference.ts';
import { fromLosses } from '../../../src/membership/signals/fromLosses.ts';
import { populationThreshold } from '../../../src/membership/signals/populationThreshold.ts';
import { rocOf } from '../../../src/membership/signals/roc.ts';
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

test('low losses speak for membership: the AUC of an overfitted model is above ½', () => {
  const losses = Float64Array.of(0.01, 0.2, 0.002, 0.9, 1.5, 0.1, 2.5, 0.4);
  const members = Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0);
  const signals = { ...signalsOf({ target: [...fromLosses(losses)] }), members };
  // By counting: of 16 pairs the member has the lower loss in 4 + 3 + 4 + 2.
  expect(rocOf(populationThreshold(signals).scores, members).auc).toBe(13 / 16);
  expect(rocOf(losses, members).auc).toBe(3 / 16);
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
