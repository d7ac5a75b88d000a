import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { meanShift, momentsOf, type OutputSamples, sampleSizes } from '../../../src/networks/empiricalLood/outputSamples.ts';
import { expectAuditError } from '../../data/support.ts';
import { expectClose } from '../../support/matchers.ts';
import { EXACT } from '../../support/tolerances.ts';
import { sampleOutputs } from './sampleOutputs.ts';

const samplesOf = (withRecord: number[], withoutRecord: number[], outputs: number, isPaired = false): OutputSamples => ({
  outputs,
  withRecord: Float64Array.from(withRecord),
  withoutRecord: Float64Array.from(withoutRecord),
  isPaired,
});

describe('momentsOf', () => {
  test('of three rows on paper', () => {
    const { mean, covariance } = momentsOf(Float64Array.of(0, 1, 2, 3, 4, -1), 2);
    expectClose(mean, [2, 1], EXACT);
    expectClose(covariance, [4, -2, -2, 4], EXACT);
  });

  test('of some rows are those of a sample of these rows', () => {
    const rng = createRandom(3);
    const values = Float64Array.from({ length: 30 }, () => rng.normal());
    const chosen = [7, 2, 9, 4];
    const { mean, covariance } = momentsOf(values, 3, chosen);
    const alone = momentsOf(Float64Array.from(chosen.flatMap((m) => Array.from(values.subarray(3 * m, 3 * m + 3)))), 3);
    expectClose(mean, alone.mean, EXACT);
    expectClose(covariance, alone.covariance, EXACT);
  });
});

describe('meanShift', () => {
  test('of pairs has the error of their differences', () => {
    const { shift, errorCovariance } = meanShift(samplesOf([1, 3, 5], [1, 2, 3], 1, true));
    expectClose(shift, [1], EXACT);
    // Differences 0, 1, 2: variance 1, over three pairs.
    expectClose(errorCovariance, [1 / 3], EXACT);
  });

  test('of networks without partners has the error of both means', () => {
    const { shift, errorCovariance } = meanShift(samplesOf([1, 3, 5], [1, 2], 1));
    expectClose(shift, [1.5], EXACT);
    expectClose(errorCovariance, [4 / 3 + 0.5 / 2], EXACT);
  });

  test('has the error that repetitions show', () => {
    const rng = createRandom(4);
    for (const correlation of [undefined, 0.9]) {
      let [squares, claimed] = [0, 0];
      for (let i = 0; i < 2000; i++) {
        const drawn = meanShift(
          sampleOutputs({ networks: 8, outputs: 1, shift: 2, deviation: 0.5, ...(correlation && { correlation }) }, rng),
        );
        squares += ((drawn.shift[0] as number) - 2) ** 2 / 2000;
        claimed += (drawn.errorCovariance[0] as number) / 2000;
      }
      // Both are means of 2000 squares, each known to √(2/2000) and √(2/(7·2000)): 5 standard errors of the ratio.
      expect(Math.abs(squares / claimed - 1)).toBeLessThan(0.17);
      expect(Math.abs(claimed / ((1.25 - (correlation ?? 0)) / 8) - 1)).toBeLessThan(0.06);
    }
  });
});

describe('sampleSizes', () => {
  test('counts the networks of each world', () => {
    expect(sampleSizes(samplesOf([1, 2, 3, 4], [1, 2, 3, 4, 5, 6], 2))).toEqual({ withRecord: 2, withoutRecord: 3 });
  });

  test.each([
    ['rows that are not whole', samplesOf([1, 2, 3], [1, 2, 3, 4], 2), 'SHAPE_MISMATCH', 'Got 3 and 4 values of 2 outputs'],
    ['no outputs', samplesOf([], [], 0), 'SHAPE_MISMATCH', 'of 0 outputs'],
    ['pairs without partners', samplesOf([1, 2], [1, 2, 3], 1, true), 'SHAPE_MISMATCH', 'isPaired: false'],
    ['values that are not finite', samplesOf([1, Number.NaN], [1, 2], 1), 'NOT_FINITE', 'diverged'],
    ['infinite values', samplesOf([1, 2], [1, -Infinity], 1), 'NOT_FINITE', 'diverged'],
    ['a single network', samplesOf([1], [1, 2], 1), 'OPTION_INVALID', 'Got 1 and 2'],
    ['a single network of the other world', samplesOf([1, 2], [1], 1), 'OPTION_INVALID', 'Got 2 and 1'],
  ] as const)('refuses %s', (_, samples, code, fragment) => expectAuditError(() => sampleSizes(samples), code, fragment));
});
