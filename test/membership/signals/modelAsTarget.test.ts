import { describe, expect, test } from '@jest/globals';
import { modelAsTarget } from '../../../src/membership/signals/modelAsTarget.ts';
import { assertSignals } from '../../../src/membership/signals/signals.ts';
import { expectAuditError } from '../../data/support.ts';
import { signalsOf } from './support.ts';

const SMALL = signalsOf({
  target: [
    [1, 2],
    [3, 4],
  ],
  reference: [
    [
      [5, 6],
      [7, 8],
    ],
    [
      [9, 10],
      [11, 12],
    ],
    [
      [13, 14],
      [15, 16],
    ],
  ],
  members: [1, 0],
  referenceMembers: [
    [0, 1],
    [1, 1],
    [0, 0],
  ],
  labels: [3, 4],
});

describe('a reference model in the place of the audited one', () => {
  test.each([0, 1, 2])('is model %d, with the others as its reference models', (model) => {
    const moved = modelAsTarget(SMALL, model);
    assertSignals(moved);
    const rows = [0, 1, 2].filter((r) => r !== model);
    expect([...moved.target]).toEqual([...SMALL.reference.subarray(4 * model, 4 * model + 4)]);
    expect([...moved.members]).toEqual([...SMALL.referenceMembers.subarray(2 * model, 2 * model + 2)]);
    expect([...moved.reference]).toEqual(rows.flatMap((r) => [...SMALL.reference.subarray(4 * r, 4 * r + 4)]));
    expect([...moved.referenceMembers]).toEqual(rows.flatMap((r) => [...SMALL.referenceMembers.subarray(2 * r, 2 * r + 2)]));
    expect(moved.labels).toBe(SMALL.labels);
  });

  test('or with the audited model in its place, which twice is what it was', () => {
    const moved = modelAsTarget(SMALL, 1, true);
    expect([...moved.reference]).toEqual([5, 6, 7, 8, 1, 2, 3, 4, 13, 14, 15, 16]);
    expect([...moved.referenceMembers]).toEqual([0, 1, 1, 0, 0, 0]);
    expect(modelAsTarget(moved, 1, true)).toEqual(SMALL);
  });

  test('must be one', async () => {
    for (const model of [-1, 3, 0.5, NaN])
      await expectAuditError(
        () => modelAsTarget(SMALL, model),
        'OPTION_INVALID',
        `one of 3 reference models, from 0. Got ${model}. Try 2`,
      );
    await expectAuditError(() => modelAsTarget(signalsOf({ target: [1] }), 0), 'OPTION_INVALID', 'recording reference models');
  });
});
