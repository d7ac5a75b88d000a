import { describe, expect, test } from '@jest/globals';
import { modelAsTarget } from '../../../src/membership/signals/modelAsTarget.ts';
import { rmia } from '../../../src/membership/signals/rmia.ts';
import { rocOf } from '../../../src/membership/signals/roc.ts';
import type { Signals } from '../../../src/membership/signals/signals.ts';
import { tuneOffline } from '../../../src/membership/signals/tuneOffline.ts';
import { expectAuditError } from '../../data/support.ts';
import { drawnSignals, signalsOf } from './support.ts';

describe('a of offline RMIA', () => {
  const signals = drawnSignals({ records: 200, references: 5, effect: 2, seed: 8 });

  test('is the one with the highest AUC on a reference model', () => {
    const { a, tried } = tuneOffline(signals, { model: 1, gamma: 1, missing: 'fill' });
    expect(tried.map((entry) => entry.a)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    const attacked = modelAsTarget(signals, 1);
    for (const entry of tried) {
      const { scores } = rmia(attacked, { mode: 'offline', a: entry.a, gamma: 1, missing: 'fill' });
      expect(entry.auc).toBe(rocOf(scores, attacked.members).auc);
    }
    const best = Math.max(...tried.map(({ auc }) => auc));
    expect(tried.find(({ auc }) => auc === best)?.a).toBe(a);
    expect(new Set(tried.map(({ auc }) => auc)).size).toBeGreaterThan(5);
  });

  test('is the least of those that do equally well', () => {
    const signals = signalsOf({
      target: [0, 0, 0, 0],
      // The model without the records knows all alike, the attacked one its members better: every a ranks them rightly.
      reference: [
        [3, 3, -3, -3],
        [0, 0, 0, 0],
      ],
      referenceMembers: [
        [1, 1, 0, 0],
        [0, 0, 0, 0],
      ],
    });
    const { a, tried } = tuneOffline(signals);
    expect(tried.map(({ auc }) => auc)).toEqual(Array(11).fill(1));
    expect(a).toBe(0);
  });

  test('does not depend on the audited model', () => {
    const other: Signals = {
      ...signals,
      target: signals.target.map((phi) => -phi),
      members: signals.members.map((member) => 1 - member),
    };
    expect(tuneOffline(other, { missing: 'fill' })).toEqual(tuneOffline(signals, { missing: 'fill' }));
  });

  test('needs another reference model', () =>
    expectAuditError(
      () => tuneOffline(drawnSignals({ references: 1 })),
      'RECORDS_INVALID',
      'for rmia-offline. Got fewer for every record',
    ));
});
