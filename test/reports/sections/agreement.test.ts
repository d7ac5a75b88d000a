import { describe, expect, test } from '@jest/globals';
import { agreement } from '../../../reports/sections/agreement.ts';
import type { AuditResult } from '../../../src/audit/result.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../../support/sampleResult.ts';
import { figureIn, wordsOf } from './readBlocks.ts';

const withAgreement = (change: Partial<AuditResult['agreement']>, records = 300): AuditResult => {
  const result = sampleResult({ records });
  return { ...result, agreement: { ...result.agreement, ...change } };
};
const firstSentence = (result: AuditResult) => wordsOf(agreement.build(result).slice(0, 1));

describe('the agreement of the two measures', () => {
  test('states correlation and overlap', () => {
    expect(firstSentence(sampleResult())).toBe(
      'The two measures order the records almost alike: over 300 records their rank correlation (Spearman) is 0.96, where 1 is the same order, ' +
        '0 no relation and −1 the opposite order (exact for these records). The correlation of their logarithms is 0.94. ' +
        'Of the 30 most exposed records by KL divergence, 24 (80.0%) are also among the 30 most exposed by mean distance.',
    );
  });

  test.each([
    [0.95, 'almost alike'],
    [0.8, 'broadly agree'],
    [0.5, 'agree only in part'],
    [-0.2, 'do not agree'],
  ])('finds words for a rank correlation of %d', (spearman, words) => {
    expect(firstSentence(withAgreement({ spearman }))).toContain(words);
  });

  test('rounds no correlation up to 1 and writes a true minus', () => {
    expect(firstSentence(withAgreement({ spearman: 0.9991 }))).toContain('is above 0.99,');
    expect(firstSentence(withAgreement({ spearman: -0.9991 }))).toContain('is below −0.99,');
    expect(firstSentence(withAgreement({ spearman: -0.25 }))).toContain('is −0.25,');
  });

  test('says why there is no correlation when a measure is constant', () => {
    expect(firstSentence(withAgreement({ spearman: null, pearsonLog: null }))).toContain(
      'no rank correlation can be stated, because one of the measures is the same for all of them',
    );
  });

  test('speaks of one record in the singular', () => {
    expect(firstSentence(withAgreement({ topOverlap: { k: 1, shared: 0 } }))).toContain(
      'The record most exposed by KL divergence is not the one most exposed by mean distance.',
    );
  });

  test('draws every record with both measures above zero, and names points', () => {
    const blocks = agreement.build(sampleResult(SAMPLE_VARIANTS['some records without leakage']));
    const [series] = figureIn(blocks, 'kl-against-mean-distance').series;
    expect(series?.kind === 'scatter' ? [series.points.length, series.pointLabels?.[0]] : []).toEqual([
      240,
      'record 94, class 4',
    ]);
    expect(wordsOf(blocks)).toContain('60 records with a measure of exactly 0');
  });

  test('thins a large cloud, keeping the most exposed records, and says so', () => {
    const result = sampleResult({ records: 3000, exhibits: false });
    const blocks = agreement.build(result);
    const [series] = figureIn(blocks, 'kl-against-mean-distance').series;
    if (series?.kind !== 'scatter') throw new Error('no scatter');
    const largest = result.records.map(({ kl }) => kl).sort((a, b) => b - a);
    expect(series.points).toHaveLength(2000);
    expect(series.points.slice(0, 500).map(([, kl]) => kl)).toEqual(largest.slice(0, 500));
    expect(wordsOf(blocks)).toContain('2000 of 3000');
  });
});
