// What the sections of a validation say and show: the answer first, honest about what was not shown, and figures that hold the numbers of the result.

import { describe, expect, test } from '@jest/globals';
import { validatedRecords } from '../../../../reports/sections/validation/allRecords.ts';
import { distancesAgainstNetworks } from '../../../../reports/sections/validation/distances.ts';
import { estimates } from '../../../../reports/sections/validation/estimates.ts';
import { networkLandscapes } from '../../../../reports/sections/validation/landscapes.ts';
import { validationMethod } from '../../../../reports/sections/validation/method.ts';
import { aucAgainstNetworks } from '../../../../reports/sections/validation/networkAuc.ts';
import { networkPhrase, trainedNetworks } from '../../../../reports/sections/validation/networks.ts';
import { validationVerdict } from '../../../../reports/sections/validation/verdict.ts';
import type { ValidationResult } from '../../../../src/audit/validationResult.ts';
import { sampleValidation, VALIDATION_VARIANTS } from '../../../support/sampleValidation.ts';
import { blockIn, figureIn, wordsOf } from '../readBlocks.ts';

const result = sampleValidation();
const verdictOf = (of: ValidationResult) => wordsOf(validationVerdict.build(of));
const variant = (name: string) => sampleValidation(VALIDATION_VARIANTS[name]);

describe('the verdict', () => {
  test('answers first, with the correlation and its interval', () => {
    expect(blockIn(validationVerdict.build(result), 'text').text).toBe(
      'Yes, LOOD ranks these records as the trained networks do: over 40 records the rank correlation (Spearman) between the AUC that LOOD computes and ' +
        'the AUC measured on networks trained with and without each record is 0.90 (95% interval 0.82 to 0.95). 1 is the same order, 0 no relation.',
    );
  });

  test.each([
    [
      'strong agreement',
      /^Yes, LOOD ranks/,
      '[good] The order of an audit can be used',
      'Use lood audit with the same model settings',
    ],
    [
      'moderate agreement',
      /^In part: LOOD ranks/,
      '[caution] The order of an audit points the right way',
      'Use tiers rather than',
    ],
    ['no agreement', /^No, LOOD says little/, '[danger] Do not carry an audit', 'Do not decide by an audit with these settings'],
    [
      'few records',
      /^It is undecided/,
      '[neutral] This is neither agreement nor its absence',
      'Examine more records (--records, now 8)',
    ],
    [
      'three records',
      /^It is undecided.*takes 5 records at least, and here are 3\.\n/,
      'There is no correlation to judge by',
      'Train more networks',
    ],
    [
      'noisy networks',
      /^It is undecided/,
      'Two halves of the networks hardly agree',
      'Train more networks (--models, now 4 of each world)',
    ],
  ])('of %s has its words, tone and advice', (name, start, conclusion, advice) => {
    const words = verdictOf(variant(name));
    expect(words).toMatch(start);
    expect(words).toContain(conclusion);
    expect(words).toContain(advice);
  });

  describe('that is below strong', () => {
    const moderate = variant('moderate agreement');
    const withDistance = (low: number): ValidationResult => ({
      ...moderate,
      agreement: moderate.agreement.map((one) =>
        one.estimate === 'lood-mean-distance' && one.truth === 'network-auc'
          ? { ...one, spearman: { value: 0.9, low, high: 0.95 } }
          : one,
      ),
    });
    const own = moderate.agreement.find(({ estimate, truth }) => estimate === 'lood-auc' && truth === 'network-auc')?.spearman
      .value as number;

    test('names the mean distance where it is certainly nearer to the networks, and only there', () => {
      const advice = 'Order records by the mean distance of LOOD instead';
      expect(verdictOf(withDistance(own + 0.01))).toContain(`${advice} (mean_distance in records.csv)`);
      expect(verdictOf(withDistance(own + 0.01))).toContain('0.90 (95% interval');
      expect(verdictOf(withDistance(own))).not.toContain(advice);
      expect(verdictOf(result)).not.toContain(advice);
    });

    test('says what is known to lower agreement, by the loss', () => {
      const crossEntropy: ValidationResult = { ...moderate, networks: { ...moderate.networks, loss: 'cross-entropy' } };
      expect(verdictOf(crossEntropy)).toContain('See whether it is the loss');
      expect(verdictOf(moderate)).toContain('See whether it is the width or the noise');
      expect(verdictOf(moderate)).not.toContain('cross-entropy');
    });
  });

  test('stands beside the noise ceiling and the other methods', () => {
    const words = verdictOf(result);
    expect(words).toContain('a perfect estimate could be expected to show 0.93; LOOD shows 0.90.');
    expect(words).toContain('Noise ceiling: 0.93');
    expect(words).toMatch(/LOOD agrees with the networks more than .*; no difference from .* is shown \(95% intervals/);
    expect(verdictOf({ ...result, noise: { reliability: 0.7, ceiling: 0.85 } })).toContain(
      'may be the noise of the measurement.',
    );
    expect(verdictOf({ ...result, noise: null })).toContain('was not measured.');
    expect(verdictOf({ ...result, rivals: null, comparisons: [] })).toContain(
      'No other method was asked about the same records.',
    );
  });

  test('says when other methods do better, and what to do about it', () => {
    const better = result.comparisons.map((one) => ({ ...one, difference: -0.3, low: -0.5, high: -0.1 }));
    const words = verdictOf({ ...result, comparisons: better });
    expect(words).toContain(
      'LOOD agrees with the networks less than the influence function, TracIn, the training loss and the negative margin (95%',
    );
    expect(words).toContain('Where a network is trained anyway, ask it as well:');
    expect(verdictOf(result)).not.toContain('ask it as well');
  });

  test('warns of sizes that do not fit, on either side', () => {
    const shifted = (by: number) => ({
      ...result,
      records: result.records.map((record) => ({
        ...record,
        network: { ...record.network, aucLow: record.auc + by - 0.01, aucHigh: record.auc + by + 0.01 },
      })),
    });
    expect(verdictOf(shifted(-0.1))).toContain('for 100% of the records LOOD names a larger one');
    expect(verdictOf(shifted(-0.1))).toContain('it errs on the safe side');
    expect(verdictOf(shifted(0.1))).toContain('These networks expose records more than the Gaussian process says.');
    expect(verdictOf(result)).not.toContain('Do not take the AUC of an audit');
  });

  test('rests on records that were spread over the range, or named, and on one design', () => {
    expect(verdictOf(result)).toContain(
      'spread evenly over the ranking by leakage, which shows the whole range but also raises correlations',
    );
    expect(verdictOf(variant('few records'))).toContain('were examined, named by the user.');
    expect(verdictOf(result)).toContain('one record is all that tells them apart');
    expect(verdictOf(variant('half-splits'))).toContain('trained on random halves of the records');
  });
});

describe('the AUC of both', () => {
  test('has a point, an interval and a label for each record, and the line of equality', () => {
    const figure = figureIn(aucAgainstNetworks.build(result), 'auc-against-networks');
    const [points, line] = figure.series;
    expect(points).toMatchObject({
      kind: 'scatter',
      points: result.records.map(({ auc, network }) => [auc, network.auc]),
      intervals: result.records.map(({ network }) => [network.aucLow, network.aucHigh]),
    });
    expect(points?.kind === 'scatter' ? points.pointLabels?.[0] : '').toMatch(
      /^record \d+, class \d; networks 0\.\d{3} to 0\.\d{3}$/,
    );
    expect(line?.kind === 'line' ? line.points.every(([x, y]) => x === y) : false).toBe(true);
    expect(figure.title).toBe('The AUC of LOOD and of networks: rank correlation 0.90 (95% interval 0.82 to 0.95)');
  });

  test('leaves intervals to the table where there are too many to be seen', () => {
    const blocks = aucAgainstNetworks.build(variant('many records'));
    const [points] = figureIn(blocks, 'auc-against-networks').series;
    expect(points?.kind === 'scatter' ? points.intervals : []).toBeUndefined();
    expect(wordsOf(blocks)).toContain('The intervals stand in the table of all records.');
  });

  test('counts records on both sides of the intervals, and says what the paper’s estimator gives where there is one', () => {
    expect(blockIn(aucAgainstNetworks.build(result), 'text').text).toMatch(
      /^For 40 of 40 records \(100%\) the AUC that LOOD computes lies within .*; it lies above for 0 and below for 0\./,
    );
    expect(wordsOf(aucAgainstNetworks.build(result))).toContain('The estimator of the LOOD paper');
    expect(wordsOf(aucAgainstNetworks.build(variant('noisy networks')))).not.toContain('The estimator of the LOOD paper');
  });
});

describe('distances', () => {
  test('leave out what logarithmic axes have no place for, and count it', () => {
    const blocks = distancesAgainstNetworks.build(result);
    const positive = result.records.filter(({ network }) => network.predictionDistance > 0);
    const [points] = figureIn(blocks, 'distances-against-networks').series;
    expect(points).toMatchObject({
      points: positive.map(({ meanDistance, network }) => [meanDistance, network.predictionDistance]),
    });
    expect(positive.length).toBeLessThan(40);
    expect(wordsOf(blocks)).toContain(`Left out, for logarithmic axes have no zero: ${40 - positive.length} records`);
  });

  test('say so where nothing can be drawn', () => {
    const words = wordsOf(distancesAgainstNetworks.build(variant('no leakage')));
    expect(words).toContain('[neutral] No figure');
    expect(words).toContain('No rank correlation can be stated');
  });
});

describe('other methods', () => {
  test('stand with LOOD in one figure, each with its interval', () => {
    const [boxes] = figureIn(estimates.build(result), 'agreement-with-networks').series;
    expect(boxes?.kind === 'boxes' ? boxes.categories : []).toEqual([
      'LOOD AUC',
      'LOOD KL divergence',
      'LOOD mean distance',
      'influence function',
      'TracIn',
      'training loss',
      'negative margin',
    ]);
    const { low, value, high } = result.agreement[0]!.spearman;
    expect(boxes?.kind === 'boxes' ? boxes.boxes[0] : []).toEqual([low, value, value, value, high]);
  });

  test('have a table of each with everything that was measured', () => {
    const blocks = estimates.build(result);
    expect(blockIn(blocks, 'table', 0).rows).toHaveLength(4);
    expect(blockIn(blocks, 'table', 1).rows).toHaveLength(21);
    expect(blockIn(blocks, 'table', 1).rows[0]).toEqual([
      'AUC of networks',
      'LOOD AUC',
      '0.90 (0.82 to 0.95)',
      '0.74 (0.56 to 0.86)',
      '0.91 (0.84 to 0.95)',
    ]);
  });

  test('are not spoken of where none was asked', () => {
    const words = wordsOf(estimates.build(sampleValidation({ rivals: false })));
    expect(words).toContain('No other method was asked.');
    expect(words).not.toContain('TracIn');
  });

  test('draw an interval around a value that resampling left outside of it', () => {
    const outside = result.agreement.map((one) => ({ ...one, spearman: { value: 0.5, low: 0.6, high: 0.7 } }));
    const [boxes] = figureIn(estimates.build({ ...result, agreement: outside }), 'agreement-with-networks').series;
    expect(boxes?.kind === 'boxes' ? boxes.boxes[0] : []).toEqual([0.5, 0.5, 0.5, 0.5, 0.7]);
  });
});

describe('landscapes', () => {
  test('hold a curve of LOOD and a measured point with its interval at each offset', () => {
    const [landscape] = result.landscapes;
    const [line, scatter] = figureIn(networkLandscapes.build(result), 'landscape-1').series;
    expect(line).toMatchObject({ points: landscape?.points.map(({ offset, auc }) => [offset, auc]) });
    expect(scatter).toMatchObject({
      points: landscape?.points.map(({ offset, networkAuc }) => [offset, networkAuc]),
      intervals: landscape?.points.map(({ networkAucLow, networkAucHigh }) => [networkAucLow, networkAucHigh]),
    });
  });

  test('say how often both agree, and name a direction that nobody knows as it stands', () => {
    expect(blockIn(networkLandscapes.build(result), 'text').text).toMatch(
      /^At \d+ of 42 questions \(\d+\.\d%\) along 2 lines through 1 record/,
    );
    const [landscape] = result.landscapes;
    const strange = { ...result, landscapes: [{ ...landscape!, direction: 'toString' }] };
    expect(figureIn(networkLandscapes.build(strange), 'landscape-1').title).toMatch(/^Record \d+, toString: /);
  });

  test('are drawn for some lines, and tabled for all', () => {
    const blocks = networkLandscapes.build(variant('many lines'));
    expect(blocks.filter(({ kind }) => kind === 'figure')).toHaveLength(9);
    expect(blockIn(blocks, 'table').rows).toHaveLength(12);
  });
});

describe('networks', () => {
  test('are described in one phrase', () => {
    expect(networkPhrase(result.networks)).toBe('fully connected, with 2 hidden layers of 256 units (relu)');
    expect(networkPhrase(variant('convolutional networks').networks)).toBe(
      'convolutional, with 2 hidden layers of 16 channels (relu)',
    );
    expect(networkPhrase({ ...result.networks, depth: 0 })).toBe('fully connected, with no hidden layer');
  });

  test('that predict no better than the largest class are no witnesses, which is said', () => {
    expect(wordsOf(trainedNetworks.build(variant('convolutional networks')))).toContain('[caution] The networks predict badly');
    expect(wordsOf(trainedNetworks.build(result))).not.toContain('predict badly');
  });
});

describe('method and limits', () => {
  const words = (of: ValidationResult) => wordsOf(validationMethod.build(of));
  test('say what agreement does not show', () => {
    expect(words(result)).toContain('one architecture trained by one recipe');
    expect(words(result)).toContain('among records of similar exposure, such as the most exposed alone, the agreement is lower');
    expect(words(result)).toContain('the best possible attack on the networks may be stronger');
    expect(words(result)).toContain('Other questions, or several of them together, were not tried on networks.');
  });

  test('fit the design and what was measured', () => {
    expect(words(variant('half-splits'))).toContain('in a training set half as large each record weighs more');
    expect(words(variant('one record of a table'))).toContain('How well the measurement repeats was not determined');
    expect(words(variant('few records'))).toContain('The records were named, not drawn');
  });
});

test('the table has all records, the most exposed networks first', () => {
  const { rows, printRows } = blockIn(validatedRecords.build(result), 'record-table');
  expect(rows).toHaveLength(40);
  expect(printRows).toBe(40);
  const aucs = rows.map((row) => row[3] as number);
  expect(aucs).toEqual(aucs.toSorted((a, b) => b - a));
});
