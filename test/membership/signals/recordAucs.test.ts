import { describe, expect, test } from '@jest/globals';
import { ATTACKS, attackNamed } from '../../../src/membership/signals/attacks.ts';
import { aucInterval } from '../../../src/membership/signals/aucInterval.ts';
import { recordAucs } from '../../../src/membership/signals/recordAucs.ts';
import { rankAuc } from '../../../src/statistics/rankAuc.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';
import { drawnSignals } from './support.ts';

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
