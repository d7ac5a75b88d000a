import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { bonferroniEpsilon, ERROR_RATES } from '../../../src/membership/dp/bonferroniEpsilon.ts';
import { clopperPearsonEpsilon } from '../../../src/membership/dp/clopperPearsonEpsilon.ts';
import { expectAuditError } from '../../data/support.ts';
import { allowed, exceedances, gaussian, laplace, type Mechanism, randomizedResponse, trialsOf } from './support.ts';

const RUNS = 1000;
const LEVEL = 0.8;

describe('bonferroniEpsilon', () => {
  test('without a leak exceeds 0 no more often than it says', () => {
    for (const options of [{}, { direction: 'either' }, { errorRates: [0.3] }, { thresholds: [-1, 0, 1, 2] }] as const) {
      const count = exceedances(RUNS, 1, 0, (random, seed) => {
        const { scores, members } = trialsOf(gaussian(0), 60, random);
        return bonferroniEpsilon(scores, members, { level: LEVEL, seed, ...options }).epsilon;
      });
      expect(count).toBeLessThanOrEqual(allowed(RUNS, LEVEL));
    }
  });

  const ties: Mechanism = (_, random) => random.integer(2);

  test('nor with equal scores, members first', () => {
    const count = exceedances(RUNS, 2, 0, (random, seed) => {
      const { scores, members } = trialsOf(ties, 60, random);
      return bonferroniEpsilon(scores, members, { level: LEVEL, seed }).epsilon;
    });
    expect(count).toBeLessThanOrEqual(allowed(RUNS, LEVEL));
  });

  test.each([
    ['Laplace noise of ε = 1', laplace(1), 1, 0],
    ['randomized response of ε = 2', randomizedResponse(2), 2, 0],
    ['randomized response of ε = 1 that tells everything one time in ten', randomizedResponse(1, 0.1), 1, 0.1],
    ['normal noise of μ = 1 at δ = 0.1', gaussian(1), 1.160334, 0.1],
  ] as const)('exceeds the ε of %s no more often than it says, and finds some of it', (_, mechanism, epsilon, delta) => {
    let sum = 0;
    const count = exceedances(400, 3, epsilon, (random, seed) => {
      const { scores, members } = trialsOf(mechanism, 200, random);
      const bound = bonferroniEpsilon(scores, members, { delta, level: LEVEL, seed }).epsilon;
      sum += bound;
      return bound;
    });
    expect(count).toBeLessThanOrEqual(allowed(400, LEVEL));
    expect(sum / 400).toBeGreaterThan(0.35 * epsilon);
  });

  test('holds for the threshold that an order statistic sets', () => {
    // Others are uniform and members uniform above 0.95: TPR = FPR/0.05 wherever the threshold lies above that, and less below.
    const each = 30;
    const truth = Math.log(1 / 0.05);
    const mechanism: Mechanism = (isMember, random) => (isMember ? 0.95 + 0.05 * random.uniform() : random.uniform());
    const count = exceedances(RUNS, 4, truth, (random, seed) => {
      const { scores, members } = trialsOf(mechanism, each, random);
      return bonferroniEpsilon(scores, members, { level: 0.5, seed, errorRates: [0] }).epsilon;
    });
    expect(count).toBeLessThanOrEqual(allowed(RUNS, 0.5));
  });

  const { scores, members } = trialsOf(laplace(3), 300, createRandom(5));

  test('is the largest Clopper–Pearson bound of its thresholds, each with its share of 1 − level', () => {
    const thresholds = [-2, 1, 4];
    const bound = bonferroniEpsilon(scores, members, { seed: 1, thresholds });
    const each = thresholds.map((threshold) =>
      clopperPearsonEpsilon(
        {
          truePositives: scores.filter((score, i) => members[i] === 1 && score > threshold).length,
          positives: 300,
          falsePositives: scores.filter((score, i) => members[i] === 0 && score > threshold).length,
          negatives: 300,
        },
        { level: 1 - 0.05 / 3 },
      ),
    );
    const largest = each.reduce((a, b) => (b.epsilon > a.epsilon ? b : a));
    expect(bound).toEqual({
      ...largest,
      threshold: thresholds[each.indexOf(largest)],
      direction: 'above',
      level: 0.95,
      tried: 3,
    });
    // With one threshold nothing is shared.
    const single = bonferroniEpsilon(scores, members, { seed: 1, thresholds: [1] });
    expect([single.tried, single.epsilon >= (each[1]?.epsilon as number)]).toEqual([1, true]);
  });

  /** Half of the one kind stands apart, which the threshold set by the other kind shows best. */
  const halfOfMembers: Mechanism = (isMember, random) => (isMember && random.uniform() < 0.5 ? 10 : 0) + random.uniform();
  const halfOfOthers: Mechanism = (isMember, random) => (!isMember && random.uniform() < 0.5 ? -10 : 0) + random.uniform();

  test.each([
    ['others', halfOfMembers, 'members'],
    ['members', halfOfOthers, 'nonMembers'],
  ] as const)('sets thresholds by error rates of the %s as if they had been preset with so many errors', (_, mechanism, from) => {
    const trials = trialsOf(mechanism, 300, createRandom(6));
    const inside = Array.from(trials.scores.slice(0, 300)).sort((a, b) => a - b);
    const others = Array.from(trials.scores.slice(300)).sort((a, b) => a - b);
    for (const [rate, errors] of [
      [0, 0],
      [0.1, 30],
    ] as const) {
      const high = others[299 - errors] as number;
      const low = inside[errors] as number;
      const counts =
        from === 'members'
          ? { truePositives: inside.filter((s) => s > high).length, falsePositives: errors }
          : { truePositives: 300 - errors, falsePositives: others.filter((s) => s >= low).length };
      expect(bonferroniEpsilon(trials.scores, trials.members, { seed: 1, errorRates: [rate] })).toEqual({
        ...clopperPearsonEpsilon({ ...counts, positives: 300, negatives: 300 }, { level: 0.975 }),
        from,
        threshold: from === 'members' ? high : low,
        level: 0.95,
        direction: 'above',
        tried: 2,
      });
    }
  });

  test('tries coinciding thresholds once, and twice as many in either direction', () => {
    const tried = (each: number, direction: 'above' | 'either') => {
      const some = trialsOf(laplace(1), each, createRandom(1));
      return bonferroniEpsilon(some.scores, some.members, { seed: 1, direction }).tried;
    };
    expect(tried(300, 'above')).toBe(2 * ERROR_RATES.length);
    expect(tried(300, 'either')).toBe(4 * ERROR_RATES.length);
    // ⌊0.01·20⌋ = 0.
    expect(tried(20, 'above')).toBe(6);
    expect(tried(1, 'above')).toBe(2);
  });

  test('of opposite scores is the same, below', () => {
    const above = bonferroniEpsilon(scores, members, { seed: 1 });
    const opposite = scores.map((score) => -score);
    const below = bonferroniEpsilon(opposite, members, { seed: 1, direction: 'below' });
    expect(below).toEqual({ ...above, threshold: -above.threshold, direction: 'below' });
    const either = bonferroniEpsilon(opposite, members, { seed: 1, direction: 'either' });
    expect([either.direction, either.epsilon < above.epsilon]).toEqual(['below', true]);
    const preset = bonferroniEpsilon(opposite, members, { seed: 1, direction: 'below', thresholds: [-1] });
    expect(preset).toEqual({
      ...bonferroniEpsilon(scores, members, { seed: 1, thresholds: [1] }),
      threshold: -1,
      direction: 'below',
    });
  });

  test('refuses grids that are none', async () => {
    for (const errorRates of [[], [1], [-0.1], [NaN]])
      await expectAuditError(() => bonferroniEpsilon(scores, members, { seed: 1, errorRates }), 'OPTION_INVALID', 'error rates');
    for (const thresholds of [[], [NaN]])
      await expectAuditError(() => bonferroniEpsilon(scores, members, { seed: 1, thresholds }), 'OPTION_INVALID', 'unit');
    await expectAuditError(() => bonferroniEpsilon([1], [true], { seed: 1 }), 'RECORDS_INVALID', '1 and 0');
    await expectAuditError(() => bonferroniEpsilon([1], [], { seed: 1 }), 'SHAPE_MISMATCH');
    await expectAuditError(() => bonferroniEpsilon([1, 2], [1, 0], { seed: 1, delta: 2 }), 'OPTION_INVALID', '2');
    await expectAuditError(() => bonferroniEpsilon([1, 2], [1, 0], { seed: 1, level: 2 }), 'OPTION_INVALID', '2');
  });
});
