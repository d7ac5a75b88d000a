import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../src/base/random.ts';
import {
  accuracy,
  advantage,
  positivePredictiveValue,
  type RocPoint,
  rocOf,
  tprAtFprOf,
} from '../../../src/membership/signals/roc.ts';
import { shareInterval } from '../../../src/statistics/shareInterval.ts';
import { expectAuditError } from '../../data/support.ts';
import { normalCdf } from '../../support/sampleNormal.ts';
import { EXACT, MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';

/** Scores with many ties, and memberships with both kinds. */
const scored = fc
  .array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 1 })), { minLength: 2, maxLength: 40 })
  .filter((rows) => rows.some(([, member]) => member === 1) && rows.some(([, member]) => member === 0))
  .map((rows) => ({
    scores: Float64Array.from(rows, ([score]) => score),
    members: Uint8Array.from(rows, ([, member]) => member),
  }));

/** FPR and TPR of one threshold, by counting. */
function ratesAt(scores: Float64Array, members: Uint8Array, threshold: number) {
  const share = (side: number) => {
    const own = [...scores].filter((_, i) => members[i] === side);
    return own.filter((score) => score >= threshold).length / own.length;
  };
  return { fpr: share(0), tpr: share(1) };
}

describe('the ROC curve', () => {
  test('of tied scores is the diagonal: AUC ½', () => {
    const { points, auc } = rocOf(Float64Array.of(9, 9, 5, 5), Uint8Array.of(1, 0, 1, 0));
    expect(auc).toBe(0.5);
    expect(points).toEqual([
      { threshold: Infinity, fpr: 0, tpr: 0 },
      { threshold: 9, fpr: 0.5, tpr: 0.5 },
      { threshold: 5, fpr: 1, tpr: 1 },
    ]);
  });

  test('of one step of 9.5 among 100 is that of ranks, not of a hull', () => {
    const others = Array.from({ length: 100 }, (_, i) => i);
    const scores = Float64Array.from([...others.map((i) => i + 9.5), ...others]);
    const members = Uint8Array.from(scores, (_, i) => (i < 100 ? 1 : 0));
    expect(rocOf(scores, members).auc).toBe(0.5905);
    expect(tprAtFprOf(scores, members, 0.01)).toMatchObject({ tpr: 0.11, realizedFpr: 0.01, threshold: 98.5 });
  });

  test('has a point for every threshold, by counting, and the area by counting pairs and by trapezoids', () =>
    fc.assert(
      fc.property(scored, ({ scores, members }) => {
        const { points, auc } = rocOf(scores, members);
        expect(points).toHaveLength(new Set(scores).size + 1);
        for (const { threshold, fpr, tpr } of points) expect({ fpr, tpr }).toEqual(ratesAt(scores, members, threshold));
        let [sum, pairs] = [0, 0];
        for (let i = 0; i < scores.length; i++) {
          for (let j = 0; j < scores.length; j++) {
            if (members[i] === 0 || members[j] === 1) continue;
            pairs++;
            if ((scores[i] as number) > (scores[j] as number)) sum += 1;
            if (scores[i] === scores[j]) sum += 0.5;
          }
        }
        expect(auc).toBe(sum / pairs);
        let area = 0;
        for (let p = 1; p < points.length; p++) {
          const [a, b] = [points[p - 1] as RocPoint, points[p] as RocPoint];
          area += ((b.fpr - a.fpr) * (a.tpr + b.tpr)) / 2;
        }
        expect(Math.abs(auc - area)).toBeLessThan(10 * EXACT);
      }),
    ));

  test('knows the order of scores only', () =>
    fc.assert(
      fc.property(scored, ({ scores, members }) => {
        const { points, auc } = rocOf(scores, members);
        for (const map of [Math.exp, Math.cbrt, (s: number) => 3 * s - 100, (s: number) => (s === 5 ? Infinity : s)]) {
          const mapped = rocOf(scores.map(map), members);
          expect(mapped.auc).toBe(auc);
          expect(mapped.points.map(({ fpr, tpr }) => [fpr, tpr])).toEqual(points.map(({ fpr, tpr }) => [fpr, tpr]));
          expect(mapped.points.slice(1).map(({ threshold }) => threshold)).toEqual(points.slice(1).map((p) => map(p.threshold)));
        }
      }),
    ));

  test('is mirrored by exchanging members and others, and by the opposite sign', () =>
    fc.assert(
      fc.property(scored, ({ scores, members }) => {
        const { auc } = rocOf(scores, members);
        expect(
          rocOf(
            scores,
            members.map((member) => 1 - member),
          ).auc,
        ).toBeCloseTo(1 - auc, 14);
        expect(
          rocOf(
            scores.map((score) => -score),
            members,
          ).auc,
        ).toBeCloseTo(1 - auc, 14);
      }),
    ));

  test('takes 0 and −0 for equal', () => {
    expect(rocOf(Float64Array.of(0, -0), Uint8Array.of(1, 0)).auc).toBe(0.5);
    expect(rocOf(Float64Array.of(-0, 0), Uint8Array.of(1, 0)).points).toHaveLength(2);
  });

  test('of infinite scores', () => {
    const { points, auc } = rocOf(Float64Array.of(Infinity, Infinity, 0, -Infinity, -Infinity), Uint8Array.of(1, 0, 1, 1, 0));
    expect(auc).toBe((0.5 + 1 + 1 + 0.5) / 6);
    expect(points.map(({ threshold }) => threshold)).toEqual([Infinity, Infinity, 0, -Infinity]);
  });

  test('of 200,000 normal scores is Φ(1/√2), in well under a second', () => {
    const random = createRandom(3);
    const n = 200_000;
    const members = Uint8Array.from({ length: n }, (_, i) => i % 2);
    const scores = Float64Array.from(members, (member) => member + random.normal());
    const start = performance.now();
    const { auc } = rocOf(scores, members);
    expect(performance.now() - start).toBeLessThan(3000);
    const expected = normalCdf(Math.SQRT1_2);
    expect(Math.abs(auc - expected)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * Math.sqrt((expected * (1 - expected)) / (n / 2)));
  });
});

describe('TPR at FPR', () => {
  test('is the largest of all thresholds within the rate, with the rate that was realized', () =>
    fc.assert(
      fc.property(scored, fc.double({ min: 0, max: 1, noNaN: true }), ({ scores, members }, fpr) => {
        const within = [Infinity, ...scores]
          .map((t) => ({ t, ...ratesAt(scores, members, t) }))
          .filter((point) => point.fpr <= fpr);
        const best = Math.max(...within.map(({ tpr }) => tpr));
        const found = tprAtFprOf(scores, members, fpr, 0.9);
        expect(found.tpr).toBe(best);
        expect(ratesAt(scores, members, found.threshold)).toEqual({ fpr: found.realizedFpr, tpr: best });
        expect(found.realizedFpr).toBeLessThanOrEqual(fpr);
        const trials = members.reduce((sum, member) => sum + member, 0);
        const { low, high } = shareInterval(Math.round(best * trials), trials, 0.9);
        expect([found.low, found.high]).toEqual([low, high]);
      }),
    ));

  test('takes rates of a whole number of non-members as they are written', () => {
    const n = 1000;
    const scores = Float64Array.from({ length: 2 * n }, (_, i) => i % n);
    const members = Uint8Array.from(scores, (_, i) => (i < n ? 1 : 0));
    for (const fpr of [0.001, 0.003, 0.007, 0.01, 0.3, 0.7]) {
      expect(tprAtFprOf(scores, members, fpr)).toMatchObject({ tpr: fpr, realizedFpr: fpr });
    }
    expect(tprAtFprOf(scores, members, 0.0019)).toMatchObject({ realizedFpr: 0.001 });
  });

  test('is 0 where the highest scores tie with too many others, at threshold ∞', () => {
    expect(tprAtFprOf(Float64Array.of(1, 1, 1, 0), Uint8Array.of(1, 1, 0, 0), 0.4)).toEqual({
      tpr: 0,
      realizedFpr: 0,
      threshold: Infinity,
      low: 0,
      high: 1 - Math.sqrt(0.025),
    });
  });

  test('at 0 is the share above all others, at 1 everything', () => {
    const [scores, members] = [Float64Array.of(5, 4, 3, 2, 1), Uint8Array.of(1, 1, 0, 1, 0)];
    expect(tprAtFprOf(scores, members, 0)).toMatchObject({ tpr: 2 / 3, realizedFpr: 0, threshold: 4 });
    expect(tprAtFprOf(scores, members, 1)).toMatchObject({ tpr: 1, realizedFpr: 1, threshold: 1 });
  });
});

describe('accuracy, advantage and predictive value', () => {
  test('are the best of all thresholds', () =>
    fc.assert(
      fc.property(scored, ({ scores, members }) => {
        const rates = [Infinity, ...scores].map((t) => ratesAt(scores, members, t));
        const roc = rocOf(scores, members);
        expect(accuracy(roc)).toBe(Math.max(...rates.map(({ fpr, tpr }) => 1 - (fpr + (1 - tpr)) / 2)));
        expect(advantage(roc)).toBe(Math.max(...rates.map(({ fpr, tpr }) => Math.abs(tpr - fpr))));
        expect(accuracy(roc)).toBeLessThanOrEqual((1 + advantage(roc)) / 2 + EXACT);
      }),
    ));

  test('an attack the wrong way round has an advantage, and an accuracy of ½', () => {
    const roc = rocOf(Float64Array.of(1, 2, 3, 4), Uint8Array.of(1, 1, 0, 0));
    expect([roc.auc, advantage(roc), accuracy(roc)]).toEqual([0, 1, 0.5]);
  });

  test('of scores that tell nothing, accuracy is above ½ by 0.44/√m', () => {
    const random = createRandom(9);
    const [m, runs] = [400, 300];
    const members = Uint8Array.from({ length: 2 * m }, (_, i) => i % 2);
    const excess = Array.from(
      { length: runs },
      () =>
        accuracy(
          rocOf(
            Float64Array.from(members, () => random.normal()),
            members,
          ),
        ) - 0.5,
    );
    const mean = excess.reduce((sum, x) => sum + x, 0) / runs;
    // The supremum of a Brownian bridge is Rayleigh's, of mean √(π/8) and variance ½ − π/8; samples fall short of it by order 1/m.
    const expected = Math.sqrt(Math.PI / 8 / (2 * m));
    const error = Math.sqrt((0.5 - Math.PI / 8) / (2 * m) / runs);
    expect(Math.abs(mean - expected)).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * error + 1 / m);
    expect(expected * Math.sqrt(m)).toBeCloseTo(0.44, 2);
  });

  test('the predictive value is the share of members among those called so', () => {
    expect(positivePredictiveValue({ tpr: 0.5, fpr: 0.25 }, 1)).toBeCloseTo(2 / 3, 14);
    expect(positivePredictiveValue({ tpr: 0.5, fpr: 0.25 }, 6)).toBe(0.25);
    expect(positivePredictiveValue({ tpr: 0, fpr: 0.25 }, 1)).toBe(0);
    expect(positivePredictiveValue({ tpr: 0, fpr: 0 }, 1)).toBeUndefined();
    expect(positivePredictiveValue({ tpr: 0, fpr: 0.5 }, 0)).toBeUndefined();
  });
});

test('what is no comparison is refused', async () => {
  const two = Float64Array.of(1, 2);
  await expectAuditError(() => rocOf(two, Uint8Array.of(1)), 'SHAPE_MISMATCH', 'as many memberships as scores (2). Got 1');
  await expectAuditError(() => rocOf(Float64Array.of(1, NaN), Uint8Array.of(1, 0)), 'NOT_FINITE', 'Got NaN for record 1');
  await expectAuditError(() => rocOf(two, Uint8Array.of(1, 1)), 'RECORDS_INVALID', 'Got 2 members among 2 records');
  await expectAuditError(() => rocOf(two, Uint8Array.of(0, 0)), 'RECORDS_INVALID', 'Got 0 members among 2 records');
  for (const fpr of [-0.1, 1.1, NaN])
    await expectAuditError(() => tprAtFprOf(two, Uint8Array.of(1, 0), fpr), 'OPTION_INVALID', `from 0 to 1. Got ${fpr}`);
  for (const ratio of [-1, NaN, Infinity])
    await expectAuditError(() => positivePredictiveValue({ tpr: 1, fpr: 1 }, ratio), 'OPTION_INVALID', `Got ${ratio}`);
});
