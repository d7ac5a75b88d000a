// The result of attacks as JSON: the published schema takes every kind, and a result whose parts contradict each other is refused.

import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { parseResult, resultJson } from '../../reports/tables/resultJson.ts';
import { ATTACK_RESULT_SCHEMA_VERSION, type AttackResult } from '../../src/audit/attackResult.ts';
import { attackResultJsonSchema, publishedSchemas } from '../../src/audit/jsonSchema.ts';
import { expectAuditError } from '../data/support.ts';
import { ATTACK_VARIANTS, sampleAttackResult } from '../support/sampleAttackResult.ts';

const results = await Promise.all(
  Object.entries(ATTACK_VARIANTS).map(async ([name, options]) => ({ name, result: await sampleAttackResult(options) })),
);
const [{ result: good }] = results as [(typeof results)[0]];

describe('the published JSON Schema of attacks', () => {
  // The second route: a validator built from the published JSON alone.
  const published = z.fromJSONSchema(JSON.parse(publishedSchemas()['attack-result-1.json'] as string));

  test.each(results)('accepts the sample result: $name', ({ result }) => {
    expect(published.safeParse(result).error?.issues ?? []).toEqual([]);
  });

  test('refuses a rate above one, a missing part and an unknown part, and is named after its major version', () => {
    const { verdict: _, ...withoutVerdict } = good;
    for (const bad of [{ ...good, level: 1.5 }, withoutVerdict, { ...good, extra: 1 }, { ...good, records: [] }]) {
      expect(published.safeParse(bad).success).toBe(false);
    }
    expect(attackResultJsonSchema().$id).toBe(`attack-result-${ATTACK_RESULT_SCHEMA_VERSION.split('.')[0]}.json`);
  });
});

describe('attack.json', () => {
  test.each(results)('reads back as it was: $name', ({ result }) => {
    expect(parseResult(resultJson(result))).toEqual(result);
  });

  const changed = (change: (result: AttackResult) => unknown) => {
    const copy = structuredClone(good);
    change(copy);
    return () => parseResult(JSON.stringify(copy));
  };

  test('is refused where its parts contradict each other', async () => {
    const cases: readonly (readonly [(result: AttackResult) => unknown, string])[] = [
      [(r) => (r.verdict.attack = 'other'), 'verdict.attack in the result'],
      [(r) => r.records.push({ ...(r.records[0] as (typeof r.records)[0]) }), 'each record once'],
      [(r) => (r.signals.members += 1), 'signals.members'],
      [(r) => (r.signals.nonMembers -= 1), 'signals.nonMembers'],
      [(r) => r.records[3]?.scores.pop(), 'records[3].scores'],
      [(r) => Object.assign(r.records[2] as object, { classIndex: 9 }), 'to name a class of this result. Got class 9'],
      [
        (r) => Object.assign(r.attacks[0]?.byClass[0] as object, { classIndex: 9 }),
        'to name a class of this result. Got class 9',
      ],
    ];
    for (const [change, words] of cases) await expectAuditError(changed(change), 'RESULT_INVALID', words);
  });

  test('cannot hold a score that is no finite number', async () => {
    const copy = structuredClone(good);
    (copy.records[0] as (typeof copy.records)[0]).scores[0] = Number.POSITIVE_INFINITY;
    await expectAuditError(() => resultJson(copy), 'NUMERICAL_FAILURE', 'records[0].scores[0]');
  });
});
