import { describe, expect, test } from '@jest/globals';
import { aucInterval } from '../../../src/membership/signals/aucInterval.ts';
import { byClass } from '../../../src/membership/signals/byClass.ts';
import { rocOf } from '../../../src/membership/signals/roc.ts';
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
