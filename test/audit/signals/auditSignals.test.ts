// Audits of recorded signals against truths known in closed form, and what they promise whatever the signals are.

import { describe, expect, test } from '@jest/globals';
import { attackResultSchema } from '../../../src/audit/attackResult.ts';
import { auditSignals } from '../../../src/audit/signals/auditSignals.ts';
import type { SignalsInput } from '../../../src/audit/signals/signalSource.ts';
import { ATTACKS } from '../../../src/membership/signals/attacks.ts';
import { normalTail } from '../../../src/statistics/normal.ts';
import { expectAuditError } from '../../data/support.ts';
import { sampleSignals } from '../../support/sampleSignals.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';

const found = (result: Awaited<ReturnType<typeof auditSignals>>, name: string) => {
  const outcome = result.attacks.find((attack) => attack.name === name);
  if (outcome === undefined) throw new Error(`${name} did not run`);
  return outcome;
};

describe('signals of known truth', () => {
  test('without difficulties, the threshold has the AUC Φ(d/√2) and the TPR of the Gaussian test', async () => {
    const n = 20_000;
    const d = 1;
    const result = await auditSignals(sampleSignals({ records: n, references: 0, shift: d, difficulty: 0 }));
    const { auc, operatingPoints } = found(result, 'population-threshold');
    const exact = normalTail(-d / Math.SQRT2);
    // The standard error of an AUC is at most √(AUC (1 − AUC)/(n/2)).
    const error = Math.sqrt((exact * (1 - exact)) / (n / 2));
    expect(Math.abs(auc.value - exact)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * error);
    expect(auc.low).toBeLessThan(exact);
    expect(auc.high).toBeGreaterThan(exact);
    // N(1, 1) against N(0, 1): TPR 9.236% at an FPR of 1%, of which the threshold itself is off by a tenth with 100 false positives.
    expect(operatingPoints[1]?.realizedFpr).toBe(0.01);
    expect(Math.abs((operatingPoints[1]?.tpr as number) - 0.092362)).toBeLessThan(0.02);
  });

  test('of difficulties that reference models share, LiRA approaches the same AUC, and the threshold falls behind', async () => {
    const result = await auditSignals(sampleSignals({ records: 4000, references: 64, shift: 1, difficulty: 3 }));
    expect(result.verdict).toMatchObject({ attack: 'lira-online', choice: 'fixed rule', finding: 'leak' });
    const exact = normalTail(-1 / Math.SQRT2);
    // Centres of 32 models of each side are off by 1/√32 each, which costs about 0.01.
    expect(found(result, 'lira-online-residuals').auc.value).toBeGreaterThan(exact - 0.03);
    expect(found(result, 'lira-online-residuals').auc.value).toBeLessThan(exact + 0.02);
    expect(found(result, 'population-threshold').auc.value).toBeLessThan(exact - 0.1);
  });

  test('without a leak, no attack finds one more often than its level allows', async () => {
    const names = ['base-online', 'lira-online-residuals', 'population-threshold'];
    const outside = new Map(names.map((name) => [name, 0]));
    const runs = 40;
    for (let seed = 0; seed < runs; seed++) {
      const result = await auditSignals(sampleSignals({ records: 120, references: 4, shift: 0, seed }), { attack: names });
      for (const { name, auc } of result.attacks) {
        if (auc.low > 0.5 || auc.high < 0.5) outside.set(name, (outside.get(name) as number) + 1);
      }
    }
    // Binomial(40, 0.05): 8 or more have a probability below 1e-3.
    for (const count of outside.values()) expect(count).toBeLessThan(8);
  });
});

describe('every audit', () => {
  test('fits its schema, has every attack either run or explained, and scores of all records', async () => {
    for (const references of [0, 1, 2, 6]) {
      const result = await auditSignals(sampleSignals({ records: 60, references, classes: 2 }));
      expect(attackResultSchema.safeParse(result).error?.issues ?? []).toEqual([]);
      const names = [...result.attacks, ...result.unavailable].map(({ name }) => name);
      expect(names.sort()).toEqual(ATTACKS.map(({ name }) => name).sort());
      for (const { reason } of result.unavailable) expect(reason).toMatch(/^Needs [^\n]+\.$/);
      for (const { scores } of result.records) expect(scores).toHaveLength(result.attacks.length);
    }
  });

  test('scores the same whoever is said to be a member: RMIA’s population, fills and the choice of the attack do not look', async () => {
    const input = sampleSignals({ records: 100, references: 3 });
    const [one, other] = [
      await auditSignals(input),
      await auditSignals({ ...input, members: Uint8Array.from({ length: 100 }, (_, i) => Number(i < 30)) }),
    ];
    expect(other.records.map(({ scores }) => scores)).toEqual(one.records.map(({ scores }) => scores));
    expect(other.verdict.attack).toBe(one.verdict.attack);
  });

  test('has curves that rise from (0, 0) to (1, 1), few enough to draw, every point of which is one of the whole curve', async () => {
    const result = await auditSignals(sampleSignals({ records: 20_000, references: 0 }));
    const { roc } = result.attacks[0] as (typeof result.attacks)[0];
    expect(roc.length).toBeLessThan(500);
    expect([roc[0], roc.at(-1)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    for (let i = 1; i < roc.length; i++) {
      for (const axis of [0, 1] as const) {
        expect(roc[i]?.[axis]).toBeGreaterThanOrEqual(roc[i - 1]?.[axis] as number);
        // Both sides have 10,000 records.
        expect(Number.isInteger(Math.round((roc[i]?.[axis] as number) * 1e10) / 1e6)).toBe(true);
      }
    }
  });

  test('tells classes apart where there are labels', async () => {
    const result = await auditSignals(sampleSignals({ records: 300, references: 2, classes: 3 }));
    expect(result.signals.classes).toEqual(['0', '1', '2'].map((label) => ({ label, name: label, members: 50, nonMembers: 50 })));
    expect(result.attacks[0]?.byClass.map(({ classIndex }) => classIndex)).toEqual([0, 1, 2]);
    const withoutLabels = await auditSignals(sampleSignals({ records: 30, references: 0 }));
    expect(withoutLabels.signals.classes).toBeNull();
    expect(withoutLabels.attacks[0]?.byClass).toEqual([]);
  });

  test('leaves out the AUC of a class that has members alone', async () => {
    const input: SignalsInput = { targetLosses: [1, 2, 3, 4, 5], members: [1, 0, 1, 1, 0], labels: [4, 4, 9, 9, 4] };
    const result = await auditSignals(input);
    expect(result.signals.classes?.map(({ label, members, nonMembers }) => [label, members, nonMembers])).toEqual([
      ['4', 1, 2],
      ['9', 2, 0],
    ]);
    expect(result.attacks[0]?.byClass.map(({ classIndex }) => classIndex)).toEqual([0]);
  });

  test('names the records that have ids, and keeps the settings as they were given', async () => {
    const result = await auditSignals(
      { targetLosses: [1, 2, 3], members: [1, 0, 1], record: [7, 9, 11] },
      { seed: 4, level: 0.9 },
    );
    expect(result.records.map(({ record, name }) => [record, name])).toEqual([
      [0, '7'],
      [1, '9'],
      [2, '11'],
    ]);
    expect(result.manifest).toMatchObject({ seed: 4, settings: { seed: 4, level: 0.9 } });
    expect(result.level).toBe(0.9);
  });

  test('stops when it is told to', async () => {
    const controller = new AbortController();
    controller.abort();
    await expectAuditError(() => auditSignals(sampleSignals({ records: 20 }), { signal: controller.signal }), 'CANCELLED');
  });
});

describe('the attacks', () => {
  test('run by name alone, the verdict resting on the first', async () => {
    const result = await auditSignals(sampleSignals({ records: 60, references: 4 }), { attack: ['difference', 'lira-online'] });
    expect(result.attacks.map(({ name }) => name).sort()).toEqual(['difference', 'lira-online']);
    expect(result.verdict).toMatchObject({ attack: 'difference', choice: 'named' });
    expect(result.dp.attack).toBe('difference');
    expect(result.unavailable).toEqual([]);
  });

  test('that lack reference models are refused by name, with what works instead', async () => {
    await expectAuditError(
      () => auditSignals(sampleSignals({ records: 60, references: 1 }), { attack: ['lira-online'] }),
      'RECORDS_INVALID',
      'for lira-online',
      'fewer for every record',
      'population-threshold',
    );
  });

  test('are filled in for records that lack reference models, up to most of them, and the result says so', async () => {
    // Of two models on halves of the sample, one in four records is in both and one in neither.
    const result = await auditSignals(sampleSignals({ records: 80, references: 1 }));
    expect(found(result, 'base-offline').filled).toBe(40);
    expect(result.unavailable.map(({ name }) => name)).toContain('base-online');
    expect(result.warnings).toMatchObject([{ code: 'RECORDS_FILLED', message: expect.stringContaining('Up to 40 records') }]);
    expect((await auditSignals(sampleSignals({ records: 80, references: 2 }))).warnings).toEqual([]);
  });

  test.each([
    [0, 'population-threshold'],
    [1, 'base-offline'],
    [4, 'base-online'],
    [62, 'base-online'],
    [64, 'lira-online'],
  ])('of %d reference models are led by %s', async (references, name) => {
    expect((await auditSignals(sampleSignals({ records: 20, references }))).verdict.attack).toBe(name);
  });

  test('that fit normal distributions do not lead where signals were rounded to certainty', async () => {
    const input = sampleSignals({ records: 40, references: 64, kind: 'confidences' });
    const target = (input.targetConfidences as { values: Float64Array }).values.slice();
    target.fill(1, 0, 5);
    const result = await auditSignals({ ...input, targetConfidences: { shape: [40], values: target } });
    expect(result.verdict.attack).toBe('base-online');
    expect(result.warnings).toMatchObject([{ code: 'SIGNALS_BOUNDED' }]);
  });
});

describe('a of offline RMIA', () => {
  test('is recorded with γ, and chosen against a reference model where that is asked for, whoever the members are', async () => {
    const input = sampleSignals({ records: 80, references: 6 });
    expect((await auditSignals(input, { gamma: 1.5 })).rmia).toEqual({ gamma: 1.5, a: 0.3, tuned: false });
    const { rmia, records } = await auditSignals(input, { a: 'auto', attack: ['rmia-offline'] });
    expect(rmia).toMatchObject({ gamma: 2, tuned: true });
    const plain = await auditSignals(input, { a: rmia.a, attack: ['rmia-offline'] });
    expect(records).toEqual(plain.records);
    const others = Uint8Array.from({ length: 80 }, (_, i) => Number(i < 20));
    expect((await auditSignals({ ...input, members: others }, { a: 'auto' })).rmia).toEqual(rmia);
  });

  test('cannot be chosen with fewer than two reference models', async () => {
    await expectAuditError(
      () => auditSignals(sampleSignals({ records: 20, references: 1 }), { a: 'auto' }),
      'OPTION_INVALID',
      'at least two reference models for --a auto',
      'Try --a 0.3.',
    );
  });
});

describe('options', () => {
  const audit = (options: object) => () => auditSignals(sampleSignals({ records: 10, references: 0 }), options as never);

  test.each([
    [{ attack: 'liar-online' }, 'NAME_UNKNOWN', 'Got "liar-online". Try "lira-online"'],
    [{ attack: [] }, 'OPTION_INVALID', 'at least one name for --attack'],
    [{ attack: ['all', 'difference'] }, 'OPTION_INVALID', 'or all alone'],
    [{ gamma: 0 }, 'OPTION_INVALID', '--gamma above 0. Got 0.'],
    [{ a: 1.5 }, 'OPTION_INVALID', '--a from 0 to 1, or auto. Got 1.5.'],
    [{ fpr: [0.1, 1] }, 'OPTION_INVALID', 'between 0 and 1 for --fpr. Got 0.1,1.'],
    [{ fpr: [] }, 'OPTION_INVALID', 'Got none.'],
    [{ delta: 0 }, 'OPTION_INVALID', '--delta between 0 and 1. Got 0.'],
    [{ level: 95 }, 'OPTION_INVALID', '--level between 0 and 1. Got 95.'],
    [{ levle: 0.9 }, 'NAME_UNKNOWN', 'Got "levle". Try "level"'],
  ] as const)('%j are refused', async (options, code, words) => {
    await expectAuditError(audit(options), code, words);
  });

  test('of RMIA change its scores, and false-positive rates stand once and in order', async () => {
    const scores = async (options: object) =>
      (await auditSignals(sampleSignals({ records: 60, references: 4 }), { attack: ['rmia-offline'], ...options })).records.map(
        (record) => record.scores[0],
      );
    const plain = await scores({});
    expect(await scores({ gamma: 2, a: 0.3 })).toEqual(plain);
    expect(await scores({ gamma: 1 })).not.toEqual(plain);
    expect(await scores({ a: 0.9 })).not.toEqual(plain);
    const result = await auditSignals(sampleSignals({ records: 60, references: 0 }), { fpr: [0.2, 0.05, 0.2] });
    expect(result.attacks[0]?.operatingPoints.map(({ fpr }) => fpr)).toEqual([0.05, 0.2]);
  });
});
