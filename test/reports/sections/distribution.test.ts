import { describe, expect, test } from '@jest/globals';
import { distribution } from '../../../reports/sections/distribution.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../../support/sampleResult.ts';
import { blockIn, figureIn, wordsOf } from './readBlocks.ts';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

function countsOf(figure: ReturnType<typeof figureIn>): readonly number[] {
  const [series] = figure.series;
  if (series?.kind !== 'bars') throw new Error('no bars');
  return series.counts;
}

describe('the distribution of leakage', () => {
  test('answers first with median, upper end and maximum in nats', () => {
    expect(wordsOf(distribution.build(sampleResult()).slice(0, 1))).toBe(
      'Half of the 300 records leave a trace of at most 0.116 nats (KL divergence), 5% leave more than 1.47 nats. ' +
        'The largest is 6.83 nats, for record 94 (class 4). Every record was computed, none sampled.',
    );
  });

  test('states no 95% quantile of three records', () => {
    const words = wordsOf(distribution.build(sampleResult(SAMPLE_VARIANTS['three records'])).slice(0, 1));
    expect(words).toContain('The median trace of the 3 records is 0.166 nats');
    expect(words).not.toContain('5%');
  });

  test('counts every record in both histograms', () => {
    const blocks = distribution.build(sampleResult());
    expect(sum(countsOf(figureIn(blocks, 'kl-distribution')))).toBe(300);
    expect(sum(countsOf(figureIn(blocks, 'auc-distribution')))).toBe(300);
  });

  test('leaves records without leakage out of the logarithmic histogram and says how many', () => {
    const blocks = distribution.build(sampleResult(SAMPLE_VARIANTS['some records without leakage']));
    expect(sum(countsOf(figureIn(blocks, 'kl-distribution')))).toBe(240);
    expect(wordsOf(blocks)).toContain('Left out, for such an axis has no zero: 60 records with a KL divergence of exactly 0.');
  });

  test('replaces the logarithmic histogram by a sentence when no record leaks', () => {
    const blocks = distribution.build(sampleResult(SAMPLE_VARIANTS['no leakage at all']));
    expect(() => figureIn(blocks, 'kl-distribution')).toThrow();
    expect(wordsOf(blocks)).toContain('None of the 30 records leaves any trace: every KL divergence is 0 nats');
  });

  test('keeps the AUC axis from exaggerating tiny leakage', () => {
    const { x, series } = figureIn(distribution.build(sampleResult(SAMPLE_VARIANTS['tiny leakage'])), 'auc-distribution');
    expect([x.min, x.max]).toEqual([0.5, 0.51]);
    expect(series[0]?.kind === 'bars' ? series[0].counts[0] : undefined).toBe(300);
  });

  test('titles state the finding', () => {
    const blocks = distribution.build(sampleResult());
    expect(figureIn(blocks, 'kl-distribution').title).toBe('The largest KL divergence is 58.8 times the median');
    expect(figureIn(blocks, 'auc-distribution').title).toBe(
      'On 35.0% of records the best attack is close to guessing (AUC below 0.6)',
    );
    const titleOf = (name: string) => figureIn(distribution.build(sampleResult(SAMPLE_VARIANTS[name])), 'auc-distribution').title;
    expect(titleOf('huge leakage')).toBe('On no record is the best attack close to guessing (smallest AUC >0.999)');
    expect(titleOf('tiny leakage')).toBe('On every record the best attack is close to guessing (largest AUC 0.500)');
    const alike = distribution.build(sampleResult(SAMPLE_VARIANTS['records all alike']));
    expect(figureIn(alike, 'kl-distribution').title).toBe('All records leak about alike: 0.140 nats at most');
  });

  test('does not call records alike when only the upper half is', () => {
    const result = sampleResult(SAMPLE_VARIANTS['records all alike']);
    const halved = { ...result, summary: { ...result.summary, kl: { ...result.summary.kl, min: 0.05 } } };
    expect(figureIn(distribution.build(halved), 'kl-distribution').title).toBe(
      'Half of the records leak 0.140 nats or more; the most exposed leaks 0.140 nats',
    );
  });

  // The reading aid in the text: AUC = Φ(√KL) for a shift without change of spread.
  test('explains the nat with attack strengths that are right', () => {
    expect(wordsOf(distribution.build(sampleResult()))).toContain(
      '0.01 nats goes with an attack of AUC 0.54, 0.1 with 0.62, 1 with 0.84 and 4 with 0.98',
    );
  });

  test('quantile rows ascend from the least to the most exposed', () => {
    const { rows } = blockIn(distribution.build(sampleResult()), 'table');
    const kl = rows.slice(0, 9).map((row) => row[1] as number);
    expect(kl).toEqual([...kl].sort((a, b) => a - b));
    expect(rows.map((row) => row[0])).toContain('median');
  });
});
