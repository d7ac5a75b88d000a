import { describe, expect, test } from '@jest/globals';
import { certificate } from '../../../reports/sections/certificate.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../../support/sampleResult.ts';
import { blockIn, figureIn, wordsOf } from './readBlocks.ts';

describe('the certificate', () => {
  test('states that no set of queries beats the record itself, for this model', () => {
    const words = wordsOf(certificate.build(sampleResult()));
    expect(words).toContain(
      'For this model of training, no set of queries by any attacker tells better whether a record was in the training data than one ' +
        'query at the record itself.',
    );
    expect(words).toContain('sufficient statistic');
    expect(words).toContain('data-processing inequality');
    expect(words).toContain('the mean distance is not among them');
  });

  test('states what it does not cover, whether given or withheld', () => {
    for (const options of [{}, { certificate: false }]) {
      expect(wordsOf(certificate.build(sampleResult(options)))).toContain(
        'It is a statement about the Gaussian-process model of training, not about one particular trained network',
      );
    }
  });

  test('does not call the numerical check a proof', () => {
    expect(wordsOf(certificate.build(sampleResult()))).toContain('The check below does not prove the statement');
  });

  test('draws and tabulates the ratio of every trial', () => {
    const result = sampleResult();
    const blocks = certificate.build(result);
    const points = figureIn(blocks, 'certificate-trials').series.flatMap((s) => (s.kind === 'scatter' ? s.points : []));
    expect(points).toHaveLength(24);
    const { rows } = blockIn(blocks, 'table');
    const largestOfOthers = Math.max(...rows.slice(0, 3).map((row) => row[4] as number));
    expect(largestOfOthers).toBe(result.certificate?.largestRatio);
    expect(rows.reduce((sum, row) => sum + (row[1] as number), 0)).toBe(24);
  });

  test('draws them over the distance from the record where the result knows it', () => {
    const result = sampleResult();
    const given = result.certificate!;
    const trials = given.trials.map((trial, i) => ({
      ...trial,
      distance: trial.kind === 'own-plus-others' ? 0 : 0.05 * (i + 1),
    }));
    const blocks = certificate.build({ ...result, certificate: { ...given, trials, unresolved: 2 } });
    const { x, series } = figureIn(blocks, 'certificate-trials');
    expect(x).toEqual({ label: 'Distance of the query from the record ÷ norm of the record', scale: 'log', format: 'number' });
    const points = series.flatMap((s) => (s.kind === 'scatter' ? s.points : []));
    const others = trials.filter(({ kind }) => kind !== 'own-plus-others');
    expect(new Map(points)).toEqual(new Map(others.map(({ distance, kl, klAtRecord }) => [distance, kl / klAtRecord])));
    expect(wordsOf(blocks)).toContain('2 further trials could not be made');
  });

  test('leaves trials on records without leakage out of the ratios and says so', () => {
    const result = sampleResult(SAMPLE_VARIANTS['some records without leakage']);
    const without = result.certificate!.trials.filter(({ klAtRecord }) => klAtRecord === 0).length;
    expect(without).toBeGreaterThan(0);
    expect(wordsOf(certificate.build(result))).toContain(`Left out: ${without} trials on records without any leakage.`);
  });

  test('says that no check was possible when nothing leaks', () => {
    const blocks = certificate.build(sampleResult(SAMPLE_VARIANTS['no leakage at all']));
    expect(blocks.some(({ kind }) => kind === 'figure')).toBe(false);
    expect(wordsOf(blocks)).toContain('A numerical check could not be made');
  });

  test('is withheld, with what to do, when its check failed', () => {
    const words = wordsOf(certificate.build(sampleResult(SAMPLE_VARIANTS['no certificate'])));
    expect(words).toContain('No certificate is given for these 300 records');
    expect(words).toContain('Raise --noise-variance');
    expect(words).not.toContain('[good]');
  });
});
