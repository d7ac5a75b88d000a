import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { confidenceOf, fromConfidences } from '../../../src/membership/signals/fromConfidences.ts';
import { fromLogits } from '../../../src/membership/signals/fromLogits.ts';
import { fromLosses, lossOf } from '../../../src/membership/signals/fromLosses.ts';
import { fromProbabilities } from '../../../src/membership/signals/fromProbabilities.ts';
import { expectAuditError } from '../../data/support.ts';
import { expectEachClose } from '../../support/matchers.ts';
import { EXACT } from '../../support/tolerances.ts';

/** The logits of TensorFlow Privacy's tests with φ and the cross-entropy in 30-digit arithmetic, to 1e-7 those printed there. */
const PUBLISHED = [
  { logits: [1, 2, -3], label: 1, phi: 0.9818500720821903, loss: 0.31817542924745407 },
  { logits: [-1, 1, 0], label: 2, phi: -1.1269280110429725, loss: 1.4076059644443804 },
] as const;

const softmax = (row: readonly number[]): number[] => {
  const largest = Math.max(...row);
  const weights = row.map((z) => Math.exp(z - largest));
  const sum = weights.reduce((total, w) => total + w, 0);
  return weights.map((w) => w / sum);
};

describe('φ of one record is the same', () => {
  test.each(PUBLISHED)('from logits $logits, their softmax and their loss', ({ logits, label, phi, loss }) => {
    const labels = Int32Array.of(label);
    const probabilities = softmax(logits);
    for (const found of [
      fromLogits(Float64Array.from(logits), labels),
      fromProbabilities(Float64Array.from(probabilities), labels),
      fromConfidences(Float64Array.of(probabilities[label] as number)),
      fromLosses(Float64Array.of(-Math.log(probabilities[label] as number))),
    ]) {
      expectEachClose([found[0] as number, lossOf(found[0] as number)], [phi, loss], 10 * EXACT);
    }
  });

  const row = fc
    .integer({ min: 2, max: 6 })
    .chain((classes) =>
      fc.tuple(
        fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: classes, maxLength: classes }),
        fc.integer({ min: 0, max: classes - 1 }),
      ),
    );

  test('from any logits and their softmax, and is ln p − ln(1 − p)', () =>
    fc.assert(
      fc.property(row, ([logits, label]) => {
        const labels = Int32Array.of(label);
        const [phi] = fromLogits(Float64Array.from(logits), labels) as unknown as [number];
        const probabilities = softmax(logits);
        // Rounding of single terms of size up to 24.
        expect(Math.abs(phi - (fromProbabilities(Float64Array.from(probabilities), labels)[0] as number))).toBeLessThan(1e-13);
        const p = probabilities[label] as number;
        // 1 − p has lost the digits of a p near 1: 2⁻⁵³/(1 − p) of itself.
        expect(Math.abs(phi - Math.log(p / (1 - p)))).toBeLessThan(1e-13 + 3e-16 / (1 - p));
        expectEachClose([lossOf(phi)], [-Math.log(p)], 1e-12 + 3e-16 / (1 - p));
      }),
    ));

  test('of several rows, each with its own label', () => {
    const values = Float64Array.of(1, 2, -3, -1, 1, 0);
    expectEachClose(
      fromLogits(values, Int32Array.of(1, 2)),
      PUBLISHED.map(({ phi }) => phi),
      EXACT,
    );
    // The caller's array is left as it is.
    expect([...values]).toEqual([1, 2, -3, -1, 1, 0]);
    const probabilities = Float64Array.of(0.7, 0.2, 0.1);
    fromProbabilities(probabilities, Int32Array.of(1));
    expect([...probabilities]).toEqual([0.7, 0.2, 0.1]);
  });

  test('a single output is that of class 1', () => {
    expect([...fromLogits(Float64Array.of(3, 3), Int32Array.of(1, 0))]).toEqual([3, -3]);
    expectEachClose(fromProbabilities(Float64Array.of(0.8, 0.8), Int32Array.of(1, 0)), [Math.log(4), -Math.log(4)], EXACT);
    expectEachClose(fromLogits(Float64Array.of(0, 3, 0, 3), Int32Array.of(1, 0)), [3, -3], EXACT);
  });
});

describe('at both ends', () => {
  test('logits keep what a softmax rounds to certainty', () => {
    expect([...fromLogits(Float64Array.of(1000, 0, 0, 0, 1000, 0), Int32Array.of(0, 0))]).toEqual([
      1000 - Math.log(2),
      -1000 - Math.log1p(Math.exp(-1000)),
    ]);
    expect(fromLogits(Float64Array.of(1e300, -1e300), Int32Array.of(0))[0]).toBeGreaterThan(1e300);
  });

  test('probabilities keep what 1 − p has lost', () => {
    expectEachClose(fromProbabilities(Float64Array.of(1, 1e-30, 2e-30), Int32Array.of(0)), [-Math.log(3e-30)], EXACT);
  });

  test('loss and φ are inverse from 1e-300 to 1e300', () =>
    fc.assert(
      fc.property(fc.double({ min: -690, max: 690, noNaN: true }), (exponent) => {
        const loss = Math.exp(exponent);
        const [phi] = fromLosses(Float64Array.of(loss)) as unknown as [number];
        // An error η|φ| of φ is one of the loss by as much for small losses; near φ = 0 the error is that of the loss itself.
        expectEachClose([lossOf(phi)], [loss], 4 * Number.EPSILON * (1 + Math.min(700, Math.abs(phi))));
      }),
    ));

  test('confidence and φ are inverse, and confidences of φ and −φ add up to 1', () =>
    fc.assert(
      fc.property(fc.double({ min: -700, max: 30, noNaN: true }), (phi) => {
        const p = confidenceOf(phi);
        expect(Math.abs(p + confidenceOf(-phi) - 1)).toBeLessThanOrEqual(2 * Number.EPSILON);
        expectEachClose([Math.log(p)], [-lossOf(phi)], 1e-13 + 3e-16 / lossOf(phi));
        if (phi < 10)
          expect(Math.abs((fromConfidences(Float64Array.of(p))[0] as number) - phi)).toBeLessThan(1e-11 + 1e-15 * Math.abs(phi));
      }),
    ));

  test('certainty is infinite', () => {
    expect([...fromProbabilities(Float64Array.of(1, 0, 1, 0), Int32Array.of(0, 1))]).toEqual([Infinity, -Infinity]);
    expect([...fromProbabilities(Float64Array.of(1, 1), Int32Array.of(0, 1))]).toEqual([-Infinity, Infinity]);
    expect([...fromConfidences(Float64Array.of(0, 1))]).toEqual([-Infinity, Infinity]);
    expect([...fromLosses(Float64Array.of(0, -1e-7, Infinity))]).toEqual([Infinity, Infinity, -Infinity]);
    expect([...fromLogits(Float64Array.of(0, -Infinity, -Infinity, 0), Int32Array.of(0, 0))]).toEqual([Infinity, -Infinity]);
    expect([lossOf(Infinity), lossOf(-Infinity), confidenceOf(Infinity), confidenceOf(-Infinity)]).toEqual([0, Infinity, 1, 0]);
  });
});

describe('refused are', () => {
  test('labels outside the classes', async () => {
    const three = Float64Array.of(0.2, 0.3, 0.5);
    await expectAuditError(() => fromLogits(three, Int32Array.of(3)), 'LABELS_INVALID', 'from 0 to 2', 'Got 3 in row 0');
    await expectAuditError(() => fromProbabilities(three, Int32Array.of(-1)), 'LABELS_INVALID', 'Got -1 in row 0');
    await expectAuditError(() => fromLogits(Float64Array.of(1), Int32Array.of(2)), 'LABELS_INVALID', 'from 0 to 1');
  });

  test('rows that do not fit the labels', () =>
    expectAuditError(
      () => fromLogits(new Float64Array(7), Int32Array.of(0, 1)),
      'SHAPE_MISMATCH',
      'each of 2 rows',
      'Got 7 values',
    ));

  test('what is no number', async () => {
    await expectAuditError(
      () => fromLogits(Float64Array.of(1, 2, 1, NaN), Int32Array.of(0, 0)),
      'NOT_FINITE',
      'logits to be numbers',
      'NaN at row 1, class 1',
    );
    await expectAuditError(() => fromLosses(Float64Array.of(1, NaN)), 'NOT_FINITE', 'losses', 'NaN at place 1');
    await expectAuditError(() => fromConfidences(Float64Array.of(NaN)), 'NOT_FINITE', 'confidences', 'NaN at place 0');
    await expectAuditError(() => fromProbabilities(Float64Array.of(NaN, 1), Int32Array.of(1)), 'NOT_FINITE', 'row 0, class 0');
  });

  test('rows without a softmax', async () => {
    for (const row of [
      [Infinity, 0],
      [-Infinity, -Infinity],
    ]) {
      const { details } = await expectAuditError(
        () => fromLogits(Float64Array.of(0, 1, ...row), Int32Array.of(0, 0)),
        'NOT_FINITE',
        `${Math.max(...row)} as the largest of row 1`,
      );
      expect(details).toEqual({ row: 1 });
    }
  });

  test('what is no distribution, on both sides of the tolerance', async () => {
    const labels = Int32Array.of(0);
    expect(fromProbabilities(Float64Array.of(0.5, 0.5099), labels)[0]).toBeLessThan(0);
    await expectAuditError(
      () => fromProbabilities(Float64Array.of(0.5, 0.511), labels),
      'OPTION_INVALID',
      'a sum of 1.011 in row 0',
      'logits',
    );
    await expectAuditError(() => fromProbabilities(Float64Array.of(0.5, 0.489), labels), 'OPTION_INVALID', 'a sum of 0.989');
    await expectAuditError(() => fromProbabilities(Float64Array.of(1.5, -0.5), labels), 'OPTION_INVALID', 'Got 1.5 in row 0');
    await expectAuditError(() => fromProbabilities(Float64Array.of(-0.1), labels), 'OPTION_INVALID', 'Got -0.1 in row 0');
  });

  test('confidences outside [0, 1], and losses that are log-likelihoods', async () => {
    await expectAuditError(() => fromConfidences(Float64Array.of(0.5, 1.2)), 'OPTION_INVALID', 'Got 1.2 at place 1');
    await expectAuditError(() => fromConfidences(Float64Array.of(-0.1)), 'OPTION_INVALID', 'Got -0.1 at place 0');
    await expectAuditError(
      () => fromLosses(Float64Array.of(0.5, -1.1e-6)),
      'OPTION_INVALID',
      'Got -0.0000011 at place 1',
      'sign',
    );
  });
});
