import { describe, expect, test } from '@jest/globals';
import { ATTACKS, attackNamed } from '../../../src/membership/signals/attacks.ts';
import { aucInterval } from '../../../src/membership/signals/aucInterval.ts';
import { modelAsTarget } from '../../../src/membership/signals/modelAsTarget.ts';
import { recordAucs } from '../../../src/membership/signals/recordAucs.ts';
import { rmia } from '../../../src/membership/signals/rmia.ts';
import { rocOf } from '../../../src/membership/signals/roc.ts';
import { assertSignals, type Signals } from '../../../src/membership/signals/signals.ts';
import { tuneOffline } from '../../../src/membership/signals/tuneOffline.ts';
import { rankAuc } from '../../../src/statistics/rankAuc.ts';
import { expectAuditError } from '../../data/support.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';
import { drawnSignals, signalsOf } from './support.ts';

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

describe('AUC of each record over models', () => {
  test('is that of the scores of models with and without it, every model having been attacked', () => {
    const signals = drawnSignals({ records: 6, references: 9, effect: 1 });
    const found = recordAucs(signals, attackNamed('difference'), {}, 0.9);
    for (let i = 0; i < 6; i++) {
      // φ of each model minus the mean of all others without the record.
      const phi = [...Array(9).keys()].map((r) => signals.reference[r * 6 + i] as number).concat(signals.target[i] as number);
      const member = [...Array(9).keys()]
        .map((r) => signals.referenceMembers[r * 6 + i] as number)
        .concat(signals.members[i] as number);
      const scores = phi.map((own, m) => {
        const out = phi.filter((_, r) => r !== m && member[r] === 0);
        return own - out.reduce((sum, value) => sum + value, 0) / out.length;
      });
      const auc = rankAuc(
        scores.filter((_, m) => member[m] === 1),
        scores.filter((_, m) => member[m] === 0),
      );
      expect(found[i]?.auc).toBeCloseTo(auc, 14);
      const interval = aucInterval(Float64Array.from(scores), Uint8Array.from(member), 0.9);
      expect(found[i]?.low).toBeCloseTo(interval.low, 12);
    }
  });

  test('is unknown where all models are of one kind', () => {
    const all = drawnSignals({ records: 4, references: 4 });
    all.members[2] = 1;
    for (let r = 0; r < 4; r++) all.referenceMembers[r * 4 + 2] = 1;
    const found = recordAucs(all, attackNamed('population-threshold'));
    expect(found.map((entry) => entry === undefined)).toEqual([false, false, true, false]);
  });

  test('of records that do not leak is ½ on average, but less where a fit of both sides lacks the model that is attacked', () => {
    const signals = drawnSignals({ records: 150, references: 15, effect: 0, seed: 3 });
    const average = (name: string) =>
      recordAucs(signals, attackNamed(name), { missing: 'fill' }).reduce((sum, entry) => sum + (entry?.auc ?? Number.NaN), 0) /
      150;
    // One record has a standard deviation of √(17/(12·8·8)) = 0.149.
    const error = MONTE_CARLO_STANDARD_ERRORS * Math.sqrt(17 / 768 / 150);
    for (const name of ['population-threshold', 'difference', 'lira-offline', 'rmia-online', 'rmia-offline', 'base-offline'])
      expect(Math.abs(average(name) - 0.5)).toBeLessThan(error);
    expect(average('lira-online')).toBeLessThan(0.5 - error);
  });

  test('can be told for every attack', () => {
    const signals = drawnSignals({ records: 30, references: 12, effect: 4 });
    for (const attack of ATTACKS) {
      const aucs = recordAucs(signals, attack, { missing: 'fill' }).map((entry) => entry?.auc ?? Number.NaN);
      expect(aucs.reduce((sum, auc) => sum + auc, 0) / 30).toBeGreaterThan(0.8);
    }
  });
});
