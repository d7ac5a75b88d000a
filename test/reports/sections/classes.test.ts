import { describe, expect, test } from '@jest/globals';
import { classes } from '../../../reports/sections/classes.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../../support/sampleResult.ts';
import { blockIn, figureIn, wordsOf } from './readBlocks.ts';

function boxesIn(name: string) {
  const [series] = figureIn(classes.build(sampleResult(SAMPLE_VARIANTS[name])), 'leakage-by-class').series;
  if (series?.kind !== 'boxes') throw new Error('no boxes');
  return series;
}

describe('leakage by class', () => {
  test('names the most and the least exposed class with their medians', () => {
    expect(wordsOf(classes.build(sampleResult()).slice(0, 1))).toContain(
      'Class 1 is the most exposed: the median KL divergence of its 30 records is 0.256 nats, against 0.116 nats over all records and ' +
        '0.0807 nats in the least exposed class, 8. High-risk records in it: 2 of 30.',
    );
  });

  test('high-risk counts of the classes add up to the high-risk tier', () => {
    const result = sampleResult();
    const { rows } = blockIn(classes.build(result), 'table');
    expect(rows).toHaveLength(10);
    expect(rows.reduce((sum, row) => sum + (row[2] as number), 0)).toBe(result.verdict.tiers[0]?.records);
  });

  test('draws at most 24 classes and says which; the table has all', () => {
    const blocks = classes.build(sampleResult(SAMPLE_VARIANTS['a hundred classes']));
    expect(boxesIn('a hundred classes').boxes).toHaveLength(24);
    expect(wordsOf(blocks)).toContain('The 24 classes with the highest medians of 100.');
    expect(blockIn(blocks, 'table').rows).toHaveLength(100);
  });

  test('draws zeros at the smallest leakage above zero and says so', () => {
    const result = sampleResult(SAMPLE_VARIANTS['some records without leakage']);
    const smallest = Math.min(...result.records.map(({ kl }) => kl).filter((kl) => kl > 0));
    expect(Math.min(...boxesIn('some records without leakage').boxes.flat())).toBe(smallest);
    expect(wordsOf(classes.build(result))).toContain('the smallest KL divergence above 0, are drawn there');
  });

  test('compares in its title with the median over all records', () => {
    expect(figureIn(classes.build(sampleResult()), 'leakage-by-class').title).toBe(
      'Class 1 leaks most: a median of 0.256 nats, 2.21 times that over all (30 records)',
    );
    expect(figureIn(classes.build(sampleResult(SAMPLE_VARIANTS['records all alike'])), 'leakage-by-class').title).toBe(
      'All classes leak about alike: a median of 0.140 nats at most',
    );
  });

  test('does not call classes alike whose medians are apart, though the first lies near the median over all', () => {
    const result = sampleResult(SAMPLE_VARIANTS['three records']);
    const at = (value: number) => ({
      ...result.summary.kl,
      quantiles: result.summary.kl.quantiles.map(({ probability }) => ({ probability, value })),
    });
    const titleFor = (first: number, second: number, overall: number) => {
      const byClass = result.summary.byClass.map((one, i) => ({ ...one, kl: at([first, second][i] as number) }));
      const blocks = classes.build({ ...result, summary: { ...result.summary, kl: at(overall), byClass } });
      return { title: figureIn(blocks, 'leakage-by-class').title, words: wordsOf(blocks) };
    };
    expect(titleFor(3.5, 2, 3.2).title).toBe('Class 0 leaks most: a median of 3.5 nats, against 2 nats in class 1 (2 records)');
    // Medians that differ by rounding are equal.
    const equal = titleFor(3.5, 3.5 * (1 + Number.EPSILON), 3.5);
    expect(equal.title).toMatch(/^All classes leak about alike: a median of 3.50? nats at most$/);
    expect(equal.words).toMatch(/The 2 classes are equally exposed: the median KL divergence of each is 3.50? nats\./);
  });

  test('has no boxes when no record leaks', () => {
    const blocks = classes.build(sampleResult(SAMPLE_VARIANTS['no leakage at all']));
    expect(blocks.some(({ kind }) => kind === 'figure')).toBe(false);
    expect(wordsOf(blocks)).toContain('The 10 classes are equally exposed: the median KL divergence of each is 0 nats.');
  });

  test('cautions where classes are small', () => {
    expect(wordsOf(classes.build(sampleResult(SAMPLE_VARIANTS['three records'])))).toContain(
      'Classes with fewer than 20 records: 2 of 2',
    );
    expect(wordsOf(classes.build(sampleResult()))).not.toContain('fewer than 20');
  });

  test('cuts long class names on axes', () => {
    for (const name of boxesIn('long class names').categories) expect(name.length).toBeLessThanOrEqual(40);
  });
});
