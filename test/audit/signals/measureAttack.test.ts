// Rates of an attack, counted by hand on few records.

import { describe, expect, test } from '@jest/globals';
import { measureAttack, thinned } from '../../../src/audit/signals/measureAttack.ts';
import { rocOf } from '../../../src/membership/signals/roc.ts';
import { shareInterval } from '../../../src/statistics/shareInterval.ts';

// Members 9, 7, 5 and 1; others 8, 6, 4 and 2.
const scores = Float64Array.of(9, 8, 7, 6, 5, 4, 1, 2);
const members = Uint8Array.of(1, 0, 1, 0, 1, 0, 1, 0);
const measure = (fprs: readonly number[], classes?: Int32Array) =>
  measureAttack({ name: 'x', describe: 'X.', filled: 0 }, scores, { members, classes }, { fprs, level: 0.9 });

describe('an attack on eight records', () => {
  test('has the rates that can be counted, and their intervals', () => {
    const { auc, accuracy, advantage, operatingPoints } = measure([0.1, 0.3, 0.6]);
    // Pairs in the right order: 4 + 3 + 2 + 0 of 16.
    expect(auc.value).toBe(9 / 16);
    expect([accuracy, advantage]).toEqual([0.625, 0.25]);
    const expected = [
      { fpr: 0.1, wrong: 0, right: 1, threshold: 9 },
      { fpr: 0.3, wrong: 1, right: 2, threshold: 7 },
      { fpr: 0.6, wrong: 2, right: 3, threshold: 5 },
    ].map(({ fpr, wrong, right, threshold }) => {
      const [of, accused] = [shareInterval(right, 4, 0.9), shareInterval(wrong, 4, 0.9)];
      return {
        fpr,
        realizedFpr: wrong / 4,
        fprLow: accused.low,
        fprHigh: accused.high,
        tpr: right / 4,
        low: of.low,
        high: of.high,
        threshold,
      };
    });
    expect(operatingPoints).toEqual(expected);
  });

  test('has no threshold where the highest score is that of another record', () => {
    const outcome = measureAttack(
      { name: 'x', describe: 'X.', filled: 0 },
      scores.map((score) => -score),
      { members: members.map((flag) => 1 - flag), classes: undefined },
      { fprs: [0.01], level: 0.95 },
    );
    // The highest of −scores is −1, of a record that is now no member.
    expect(outcome.operatingPoints[0]).toMatchObject({ realizedFpr: 0, tpr: 0, threshold: null });
  });

  test('compares records within classes', () => {
    expect(
      measure([0.1], Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1)).byClass.map(({ classIndex, auc }) => [classIndex, auc.value]),
    ).toEqual([
      [0, 0.75],
      [1, 0.5],
    ]);
  });
});

test('a thinned curve of many records keeps, for each rate that reports speak of, the best threshold below it', () => {
  const n = 200_000;
  const many = Float64Array.from({ length: n }, (_, i) => Math.sin(7 * i) + 0.3 * (i % 2));
  const flags = Uint8Array.from({ length: n }, (_, i) => i % 2);
  const roc = rocOf(many, flags);
  const kept = thinned(roc);
  expect(kept.length).toBeLessThan(500);
  for (const fpr of [1e-4, 1e-3, 1e-2, 0.1, 0.5]) {
    const best = (points: readonly (readonly [number, number])[]) =>
      Math.max(...points.filter(([x]) => x <= fpr).map(([, y]) => y));
    expect(best(kept)).toBe(
      best(
        roc.points
          .filter((point) => point.fpr <= fpr)
          .slice(-1)
          .map((point) => [point.fpr, point.tpr] as const),
      ),
    );
  }
});
