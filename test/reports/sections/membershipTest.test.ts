import { describe, expect, test } from '@jest/globals';
import type { Series } from '../../../reports/figures/figure.ts';
import { membershipTest } from '../../../reports/sections/membershipTest.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../../support/sampleResult.ts';
import { blockIn, figureIn, wordsOf } from './readBlocks.ts';

const lines = (series: readonly Series[]) => series.flatMap((s) => (s.kind === 'line' ? [s] : []));

describe('the membership test', () => {
  test('answers first at 0.1% false accusations', () => {
    expect(wordsOf(membershipTest.build(sampleResult()).slice(0, 1))).toContain(
      'Allowed to wrongly accuse 1 outsider in 1,000, the best possible attacker recognises record 94 (class 4) 72.7% of the time and the ' +
        'median of all 300 records 0.45%; guessing gives 0.1%.',
    );
  });

  test('draws the ROC curves of the shown records and the diagonal of guessing', () => {
    const blocks = membershipTest.build(sampleResult());
    const { series } = figureIn(blocks, 'roc');
    expect(series.map(({ name }) => name)).toEqual([
      'most exposed: record 94 (class 4)',
      'top 10%: record 108 (class 8)',
      'median: record 53 (class 3)',
      'least exposed: record 39 (class 9)',
      'guessing',
    ]);
    expect(lines(series)[4]?.points).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(lines(series).map(({ role }) => role)).toEqual(['primary', 'secondary', 'tertiary', 'quaternary', 'reference']);
  });

  test('draws on logarithmic axes from one wrong accusation in 10,000 on', () => {
    const figure = figureIn(membershipTest.build(sampleResult()), 'roc-low-fpr');
    expect([figure.x.scale, figure.y.scale]).toEqual(['log', 'log']);
    for (const { points } of lines(figure.series)) {
      expect(points[0]?.[0]).toBe(1e-4);
      expect(points.every(([fpr, tpr], i) => fpr >= (points[i - 1]?.[0] ?? 0) && tpr >= fpr)).toBe(true);
    }
    expect(figure.title).toBe('With 1 in 1,000 outsiders wrongly accused, record 94 is recognised 72.7% of the time');
  });

  test('tabulates the operating points of the same records', () => {
    const result = sampleResult();
    const { rows } = blockIn(membershipTest.build(result), 'table');
    const r = result.records[94]!;
    expect(rows[0]).toEqual([
      'most exposed: record 94 (class 4)',
      r.auc,
      r.tprAtFpr10Percent,
      r.tprAtFpr1Percent,
      r.tprAtFpr001Percent,
      r.totalVariation,
      r.epsilon,
    ]);
  });

  test('draws one curve for a record that has two roles', () => {
    const { series } = figureIn(membershipTest.build(sampleResult(SAMPLE_VARIANTS['three records'])), 'roc');
    expect(series[0]?.name).toBe('most exposed, top 10%: record 0 (class 0)');
    expect(series).toHaveLength(4);
  });

  test('says so when the result holds no curves', () => {
    const result = sampleResult();
    const blocks = membershipTest.build({ ...result, membership: { ...result.membership, roc: [], privacy: [] } });
    expect(blocks.some(({ kind }) => kind === 'figure')).toBe(false);
    expect(wordsOf(blocks)).toContain('[neutral] No curves');
  });
});

describe('the (ε, δ) curve', () => {
  test('states the privacy loss at the δ of the audit', () => {
    const figure = figureIn(membershipTest.build(sampleResult()), 'privacy-curve');
    expect(figure.title).toBe('Record 94 has a privacy loss of ε = 21.9 at δ = 1×10⁻⁵');
    expect(figure.referenceLines?.[0]?.value).toBe(1e-5);
  });

  test('draws no δ of zero, and names the record that has no curve', () => {
    const blocks = membershipTest.build(sampleResult(SAMPLE_VARIANTS['some records without leakage']));
    const drawn = lines(figureIn(blocks, 'privacy-curve').series).flatMap(({ points }) => points.map(([, delta]) => delta));
    expect(Math.min(...drawn)).toBeGreaterThan(0);
    expect(wordsOf(blocks)).toContain('Not drawn: record 295: δ is 0');
  });

  test('uses a logarithmic ε axis when losses differ widely', () => {
    const scaleOf = (name: string) =>
      figureIn(membershipTest.build(sampleResult(SAMPLE_VARIANTS[name])), 'privacy-curve').x.scale;
    expect(scaleOf('three records')).toBe('linear');
    expect(scaleOf('huge leakage')).toBe('log');
  });
});
