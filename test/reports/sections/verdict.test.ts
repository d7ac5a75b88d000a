import { describe, expect, test } from '@jest/globals';
import { verdict } from '../../../reports/sections/verdict.ts';
import type { AuditResult } from '../../../src/audit/result.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../../support/sampleResult.ts';
import { blockIn, wordsOf } from './readBlocks.ts';

/** A result whose every record is in one tier. */
function allIn(tier: AuditResult['records'][number]['tier'], options = {}): AuditResult {
  const result = sampleResult(options);
  return {
    ...result,
    records: result.records.map((record) => ({ ...record, tier })),
    verdict: {
      ...result.verdict,
      tiers: result.verdict.tiers.map((t) => ({ ...t, records: t.id === tier ? result.records.length : 0 })),
    },
  };
}

describe('the verdict', () => {
  test('answers first: how many, how strong, how certain', () => {
    expect(wordsOf(verdict.build(sampleResult()).slice(0, 1))).toBe(
      '14 of 300 audited records (4.7%) can be singled out: they are in the high-risk tier, defined below. ' +
        'The most exposed by KL divergence, which ranks the records in this report, is record 94 (class 4): seeing the model’s output, the ' +
        'best possible attacker tells whether this record was in the training data with AUC 0.996 (0.5 is guessing, 1 is certainty). For the median record the AUC is 0.633. Higher means more exposed. ' +
        '(These numbers are computed, not sampled; estimated numerical error at most 2.50×10⁻¹⁰ of each probability.)',
    );
  });

  test('counts the tiers as the records have them', () => {
    const result = sampleResult();
    const table = blockIn(verdict.build(result), 'table');
    const counts = (['high', 'elevated', 'low'] as const).map((id) => result.records.filter((r) => r.tier === id).length);
    expect(table.rows.map((row) => row[2])).toEqual(counts);
    expect(table.rows.map((row) => row[3])).toEqual(counts.map((n) => n / 300));
    expect(counts).toEqual([14, 30, 256]);
  });

  test.each([
    ['high', '[danger] Act before the model is released'],
    ['elevated', '[caution] Decide before the model is released'],
    ['low', '[good] No record stands out'],
  ] as const)('concludes by the worst tier that holds records: %s', (tier, words) => {
    expect(wordsOf(verdict.build(allIn(tier)))).toContain(words);
  });

  test('never says that nothing can be learned', () => {
    expect(wordsOf(verdict.build(sampleResult(SAMPLE_VARIANTS['no leakage at all'])))).toContain(
      'it does not say that nothing at all can be learned about a record',
    );
  });

  test('names the records to look at, most exposed first', () => {
    expect(wordsOf(verdict.build(sampleResult()))).toContain(
      'Look at the 14 high-risk records: 94, 289, 93, 260, 114, 0, 171, 91, 296 and 63, and 4 more marked in the section All records.',
    );
  });

  test('advises to change the training when most records are exposed', () => {
    const words = wordsOf(verdict.build(sampleResult(SAMPLE_VARIANTS['huge leakage'])));
    expect(words).toContain('Change the training rather than the data: 300 of 300 records (100%) are in the high-risk tier');
    expect(words).not.toContain('Look at the');
  });

  test('never calls an AUC 1', () => {
    const words = wordsOf(verdict.build(sampleResult(SAMPLE_VARIANTS['huge leakage'])));
    expect(words).toContain('with AUC >0.999');
    expect(words).not.toMatch(/AUC (is )?1[^0-9]/);
  });

  test('asks for no step when all records are in the low tier', () => {
    expect(wordsOf(verdict.build(sampleResult(SAMPLE_VARIANTS['tiny leakage'])))).toContain(
      'No step is needed because of this audit.',
    );
  });

  test('names a class that holds most exposed records', () => {
    const result = sampleResult();
    const records = result.records.map((r): typeof r => ({ ...r, tier: r.classIndex === 3 && r.record < 100 ? 'high' : 'low' }));
    expect(wordsOf(verdict.build({ ...result, records }))).toContain(
      'Look at class 3: it holds 10 of 10 high-risk records (100%)',
    );
  });

  test('puts removing duplicates first when the audit warned of them', () => {
    const warnings = [{ code: 'DUPLICATE_RECORDS', message: '4 records equal another.' }];
    const blocks = verdict.build(sampleResult({ warnings }));
    expect(blockIn(blocks, 'list').items[0]).toMatch(/^Remove duplicates first\./);
    expect(wordsOf(blocks)).toContain('[caution] Warning: duplicate records: 4 records equal another.');
  });

  test('reports the limits set for the audit', () => {
    const exceeded = sampleResult({ failAbove: true });
    const above = exceeded.records.filter((r) => r.auc > 0.9).length;
    expect(wordsOf(verdict.build(exceeded))).toContain(
      `[danger] A limit set for this audit is exceeded: auc: limit 0.9, worst 0.996 for record 94 (class 4), ${above} records above it.`,
    );
    const kept = sampleResult({ failAbove: true, leakage: 'tiny' });
    expect(wordsOf(verdict.build(kept))).toContain('[good] Every limit set for this audit is kept');
  });

  test('states the worst value with as many digits as its side of the limit takes', () => {
    const result = sampleResult();
    const outcome = { metric: 'auc', record: 94, exceeded: true, recordsAbove: 1 };
    const wordsAt = (worst: number, limit: number) =>
      wordsOf(verdict.build({ ...result, verdict: { ...result.verdict, failAbove: [{ ...outcome, worst, limit }] } }));
    expect(wordsAt(0.99996, 0.9)).toContain('auc: limit 0.9, worst 0.99996 for');
    expect(wordsAt(0.900_01, 0.9)).toContain('auc: limit 0.9, worst 0.90001 for');
    expect(wordsAt(0.9996, 0.9995)).toContain('auc: limit 0.9995, worst 0.9996 for');
  });

  test('ends with lines to sign', () => {
    expect(verdict.build(sampleResult()).at(-1)).toMatchObject({ kind: 'sign-off' });
  });

  test('says that no certificate stands behind the numbers when there is none', () => {
    expect(wordsOf(verdict.build(sampleResult(SAMPLE_VARIANTS['no certificate'])))).toContain('[caution] No certificate');
    expect(wordsOf(verdict.build(sampleResult()))).not.toContain('No certificate');
  });

  test('says when only part of the input was audited', () => {
    expect(wordsOf(verdict.build(sampleResult()))).toContain('The input holds 600 records; this audit took 300 of them');
    const whole = sampleResult();
    const blocks = verdict.build({ ...whole, dataset: { ...whole.dataset, recordsInInput: 300 } });
    expect(wordsOf(blocks)).not.toContain('The input holds');
  });

  test('shows the words of a warning as plain text', () => {
    expect(wordsOf(verdict.build(sampleResult(SAMPLE_VARIANTS['hostile names'])))).toContain('</td><script>1</script>\\u202e');
  });
});
