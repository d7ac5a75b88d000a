import { describe, expect, test } from '@jest/globals';
import { AuditError } from '../../../src/base/errors.ts';
import { ATTACKS, attackNamed } from '../../../src/membership/signals/attacks.ts';
import { attacksPossible } from '../../../src/membership/signals/attacksPossible.ts';
import { rocOf } from '../../../src/membership/signals/roc.ts';
import type { Signals } from '../../../src/membership/signals/signals.ts';
import { expectAuditError } from '../../data/support.ts';
import { drawnSignals, signalsOf } from './support.ts';

describe('the table of attacks', () => {
  test('names every variant once', () => {
    const names = ATTACKS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(32);
    expect(names).toEqual(
      expect.arrayContaining(['population-threshold', 'difference', 'lira-online', 'lira-online-uncentred-in-median']),
    );
    expect(names).toEqual(
      expect.arrayContaining(['lira-offline-density-residuals', 'rmia-online', 'rmia-offline', 'base-offline']),
    );
  });

  test('describes each in one sentence of its own', () => {
    for (const { describe: sentence } of ATTACKS) expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(new Set(ATTACKS.map((attack) => attack.describe)).size).toBe(ATTACKS.length);
  });

  test('finds attacks, and the name that was meant', async () => {
    expect(attackNamed('rmia-online').name).toBe('rmia-online');
    await expectAuditError(() => attackNamed('lira-offlin'), 'NAME_UNKNOWN', 'Try "lira-offline"');
  });
});

describe.each(ATTACKS)('$name', ({ name, run }) => {
  const signals = drawnSignals({ records: 400, references: 16, queries: 2, effect: 3 });

  test('scores every record, members higher, under its own name', () => {
    const found = run(signals);
    expect(found.name).toBe(name);
    expect(found.scores).toHaveLength(400);
    for (const score of found.scores) expect(Number.isFinite(score)).toBe(true);
    // The weakest of them, which knows nothing of the records' difficulty, has 0.86 here; a wrong sign would be below ½.
    expect(rocOf(found.scores, signals.members).auc).toBeGreaterThan(0.8);
  });

  test('leaves the signals as they were', () => {
    const copy = structuredClone(signals);
    run(copy);
    expect(copy).toEqual(signals);
  });
});

describe('what is possible', () => {
  const models = (referenceMembers: readonly (readonly number[])[], members: readonly number[] = [1, 0, 0, 1]): Signals =>
    signalsOf({
      target: [3, 1, 2, 0],
      reference: referenceMembers.map((_, r) => [0, 1, 2, 3].map((i) => Math.cos(3 * r + i))),
      members,
      referenceMembers,
    });
  const everyone = [1, 1, 1, 1];
  const nobody = [0, 0, 0, 0];
  const cases: [string, Signals][] = [
    ['no reference models', models([])],
    ['one model without the records', models([nobody])],
    ['one model of half the records', models([[1, 1, 0, 0]])],
    ['one model of either kind', models([everyone, nobody])],
    ['two models without the records', models([nobody, nobody])],
    [
      'complementary models',
      models([
        [1, 1, 0, 0],
        [0, 0, 1, 1],
      ]),
    ],
    [
      'four models, one record always in',
      models([
        [1, 1, 0, 0],
        [1, 0, 1, 0],
        [1, 1, 0, 1],
        [1, 0, 0, 1],
      ]),
    ],
    ['two of either kind', models([everyone, everyone, nobody, nobody])],
    ['members only', models([everyone, everyone, nobody, nobody], everyone)],
  ];

  test.each(cases)('with %s is what runs', (_, signals) => {
    const answers = attacksPossible(signals);
    expect(answers.map(({ name }) => name)).toEqual(ATTACKS.map(({ name }) => name));
    answers.forEach(({ name, possible, lacking, why }, at) => {
      const outcome = (missing: 'refuse' | 'fill') => {
        try {
          ATTACKS[at]?.run(signals, { missing });
          return undefined;
        } catch (error) {
          if (error instanceof AuditError) return error;
          throw error;
        }
      };
      const [refused, filled] = [outcome('refuse'), outcome('fill')];
      const found = refused === undefined ? 'yes' : filled === undefined ? 'fill' : 'no';
      expect({ name, possible }).toEqual({ name, possible: found });
      expect(why).toEqual(refused?.text);
      if (possible !== 'yes') expect(lacking > 0 || name.startsWith('rmia') || /residuals|record-mean/.test(name)).toBe(true);
      else expect(lacking).toBe(0);
      // What is recommended works.
      for (const advised of why?.try.match(/\b(population-threshold|(lira|rmia)-[a-z-]+)/g) ?? []) {
        expect(attackNamed(advised).run(signals).scores).toHaveLength(4);
      }
    });
  });

  test('counts the records that lack models', () => {
    const [, signals] = cases[6] as [string, Signals];
    const answers = new Map(attacksPossible(signals).map((answer) => [answer.name, answer]));
    // Record 0 is in all four models, record 1 and 3 in two, record 2 in one.
    expect(answers.get('difference')).toMatchObject({ possible: 'fill', lacking: 1 });
    expect(answers.get('lira-online')).toMatchObject({ possible: 'fill', lacking: 2 });
    expect(answers.get('population-threshold')).toEqual({
      name: 'population-threshold',
      possible: 'yes',
      lacking: 0,
      why: undefined,
    });
    expect(answers.get('lira-offline')?.why?.got).toBe('0 for record 0, and too few for 1 in all');
  });

  test('refuses signals that are none', () =>
    expectAuditError(() => attacksPossible(signalsOf({ target: [Infinity] })), 'NOT_FINITE', 'boundInfinite'));
});
