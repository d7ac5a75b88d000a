// Bounds of ε in results: which are there, what they rest on, and that they hold.

import { describe, expect, test } from '@jest/globals';
import { gaussianSplit, privacyBounds } from '../../../src/audit/signals/privacyBounds.ts';
import { createRandom } from '../../../src/base/random.ts';
import { gdpEpsilon } from '../../../src/membership/dp/gdp.ts';
import { oneRunSplitEpsilon } from '../../../src/membership/dp/oneRunSplitEpsilon.ts';
import { sampleSplitEpsilon } from '../../../src/membership/dp/sampleSplitEpsilon.ts';
import { scoredRecords } from '../../../src/membership/dp/scoredRecords.ts';

const SETTINGS = { delta: 1e-5, level: 0.95, seed: 3, oneRun: false };

/** Scores N(μ, 1) of members and N(0, 1) of others, by fair coins: exactly μ-GDP. */
function gaussianScores(n: number, mu: number, seed: number) {
  const random = createRandom(seed);
  const members = Uint8Array.from({ length: n }, () => random.integer(2));
  const scores = Float64Array.from(members, (flag) => mu * flag + random.normal());
  return { scores, members };
}

describe('the bounds of ε', () => {
  test('are those of the methods, and that for one run only where it is asked for', () => {
    const { scores, members } = gaussianScores(400, 2, 1);
    const without = privacyBounds('difference', scores, members, SETTINGS);
    expect(without).toMatchObject({ attack: 'difference', delta: 1e-5, level: 0.95 });
    expect(without.bounds.map(({ method }) => method)).toEqual(['sample-split', 'gaussian']);
    expect(without.unavailable).toMatchObject([{ method: 'one-run', reason: expect.stringContaining('--one-run on') }]);
    const { bounds, unavailable } = privacyBounds('difference', scores, members, { ...SETTINGS, oneRun: true });
    expect(unavailable).toEqual([]);
    const options = { delta: 1e-5, level: 0.95, seed: 3 };
    expect(bounds.map(({ epsilon }) => epsilon)).toEqual([
      sampleSplitEpsilon(scores, members, options).epsilon,
      gaussianSplit(scoredRecords(scores, members), options).epsilon,
      oneRunSplitEpsilon(scores, members, options).epsilon,
    ]);
    for (const { promise } of bounds) expect(promise).toMatch(/^[^\n]+\.$/);
  });

  test('for one run are not made where coins cannot have decided who is a member', () => {
    const members = Uint8Array.from({ length: 100 }, (_, i) => Number(i < 80));
    const { bounds, unavailable } = privacyBounds('x', Float64Array.from(members, Number), members, {
      ...SETTINGS,
      oneRun: true,
    });
    expect(bounds.map(({ method }) => method)).not.toContain('one-run');
    expect(unavailable).toEqual([
      { method: 'one-run', reason: expect.stringMatching(/^80 of 100 records are members, which fair coins/) },
    ]);
    // 65 of 100 are improbable, but not that improbable.
    const likelier = Uint8Array.from({ length: 100 }, (_, i) => Number(i < 65));
    expect(privacyBounds('x', Float64Array.from(likelier, Number), likelier, { ...SETTINGS, oneRun: true }).unavailable).toEqual(
      [],
    );
  });

  test('by halves are not made of fewer records than can be split', () => {
    const members = Uint8Array.of(1, 1, 1, 0, 0, 0, 0);
    const { bounds, unavailable } = privacyBounds('x', Float64Array.from(members, Number), members, SETTINGS);
    expect(bounds).toEqual([]);
    expect(unavailable.map(({ method }) => method)).toEqual(['sample-split', 'gaussian', 'one-run']);
  });

  test('of a Gaussian mechanism are chosen on other records than they are made of: without a leak they seldom are above 0', () => {
    const found = Array.from({ length: 60 }, (_, seed) => {
      const { scores, members } = gaussianScores(300, 0, 500 + seed);
      return gaussianSplit(scoredRecords(scores, members), { ...SETTINGS, level: 0.6, seed }).epsilon;
    });
    // At a level of 0.6 each rate is 0.84 standard errors off its bound, and both together have to be wrong by 2 × 0.84/√2 of theirs: 12%, of which
    // 17 of 60 have a probability below 1e-3. The best threshold on the same records is above 0 in every second case.
    expect(found.filter((epsilon) => epsilon > 0).length).toBeLessThan(17);
  });

  test('of a Gaussian mechanism stay below its ε as often as they say, and come near', () => {
    const mu = 1.5;
    const truth = gdpEpsilon(mu, SETTINGS.delta);
    const found = Array.from({ length: 40 }, (_, seed) => {
      const { scores, members } = gaussianScores(1000, mu, 100 + seed);
      return gaussianSplit(scoredRecords(scores, members), { ...SETTINGS, seed }).epsilon;
    });
    // Binomial(40, 0.05): 8 or more have a probability below 1e-3.
    expect(found.filter((epsilon) => epsilon > truth).length).toBeLessThan(8);
    expect(found.reduce((sum, epsilon) => sum + epsilon, 0) / 40).toBeGreaterThan(0.5 * truth);
  });
});
