import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom, type Random } from '../../../src/base/random.ts';
import { aucInterval } from '../../../src/membership/signals/aucInterval.ts';
import { rocOf } from '../../../src/membership/signals/roc.ts';
import { rankAuc } from '../../../src/statistics/rankAuc.ts';
import { expectAuditError } from '../../data/support.ts';
import { expectEachClose } from '../../support/matchers.ts';
import { normalCdf } from '../../support/sampleNormal.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';

function joined(inside: readonly number[], outside: readonly number[]) {
  return {
    scores: Float64Array.from([...inside, ...outside]),
    members: Uint8Array.from([...inside.map(() => 1), ...outside.map(() => 0)]),
  };
}

/** DeLong's variance from the definition: the matrix of all pairs, sample variances of its row and column means. */
function pairVariance(inside: readonly number[], outside: readonly number[]): number {
  const wins = inside.map((a) => outside.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values: readonly number[]) => {
    const centre = mean(values);
    return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
  };
  const rows = wins.map(mean);
  const columns = outside.map((_, j) => mean(wins.map((row) => row[j] as number)));
  return variance(rows) / inside.length + variance(columns) / outside.length;
}

const side = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 15 });

test('AUC and standard error are those of all pairs, and the interval holds the AUC', () =>
  fc.assert(
    fc.property(side, side, (inside, outside) => {
      const { scores, members } = joined(inside, outside);
      const { auc, low, high, standardError } = aucInterval(scores, members);
      expect(Math.abs(auc - rocOf(scores, members).auc)).toBeLessThan(1e-15);
      const variance = pairVariance(inside, outside);
      if (variance < 1e-20) expect(standardError).toBe(0);
      else expectEachClose([standardError], [Math.sqrt(variance)], 1e-12);
      expect([0 <= low, low <= auc, auc <= high, high <= 1, low < high]).toEqual([true, true, true, true, true]);
      // Exchanging the sides mirrors it.
      const mirrored = aucInterval(
        scores,
        members.map((member) => 1 - member),
      );
      expect(Math.abs(mirrored.low - (1 - high))).toBeLessThan(1e-14);
      expect(Math.abs(mirrored.high - (1 - low))).toBeLessThan(1e-14);
      // And a higher level widens it.
      const wider = aucInterval(scores, members, 0.99);
      expect([wider.low <= low, high <= wider.high]).toEqual([true, true]);
    }),
  ));

/** m members N(shift, 1) and n others N(0, 1). */
function drawn(random: Random, m: number, n: number, shift: number) {
  const inside = Array.from({ length: m }, () => shift + random.normal());
  const outside = Array.from({ length: n }, () => random.normal());
  return { inside, outside, ...joined(inside, outside) };
}

test('the standard error is that of a bootstrap', () => {
  const random = createRandom(17);
  const { inside, outside, scores, members } = drawn(random, 80, 120, 1);
  const runs = 4000;
  const again = (values: readonly number[]) => values.map(() => values[random.integer(values.length)] as number);
  const aucs = Array.from({ length: runs }, () => rankAuc(again(inside), again(outside)));
  const mean = aucs.reduce((sum, auc) => sum + auc, 0) / runs;
  const deviation = Math.sqrt(aucs.reduce((sum, auc) => sum + (auc - mean) ** 2, 0) / runs);
  // A standard deviation from 4000 runs is off by 1/√8000; the bootstrap's variance has n where DeLong's has n − 1, and differs by order 1/n.
  expect(Math.abs(aucInterval(scores, members).standardError / deviation - 1)).toBeLessThan(
    MONTE_CARLO_STANDARD_ERRORS / Math.sqrt(2 * runs) + 2 / 80,
  );
});

test.each([
  [0, 50, 50],
  [1, 40, 80],
  [2.5, 60, 60],
])('the interval holds the true AUC about as often as it says: shift %d, %d and %d records', (shift, m, n) => {
  const random = createRandom(23);
  const [runs, level] = [1500, 0.9];
  const truth = normalCdf(shift / Math.SQRT2);
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const { scores, members } = drawn(random, m, n, shift);
    const { low, high } = aucInterval(scores, members, level);
    if (low <= truth && truth <= high) held++;
  }
  // 1.5 points for the normal approximation with some tens of records.
  const error = MONTE_CARLO_STANDARD_ERRORS * Math.sqrt((level * (1 - level)) / runs);
  expect(Math.abs(held / runs - level)).toBeLessThan(error + 0.015);
});

test('the interval of a known AUC, by hand', () => {
  // Wins of the members are 1, 1, ½ of two others; of the others 3/3 and 2/3: AUC 5/6, variance (1/12)/3 + (1/18)/2.
  const { scores, members } = joined([3, 4, 1.5], [1, 2]);
  const found = aucInterval(scores, members);
  expect(found.auc).toBeCloseTo(5 / 6, 15);
  expect(found.standardError).toBeCloseTo(Math.sqrt(1 / 36 + 1 / 36), 14);
  const half = (1.959963984540054 * found.standardError) / (5 / 36);
  expect(found.low).toBeCloseTo(1 / (1 + Math.exp(half) / 5), 13);
  expect(found.high).toBeCloseTo(1 / (1 + Math.exp(-half) / 5), 13);
});

describe('where all pairs come out alike', () => {
  test('all right or all wrong, the interval is what as many independent pairs leave open', () => {
    const { scores, members } = joined([3, 4, 5], [1, 2]);
    expect(aucInterval(scores, members)).toEqual({ auc: 1, low: expect.any(Number), high: 1, level: 0.95, standardError: 0 });
    expect(aucInterval(scores, members).low).toBeCloseTo(Math.sqrt(0.025), 13);
    const wrong = aucInterval(
      scores.map((score) => -score),
      members,
    );
    expect(wrong).toMatchObject({ auc: 0, low: 0 });
    expect(wrong.high).toBeCloseTo(1 - Math.sqrt(0.025), 13);
  });

  test('all tied, it is around ½', () => {
    const { scores, members } = joined([7, 7, 7, 7], [7, 7, 7]);
    const { auc, low, high } = aucInterval(scores, members, 0.9);
    expect(auc).toBe(0.5);
    expect(low).toBeCloseTo(0.05 ** (1 / 3) / 2, 13);
    expect(high).toBeCloseTo(1 - 0.05 ** (1 / 3) / 2, 13);
  });

  test('a perfect separation by chance still leaves the true AUC inside', () => {
    // Shift 2.5: three members and three others are separated in about 78% of the draws, all of which must hold the AUC of 0.961.
    const random = createRandom(4);
    const truth = normalCdf(2.5 / Math.SQRT2);
    let separated = 0;
    for (let run = 0; run < 200; run++) {
      const { scores, members } = drawn(random, 3, 3, 2.5);
      const { auc, low } = aucInterval(scores, members);
      if (auc < 1) continue;
      separated++;
      expect(low).toBeLessThan(truth);
    }
    expect(separated).toBeGreaterThan(100);
  });
});

test('one record on a side says nothing about others', () => {
  const { scores, members } = joined([3], [1, 2, 4]);
  expect(aucInterval(scores, members)).toEqual({ auc: 2 / 3, low: 0, high: 1, level: 0.95, standardError: NaN });
  expect(
    aucInterval(
      scores,
      members.map((member) => 1 - member),
    ),
  ).toMatchObject({ auc: 1 / 3, low: 0, high: 1 });
});

test('what is no comparison is refused', async () => {
  const { scores, members } = joined([1], [2]);
  for (const level of [0, 1, NaN])
    await expectAuditError(() => aucInterval(scores, members, level), 'OPTION_INVALID', `Got ${level}`);
  await expectAuditError(() => aucInterval(scores, Uint8Array.of(1, 1)), 'RECORDS_INVALID', '2 members among 2');
});
