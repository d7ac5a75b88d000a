import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { clopperPearsonEpsilon } from '../../../src/membership/dp/clopperPearsonEpsilon.ts';
import { sampleSplitEpsilon } from '../../../src/membership/dp/sampleSplitEpsilon.ts';
import { countsBeyond, scoredRecords } from '../../../src/membership/dp/scoredRecords.ts';
import { type ShareInterval, shareInterval } from '../../../src/statistics/shareInterval.ts';
import { expectAuditError } from '../../data/support.ts';
import { allowed, exceedances, gaussian, laplace, randomizedResponse, type Trials, trialsOf } from './support.ts';

const RUNS = 600;
const LEVEL = 0.8;

/** The trap: the largest of the bounds at all thresholds and in both directions, each at the full level. */
function largestUncorrected({ scores, members }: Trials, ends: readonly ShareInterval[]): number {
  const records = scoredRecords(scores, members);
  let largest = 0;
  for (const threshold of scores) {
    const { truePositives, falsePositives } = countsBeyond(records, threshold, 'above');
    const [hits, alarms] = [ends[truePositives] as ShareInterval, ends[falsePositives] as ShareInterval];
    largest = Math.max(
      largest,
      Math.log(hits.low / alarms.high),
      Math.log((1 - alarms.high) / (1 - hits.low)),
      Math.log(alarms.low / hits.high),
      Math.log((1 - hits.high) / (1 - alarms.low)),
    );
  }
  return largest;
}

describe('sampleSplitEpsilon', () => {
  test('without a leak exceeds 0 no more often than it says', () => {
    const count = exceedances(RUNS, 1, 0, (random, seed) => {
      const { scores, members } = trialsOf(gaussian(0), 100, random);
      return sampleSplitEpsilon(scores, members, { level: LEVEL, seed, direction: 'either' }).epsilon;
    });
    expect(count).toBeLessThanOrEqual(allowed(RUNS, LEVEL));
  });

  test('where the largest bound of all thresholds does so more than twice too often', () => {
    const [runs, each, level] = [1000, 500, 0.95];
    const ends = Array.from({ length: each + 1 }, (_, k) => shareInterval(k, each, level));
    const count = exceedances(runs, 1, 0, (random) => largestUncorrected(trialsOf(gaussian(0), each, random), ends));
    expect(count).toBeGreaterThan(allowed(runs, level));
    expect(count / runs).toBeGreaterThan(0.1);
  });

  test.each([
    ['Laplace noise of ε = 1', laplace(1), 1, 0],
    ['randomized response of ε = 2', randomizedResponse(2), 2, 0],
    ['randomized response of ε = 1 that tells everything one time in ten', randomizedResponse(1, 0.1), 1, 0.1],
    ['normal noise of μ = 1 at δ = 0.1', gaussian(1), 1.160334, 0.1],
  ] as const)('exceeds the ε of %s no more often than it says, and finds some of it', (_, mechanism, epsilon, delta) => {
    let sum = 0;
    const count = exceedances(200, 2, epsilon, (random, seed) => {
      const { scores, members } = trialsOf(mechanism, 200, random);
      const bound = sampleSplitEpsilon(scores, members, { delta, level: LEVEL, seed }).epsilon;
      sum += bound;
      return bound;
    });
    expect(count).toBeLessThanOrEqual(allowed(200, LEVEL));
    expect(sum / 200).toBeGreaterThan(0.25 * epsilon);
  });

  const { scores, members } = trialsOf(laplace(3), 300, createRandom(5));

  test('is the bound of its threshold on the half that did not choose it', () => {
    const bound = sampleSplitEpsilon(scores, members, { seed: 1 });
    expect(bound).toMatchObject({ direction: 'above', level: 0.95, delta: 0, isReversed: false });
    expect(bound.epsilon).toBeGreaterThan(1);
    // Of 150 others in the second half a whole number exceeds it.
    const atWhole = Array.from({ length: 151 }, (_, falsePositives) =>
      clopperPearsonEpsilon({ truePositives: 0, positives: 150, falsePositives, negatives: 150 }),
    );
    expect(atWhole.map(({ fprHigh }) => fprHigh)).toContain(bound.fprHigh);
    expect(sampleSplitEpsilon(scores, members, { seed: 1 })).toEqual(bound);
    expect(sampleSplitEpsilon(scores, members, { seed: 2 }).epsilon).not.toBe(bound.epsilon);
  });

  test('of opposite scores is the same, below; either finds both', () => {
    const above = sampleSplitEpsilon(scores, members, { seed: 1 });
    const opposite = scores.map((score) => -score);
    const none = sampleSplitEpsilon(opposite, members, { seed: 1 });
    expect(none.epsilon).toBe(0);
    const either = sampleSplitEpsilon(scores, members, { seed: 1, direction: 'either' });
    expect(either).toEqual(above);
    const turned = sampleSplitEpsilon(opposite, members, { seed: 1, direction: 'either' });
    expect(turned.direction).toBe('below');
    expect(turned.epsilon).toBeGreaterThan(1);
    expect(sampleSplitEpsilon(opposite, members, { seed: 1, direction: 'below' })).toEqual(turned);
  });

  test('takes the middle of a gap, and any scale, sign and infinity of scores', () => {
    const sure = Uint8Array.from({ length: 40 }, (_, i) => Number(i < 20));
    const expected = clopperPearsonEpsilon({ truePositives: 10, positives: 10, falsePositives: 0, negatives: 10 });
    for (const [high, low, threshold] of [
      [1, 0, 0.5],
      [-1e-300, -3e-300, -2e-300],
      // Their sum is beyond float64.
      [1.6e308, 0.8e308, 0.8e308 / 2 + 1.6e308 / 2],
      [Infinity, 7, 7],
      [0, -Infinity, -Infinity],
    ] as const) {
      const found = sampleSplitEpsilon(
        Float64Array.from(sure, (isMember) => (isMember ? high : low)),
        sure,
        { seed: 3 },
      );
      expect(found).toEqual({ ...expected, threshold, direction: 'above' });
    }
  });

  test('of equal scores is 0', () => {
    expect(
      sampleSplitEpsilon(
        new Float64Array(40),
        Array.from({ length: 40 }, (_, i) => i < 20),
        { seed: 1 },
      ).epsilon,
    ).toBe(0);
  });

  test('refuses what cannot be split, counted or compared', async () => {
    const of = (some: readonly number[], are: readonly number[]) => () => sampleSplitEpsilon(some, are, { seed: 1 });
    await expectAuditError(of([1, 2, 3], [1, 0, 0]), 'RECORDS_INVALID', 'two members', '1 and 2');
    await expectAuditError(of([1, 2, 3], [1, 0, 1]), 'RECORDS_INVALID', 'two others', '2 and 1');
    await expectAuditError(of([1, 2, 3], [0, 0, 0]), 'RECORDS_INVALID', '0 and 3');
    await expectAuditError(of([1, 2, 3], [1, 0]), 'SHAPE_MISMATCH', '3', '2');
    await expectAuditError(of([1, 2, 3, 4], [1, 0, 2, 0]), 'LABELS_INVALID', '2 for record 2');
    await expectAuditError(of([1, NaN, 3, 4], [1, 0, 1, 0]), 'NOT_FINITE', 'record 1');
    await expectAuditError(() => sampleSplitEpsilon(scores, members, { seed: 1, delta: 1 }), 'OPTION_INVALID', 'Got 1');
  });
});
