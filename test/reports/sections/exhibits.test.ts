import { describe, expect, test } from '@jest/globals';
import { exhibits } from '../../../reports/sections/exhibits.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../../support/sampleResult.ts';
import { blockIn, wordsOf } from './readBlocks.ts';

describe('the most and least exposed records', () => {
  test('are named with class, KL and times the median', () => {
    expect(wordsOf(exhibits.build(sampleResult()).slice(0, 1))).toContain(
      'Of 300 records, record 94 (class 4) is the most exposed, with a KL divergence of 6.83 nats, 58.8 times the median, ' +
        'and record 39 (class 9) the least, with 0.00298 nats',
    );
  });

  test('are shown as pictures, most exposed first', () => {
    const most = blockIn(exhibits.build(sampleResult()), 'records');
    expect(most.cards).toHaveLength(12);
    expect(most.cards[0]?.title).toBe('#1 · record 94 · class 4');
    expect(most.cards[0]?.facts).toEqual(['AUC 0.996', 'caught at 0.1% FPR: 72.7%', 'KL 6.83 nats']);
    expect(most.cards[0]?.picture?.pixels).toHaveLength(144);
    const least = blockIn(exhibits.build(sampleResult()), 'records', 1);
    expect(least.cards[11]?.title).toBe('#300 · record 39 · class 9');
  });

  test('are shown with what the input calls them', () => {
    const { cards } = blockIn(exhibits.build(sampleResult({ recordNames: ['a.png', `${'b'.repeat(90)}.png`] })), 'records');
    expect(cards[0]?.facts).toEqual(['a.png', 'AUC 0.996', 'caught at 0.1% FPR: 72.7%', 'KL 6.83 nats']);
    const long = cards.find(({ record }) => record % 2 === 1)?.facts[0];
    expect(long).toMatch(/^b+…$/);
    expect(long).toHaveLength(80);
  });

  test('are shown by their values when the data are a table', () => {
    const { cards, caption } = blockIn(exhibits.build(sampleResult(SAMPLE_VARIANTS['a table'])), 'records');
    expect(cards[0]?.picture).toBeUndefined();
    expect(cards[0]?.values?.map(({ name }) => name).sort()).toEqual(['age', 'city', 'education', 'hours <per> week']);
    expect(caption).toContain('the most unusual first');
  });

  test('are listed by number when the result holds no contents', () => {
    const blocks = exhibits.build(sampleResult(SAMPLE_VARIANTS['no exhibits']));
    expect(blocks.some(({ kind }) => kind === 'records')).toBe(false);
    expect(blockIn(blocks, 'table').rows).toHaveLength(10);
  });

  test('are not told apart when all records are alike', () => {
    expect(wordsOf(exhibits.build(sampleResult(SAMPLE_VARIANTS['records all alike'])).slice(0, 1))).toBe(
      'All 30 records are equally exposed: the KL divergence of each is 0.140 nats (computed, not sampled).',
    );
  });

  test('are not told apart by rounding', () => {
    const result = sampleResult(SAMPLE_VARIANTS['records all alike']);
    const records = result.records.map((r, i) => (i === 0 ? { ...r, kl: r.kl * (1 + Number.EPSILON) } : r));
    expect(wordsOf(exhibits.build({ ...result, records }).slice(0, 1))).toMatch(/^All 30 records are equally exposed/);
    const apart = result.records.map((r, i) => (i === 0 ? { ...r, kl: 0.001 } : r));
    expect(wordsOf(exhibits.build({ ...result, records: apart }).slice(0, 1))).not.toContain('times the median');
  });

  test('come with a warning that they show data', () => {
    expect(wordsOf(exhibits.build(sampleResult()))).toContain('[caution] This section shows data');
  });
});
