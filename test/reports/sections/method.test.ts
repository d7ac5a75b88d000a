import { describe, expect, test } from '@jest/globals';
import { DEFINITIONS } from '../../../reports/sections/definitions.ts';
import { method } from '../../../reports/sections/method.ts';
import { CSV_COLUMNS } from '../../../reports/tables/recordsCsv.ts';
import type { AuditResult } from '../../../src/audit/result.ts';
import { sampleResult } from '../../support/sampleResult.ts';
import { figureIn, wordsOf } from './readBlocks.ts';

describe('method and limits', () => {
  test('defines every measured column of records.csv, once', () => {
    const defined = DEFINITIONS.flatMap(({ column }) => column.split(', '));
    const names = ['record', 'label', 'class_name'];
    expect([...defined].sort()).toEqual(CSV_COLUMNS.filter((column) => !names.includes(column)).sort());
  });

  test('states the limits before the formulas', () => {
    const [answer, trust] = method.build(sampleResult());
    expect(wordsOf([answer!])).toContain('the error of the model itself against a real network is not known from this audit');
    expect(wordsOf([trust!])).toContain('Trust the order of the records more than the size of the numbers');
  });

  test('explains δ, and objects to one above 1/n', () => {
    const result = sampleResult();
    expect(wordsOf(method.build(result))).toContain('δ should be well below 1/n, which is 0.00333 here.');
    expect(wordsOf(method.build(result))).not.toContain('choose a smaller δ');
    const large: AuditResult = { ...result, membership: { ...result.membership, delta: 0.01 } };
    expect(wordsOf(method.build(large))).toContain('Here it is larger than 1/n');
  });

  test('draws how the noise variance was chosen, when it was', () => {
    const figure = figureIn(method.build(sampleResult({ noiseSelection: true })), 'noise-variance');
    expect(figure.title).toBe('A noise variance of 0.1 predicts left-out records best');
    expect(figure.series[0]?.kind === 'line' ? figure.series[0].points.length : 0).toBe(5);
    expect(method.build(sampleResult()).some(({ kind }) => kind === 'figure')).toBe(false);
  });

  test('ends the axis where candidates that predict far worse would hide the others', () => {
    const result = sampleResult({ noiseSelection: true });
    const withDensities = (densities: readonly number[]) => {
      const curve = densities.map((logPredictiveDensity, i) => ({
        noiseVariance: [0.001, 0.01, 0.1, 1, 10][i] as number,
        logPredictiveDensity,
        logMarginalLikelihood: 0,
      }));
      return method.build({ ...result, model: { ...result.model, noiseSelection: { ...result.model.noiseSelection!, curve } } });
    };
    const steep = withDensities([-200, -40, -0.5, -0.6, -0.9]);
    expect(figureIn(steep, 'noise-variance').y.min).toBeCloseTo(-0.5 - 10 * 0.4, 12);
    expect(wordsOf(steep)).toContain('Below the axis: 2 candidates that predict far worse.');
    const even = withDensities([-0.9, -0.7, -0.5, -0.6, -0.8]);
    expect(figureIn(even, 'noise-variance').y.min).toBeUndefined();
    expect(wordsOf(even)).not.toContain('Below the axis');
    expect(figureIn(withDensities([-9, -0.5, -0.5, -0.5, -0.5]), 'noise-variance').y.min).toBeUndefined();
  });

  test('names the method that the rates were computed by', () => {
    const words = wordsOf(method.build(sampleResult()));
    expect(words).toContain('contour integrals of the cumulant generating function of the privacy loss');
    expect(words).not.toContain('chi-squared');
  });

  test('says when the best noise variance lies at the end of the tried range', () => {
    const result = sampleResult({ noiseSelection: true });
    const atEnd = { ...result, model: { ...result.model, noiseVariance: 10 } };
    expect(wordsOf(method.build(atEnd))).toContain('at the end of the tried range');
    expect(wordsOf(method.build(result))).not.toContain('at the end of the tried range');
  });

  test('cautions when the model predicts no better than naming the largest class', () => {
    const result = sampleResult();
    const poor = { ...result, model: { ...result.model, leaveOneOutAccuracy: 0.1 } };
    expect(wordsOf(method.build(poor))).toContain('[caution] The model has learned little from these data');
    expect(wordsOf(method.build(result))).not.toContain('has learned little');
  });

  test('tells which records were used and how they were scaled', () => {
    expect(wordsOf(method.build(sampleResult()))).toContain(
      'Preprocessing: 300 records of the 600 in the input were used (limit 300: as equally many of each class as possible, chosen with seed 1). ' +
        'The brightness was shifted and scaled to mean 0 and standard deviation 1 over these records.',
    );
    expect(wordsOf(method.build(sampleResult({ data: 'colour', records: 60 })))).toContain('Each colour channel was shifted');
  });
});
