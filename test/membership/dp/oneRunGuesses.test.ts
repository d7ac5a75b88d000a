import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { oneRunEpsilon } from '../../../src/membership/dp/oneRunEpsilon.ts';
import { oneRunGuesses } from '../../../src/membership/dp/oneRunGuesses.ts';
import { oneRunSplitEpsilon } from '../../../src/membership/dp/oneRunSplitEpsilon.ts';
import { expectAuditError } from '../../data/support.ts';
import { allowed, canariesOf, exceedances, gaussian, laplace, type Trials } from './support.ts';

describe('oneRunGuesses', () => {
  const scores = [3, -1, Infinity, 0.5, 2, -Infinity];
  const members = [true, true, true, false, false, false];

  test.each([
    [1, 0, 1],
    [2, 0, 2],
    [3, 0, 2],
    [6, 0, 3],
    [0, 1, 1],
    [0, 2, 1],
    [2, 2, 3],
    [3, 3, 4],
    [0, 0, 0],
  ])('of %d from above and %d from below: %d right', (positives, negatives, correct) => {
    expect(oneRunGuesses(scores, members, { positives, negatives, seed: 1 })).toEqual({
      canaries: 6,
      guesses: positives + negatives,
      correct,
    });
  });

  test('among equal scores are made by chance, not in the order of the records', () => {
    const equal = new Float64Array(200);
    const first = Uint8Array.from({ length: 200 }, (_, i) => Number(i < 100));
    const corrects = Array.from({ length: 50 }, (_, seed) => {
      const options = { positives: 50, negatives: 50, seed };
      expect(oneRunGuesses(equal, first, options)).toEqual(oneRunGuesses(equal, first, options));
      return oneRunGuesses(equal, first, options).correct;
    });
    // 50 of 100, with a standard deviation of 5 in each (less without replacement).
    const mean = corrects.reduce((a, b) => a + b, 0) / 50;
    expect(Math.abs(mean - 50)).toBeLessThan(5 * (5 / Math.sqrt(50)));
    expect(new Set(corrects).size).toBeGreaterThan(5);
  });

  test('finds a place for infinite scores, equal ones by chance', () => {
    const infinite = Float64Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? Infinity : i % 3 === 1 ? -Infinity : 0));
    const are = Uint8Array.from({ length: 60 }, (_, i) => Number(i % 3 === 0));
    expect(oneRunGuesses(infinite, are, { positives: 20, negatives: 40, seed: 1 }).correct).toBe(60);
    const halves = Uint8Array.from({ length: 60 }, (_, i) => Number(i < 30));
    const corrects = [1, 2, 3, 4, 5, 6].map(
      (seed) => oneRunGuesses(infinite, halves, { positives: 10, negatives: 0, seed }).correct,
    );
    expect(new Set(corrects).size).toBeGreaterThan(1);
  });

  test('refuses more guesses than canaries, parts of guesses, and scores that cannot be compared', async () => {
    for (const [positives, negatives] of [
      [4, 3],
      [-1, 2],
      [1.5, 1],
      [NaN, 1],
    ] as const) {
      const work = () => oneRunGuesses(scores, members, { positives, negatives, seed: 1 });
      await expectAuditError(work, 'OPTION_INVALID', `Got ${positives} and ${negatives}`, '(6)');
    }
    const options = { positives: 1, negatives: 0, seed: 1 };
    await expectAuditError(() => oneRunGuesses([1, NaN], [1, 0], options), 'NOT_FINITE', 'record 1');
    await expectAuditError(() => oneRunGuesses([1, 2], [1], options), 'SHAPE_MISMATCH');
    await expectAuditError(() => oneRunGuesses([1, 2], [1, 7], options), 'LABELS_INVALID', 'Got 7');
    await expectAuditError(() => oneRunGuesses([], [], { ...options, positives: 0 }), 'OPTION_INVALID', '(0)');
  });
});

const RUNS = 400;
const LEVEL = 0.8;

/** The trap: the best of ten numbers of guesses, each at the full level. */
function largestUncorrected({ scores, members }: Trials, level: number): number {
  const bounds = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5].flatMap((share) => {
    const count = Math.floor(share * scores.length);
    return [
      [count, count],
      [count, 0],
      [0, count],
    ].map(([positives, negatives]) => {
      const guesses = oneRunGuesses(scores, members, { positives: positives as number, negatives: negatives as number, seed: 1 });
      return oneRunEpsilon(guesses, { level }).epsilon;
    });
  });
  return Math.max(...bounds);
}

describe('oneRunSplitEpsilon', () => {
  test('without a leak exceeds 0 no more often than it says', () => {
    const count = exceedances(RUNS, 1, 0, (random, seed) => {
      const { scores, members } = canariesOf(gaussian(0), 200, random);
      return oneRunSplitEpsilon(scores, members, { level: LEVEL, seed }).epsilon;
    });
    expect(count).toBeLessThanOrEqual(allowed(RUNS, LEVEL));
  });

  test('where the best of several numbers of guesses does so far too often', () => {
    const count = exceedances(200, 2, 0, (random) => largestUncorrected(canariesOf(gaussian(0), 200, random), LEVEL));
    expect(count).toBeGreaterThan(2 * 200 * (1 - LEVEL));
    expect(count).toBeGreaterThan(allowed(200, LEVEL));
  });

  test.each([
    ['Laplace noise of ε = 1', laplace(1), 1, 0],
    ['normal noise of μ = 1 at δ = 1e-5', gaussian(1), 4.377178, 1e-5],
  ] as const)('exceeds the ε of %s no more often than it says, and finds some of it', (_, mechanism, epsilon, delta) => {
    let sum = 0;
    const count = exceedances(100, 3, epsilon, (random, seed) => {
      const { scores, members } = canariesOf(mechanism, 400, random);
      const bound = oneRunSplitEpsilon(scores, members, { delta, level: LEVEL, seed }).epsilon;
      sum += bound;
      return bound;
    });
    expect(count).toBeLessThanOrEqual(allowed(100, LEVEL));
    expect(sum / 100).toBeGreaterThan(0.15 * epsilon);
  });

  test('is the bound of the guesses it names, about the larger half, and repeats itself', () => {
    const { scores, members } = canariesOf(gaussian(3), 301, createRandom(4));
    const found = oneRunSplitEpsilon(scores, members, { seed: 5, delta: 1e-5 });
    const { canaries, guesses, correct, positives, negatives, epsilon } = found;
    expect([canaries, guesses]).toEqual([151, positives + negatives]);
    expect(epsilon).toBe(oneRunEpsilon({ canaries, guesses, correct }, { delta: 1e-5 }).epsilon);
    expect(epsilon).toBeGreaterThan(1.5);
    expect(oneRunSplitEpsilon(scores, members, { seed: 5, delta: 1e-5 })).toEqual(found);
    const others = [6, 7, 8, 9].map((seed) => oneRunSplitEpsilon(scores, members, { seed, delta: 1e-5 }).correct);
    expect(new Set(others).size).toBeGreaterThan(1);
  });

  test('only guesses members where only they can be told', () => {
    const random = createRandom(6);
    const { scores, members } = canariesOf(
      (isMember) => (isMember && random.uniform() < 0.2 ? 9 : random.uniform()),
      2000,
      random,
    );
    const { positives, negatives, epsilon } = oneRunSplitEpsilon(scores, members, { seed: 1 });
    expect([positives, negatives]).toEqual([100, 0]);
    expect(epsilon).toBeGreaterThan(3);
  });

  test('without anything to be seen guesses about everybody, and shows nothing', () => {
    // Two right guesses of two are one in four.
    const found = oneRunSplitEpsilon([1, 2, 3, 4], [0, 0, 1, 1], { seed: 3 });
    expect(found).toMatchObject({ epsilon: 0, canaries: 2, positives: 1, negatives: 1 });
    expect(oneRunSplitEpsilon([1, 2], [1, 0], { seed: 1 })).toMatchObject({ epsilon: 0, canaries: 1, guesses: 0 });
  });

  test('refuses a single canary', async () => {
    await expectAuditError(() => oneRunSplitEpsilon([1], [1], { seed: 1 }), 'RECORDS_INVALID', 'two canaries', 'Got 1');
    await expectAuditError(() => oneRunSplitEpsilon([1, 2], [1], { seed: 1 }), 'SHAPE_MISMATCH');
  });
});
