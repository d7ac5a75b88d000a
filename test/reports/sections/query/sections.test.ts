// What the sections on searches say: the finding first, under each constraint and objective, and the figures that show it.

import { describe, expect, test } from '@jest/globals';
import type { Series } from '../../../../reports/figures/figure.ts';
import { allSearches } from '../../../../reports/sections/query/allSearches.ts';
import { bound } from '../../../../reports/sections/query/bound.ts';
import { convergence } from '../../../../reports/sections/query/convergence.ts';
import { queryMethod } from '../../../../reports/sections/query/method.ts';
import { queryVerdict } from '../../../../reports/sections/query/verdict.ts';
import { whereabouts } from '../../../../reports/sections/query/whereabouts.ts';
import { QUERY_VARIANTS, sampleQueryResult } from '../../../support/sampleQueryResult.ts';
import { blockIn, figureIn, wordsOf } from '../readBlocks.ts';

const plain = sampleQueryResult({ command: 'query' });
const firstOf = (section: typeof bound, result = plain) => blockIn(section.build(result), 'text').text;
const pointsOf = (series: Series | undefined) => (series?.kind === 'line' || series?.kind === 'scatter' ? series.points : []);

describe('the verdict', () => {
  test('says that no question beats the record, and how many searches found one as good', () => {
    expect(firstOf(queryVerdict)).toMatch(
      /^No question beats the record itself, as proved \(KL divergence, computed and not sampled\): all 24 searches found a question that tells as much, to within 1 part in a million\. The most telling question of all leaks 6\.67 nats about record 119/,
    );
    const searches = plain.searches.map((search, i) => (i < 3 ? { ...search, kl: 0.9 * search.klAtRecord } : search));
    expect(firstOf(queryVerdict, { ...plain, searches })).toContain(
      '21 of 24 searches (87.5%) found a question that tells as much, the others fell short by up to 10.0%.',
    );
  });

  test('says what leaks without asking the record, and what kept the questions away', () => {
    const words = firstOf(queryVerdict, sampleQueryResult({ command: 'query', constraint: 'cone' }));
    expect(words).toMatch(
      /^Without asking the record itself, the best question found tells 88\.6% of what the record tells \(median over 24 searches/,
    );
    expect(words).toContain('another search could find more, up to 100%');
    expect(words).toContain('Nothing could be asked at an angle of less than 11.5° to the record');
    const pool = firstOf(queryVerdict, sampleQueryResult({ command: 'query', constraint: 'pool' }));
    expect(pool).toContain('all of them: 2.4% to 31.0%; computed for every row that may be asked');
  });

  test('says of the mean distance that it may exceed the record’s, and what that is worth', () => {
    const result = sampleQueryResult({ command: 'query', objective: 'mean-distance' });
    expect(firstOf(queryVerdict, result)).toMatch(
      /^The mean distance at the questions found is 2\.5 times that at the record itself/,
    );
    expect(wordsOf(queryVerdict.build(result))).toContain('[neutral] Go by the KL divergence');
  });

  test.each([
    ['danger', { constraint: 'ball' }],
    ['caution', { constraint: 'pool' }],
    ['good', { leakage: 'tiny' }],
    ['good', { leakage: 'none' }],
  ] as const)('has the tone %s for %j', (tone, options) => {
    expect(blockIn(queryVerdict.build(sampleQueryResult({ command: 'query', ...options })), 'callout').tone).toBe(tone);
  });

  test('warns as the other reports do', () => {
    expect(wordsOf(queryVerdict.build(sampleQueryResult(QUERY_VARIANTS['hostile names']!)))).toContain(
      '[caution] Warning: duplicate records: 2 records equal another: </td><script>1</script>\\u202e',
    );
  });
});

describe('the bound', () => {
  test('is drawn as the diagonal, with no point above it', () => {
    const figure = figureIn(bound.build(plain), 'optimum-against-record');
    const [points, diagonal] = figure.series;
    expect(diagonal).toMatchObject({ kind: 'line', role: 'reference', name: 'the bound' });
    for (const [x, y] of pointsOf(diagonal)) expect(y).toBe(x);
    expect(pointsOf(points)).toHaveLength(24);
    for (const [x, y] of pointsOf(points)) expect(y).toBeLessThanOrEqual(x * (1 + 1e-9));
  });

  test('tells searches that fell short from those that reached it', () => {
    const searches = plain.searches.map((search, i) => (i < 3 ? { ...search, kl: 0.5 * search.klAtRecord } : search));
    const figure = figureIn(bound.build({ ...plain, searches }), 'optimum-against-record');
    expect(figure.series.map(({ name }) => name)).toEqual(['as much as the record', 'less', 'the bound']);
    expect(figure.title).toBe('The questions found tell 50.0% to 100% of what the record itself tells');
  });

  test('leaves out what logarithmic axes cannot show, and says so', () => {
    const searches = plain.searches.map((search, i) => ({
      ...search,
      ...(i === 0 ? { kl: 0 } : {}),
      ...(i === 1 ? { kl: 0, klAtRecord: 0, meanDistanceAtRecord: 0 } : {}),
    }));
    const words = wordsOf(bound.build({ ...plain, searches }));
    expect(words).toContain('Left out: 1 search about records that leave no trace.');
    expect(words).toContain('Left out, for such an axis has no zero: 1 search that found nothing.');
  });

  test('of the mean distance is none: points may lie above the line', () => {
    const figure = figureIn(
      bound.build(sampleQueryResult({ command: 'query', objective: 'mean-distance' })),
      'mean-distance-against-record',
    );
    expect(figure.title).toBe('The mean distance at a question found is up to 2.5 times that at the record');
  });
});

test('whereabouts: the axis shows differences between cosines near 1', () => {
  const near = sampleQueryResult({ command: 'query', constraint: 'ball' });
  expect(figureIn(whereabouts.build(near), 'cosine-to-record').x).toMatchObject({ min: 0.9, max: 1 });
  expect(figureIn(whereabouts.build(plain), 'cosine-to-record').x).toMatchObject({ min: 0.99, max: 1 });
  const far = plain.searches.map((search) => ({ ...search, cosineToRecord: -0.2 }));
  expect(figureIn(whereabouts.build({ ...plain, searches: far }), 'cosine-to-record').x.min).toBe(-1);
});

describe('convergence', () => {
  test('draws many searches by their quantiles, few by themselves', () => {
    expect(figureIn(convergence.build(plain), 'convergence').series.map(({ name }) => name)).toEqual([
      'fastest tenth',
      'median',
      'slowest tenth',
    ]);
    const few = figureIn(convergence.build(sampleQueryResult({ command: 'query', searches: 2 })), 'convergence');
    expect(few.series.map(({ name }) => name)).toEqual(['record 0 (class 0)', 'record 7 (class 7)']);
    // The sample climbs to the bound, but for the last e⁻⁷ of it.
    expect(pointsOf(few.series[0]).at(-1)?.[1]).toBeCloseTo(1, 2);
  });

  test('reads the objective that was climbed', () => {
    for (const objective of ['auc', 'mean-distance'] as const) {
      const figure = figureIn(convergence.build(sampleQueryResult({ command: 'query', objective, searches: 2 })), 'convergence');
      expect(figure.y.label).toBe('Share of the final value');
      expect(pointsOf(figure.series[0])[0]?.[1]).toBeCloseTo(0.03, 2);
      expect(pointsOf(figure.series[0]).at(-1)?.[1]).toBe(1);
    }
  });

  test('compares with the end of the search where the bound is out of reach', () => {
    const away = figureIn(
      convergence.build(sampleQueryResult({ command: 'query', constraint: 'ball', searches: 2 })),
      'convergence',
    );
    expect(away.y.label).toBe('Share of the final value');
    expect(away.referenceLines).toEqual([{ axis: 'y', value: 1, label: 'the end' }]);
    expect(pointsOf(away.series[0]).at(-1)?.[1]).toBe(1);
  });

  test('gives the study, and how starts ended', () => {
    const blocks = convergence.build(sampleQueryResult({ command: 'query', failing: true, searches: 5 }));
    const ends = blockIn(blocks, 'table', 1).rows.map(([end, starts]) => [end, starts]);
    expect(ends).toEqual([
      ['converged: nothing better nearby', 5],
      ['failed', 15],
    ]);
    expect(wordsOf(blocks)).toContain('Some starts failed: 15 starts could not go on');
    expect(wordsOf(convergence.build(sampleQueryResult({ command: 'query', study: false })))).not.toContain('Optimality study');
  });

  test('needs none in a pool, where all rows are asked', () => {
    expect(firstOf(convergence, sampleQueryResult({ command: 'query', constraint: 'pool' }))).toContain(
      'Every allowed row of the pool was asked',
    );
  });
});

describe('all searches', () => {
  test('stand in a table that names its file, most telling first, groups as 0+7', () => {
    const table = blockIn(allSearches.build(plain), 'record-table');
    expect([table.file, table.rows[0]?.[0]]).toEqual(['queries.csv', 119]);
    const groups = blockIn(allSearches.build(sampleQueryResult({ command: 'query', group: 2, searches: 4 })), 'record-table');
    expect(groups.rows.map(([record]) => record)).toContain('0+7');
  });
});

describe('the method', () => {
  test.each(['query', 'landscape', 'reconstruct'] as const)(
    'of lood %s holds formulas, model, preprocessing and its own limits',
    (command) => {
      const result = sampleQueryResult({ command });
      const words = wordsOf(queryMethod.build(result));
      for (const part of [
        'Measures and what is maximized.',
        'The model of training.',
        'Preprocessing: ',
        '[caution] How far to trust it',
      ]) {
        expect(words).toContain(part);
      }
      expect(words.includes('Settings of the searches.')).toBe(command !== 'landscape');
    },
  );

  test('names what was left out of the questions', () => {
    const settings = (options: object) =>
      new Map(
        blockIn(queryMethod.build(sampleQueryResult({ command: 'query', ...options })), 'table', 1).rows.map(([a, b]) => [a, b]),
      );
    expect(settings({ constraint: 'ball' }).get('Not asked')).toBe('the ball of 20.0% of the record’s norm around the record');
    expect(settings({ constraint: 'pool' }).get('Asked only')).toBe('500 rows of public.npz');
    expect(settings({ constraint: 'vary', data: 'table' }).get('Varied only')).toBe('age and hours <per> week');
    expect(settings({}).get('Where searches start')).toBe('the other training records that tell most about the record');
  });
});
