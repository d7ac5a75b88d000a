import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { confidenceOf } from '../../../src/membership/signals/fromConfidences.ts';
import { type RmiaOptions, rmia } from '../../../src/membership/signals/rmia.ts';
import type { Signals } from '../../../src/membership/signals/signals.ts';
import { expectAuditError } from '../../data/support.ts';
import { expectClose } from '../../support/matchers.ts';
import { confidencesOf, drawnSignals, logits, signalsOf } from './support.ts';

/** Two candidates x and three records z of the population, two models without any of them. */
const TOY = signalsOf({
  target: logits([0.9, 0.5, 0.8, 0.3, 0.6]),
  reference: [logits([0.6, 0.5, 0.8, 0.4, 0.5]), logits([0.7, 0.4, 0.7, 0.4, 0.6])],
  members: [1, 1, 0, 0, 0],
  referenceMembers: [
    [0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ],
});

describe('the toy', () => {
  test.each([
    [1, [1, 1 / 3]],
    [2, [1 / 3, 0]],
  ])('at γ = %d', (gamma, expected) => {
    expect([...rmia(TOY, { mode: 'offline', gamma, a: 0.3 }).scores.subarray(0, 2)]).toEqual(expected);
  });

  test('steps at the ratios of its definition', () => {
    const ratioX = [1.165049, 0.77821];
    const ratioZ = [0.955224, 0.491803, 0.848057];
    for (const x of [0, 1]) {
      for (const z of ratioZ) {
        const step = (ratioX[x] as number) / z;
        const [below, above] = [0.999995, 1.000005].map(
          (factor) => rmia(TOY, { mode: 'offline', gamma: factor * step, a: 0.3 }).scores[x] as number,
        ) as [number, number];
        expect(below - above).toBeCloseTo(1 / 3, 12);
      }
    }
  });

  test('γ = 2 and a = 0.3 are the defaults', () => {
    expect([...rmia(TOY, { mode: 'offline' }).scores]).toEqual([...rmia(TOY, { mode: 'offline', gamma: 2, a: 0.3 }).scores]);
    expect([...rmia(TOY, { mode: 'offline' }).scores]).not.toEqual([...rmia(TOY, { mode: 'offline', a: 0.9 }).scores]);
  });
});

/** The definition again: every z for every x, in confidences. */
function direct(signals: Signals, { mode, gamma = 2, a = 0.3, population }: RmiaOptions): number[] {
  const { records, queries, target, members } = signals;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const ratio = (i: number, q: number) => {
    const out = confidencesOf(signals, i, 0, q);
    const prior = mode === 'online' ? mean([...out, ...confidencesOf(signals, i, 1, q)]) : ((1 + a) * mean(out) + 1 - a) / 2;
    return confidenceOf(target[i * queries + q] as number) / prior;
  };
  const all = Array.from({ length: records }, (_, i) => i);
  const z = all.filter((i) => (population === undefined ? members[i] === 0 : population[i] === 1));
  return all.map((x) => {
    const others = z.filter((i) => i !== x);
    const share = (q: number) => mean(others.map((i) => (ratio(x, q) / ratio(i, q) > gamma ? 1 : 0)));
    return mean(Array.from({ length: queries }, (_, q) => share(q)));
  });
}

describe('is its definition', () => {
  test('for any γ, a and population, with k augmentations', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('online' as const, 'offline' as const),
        fc.double({ min: 0.3, max: 4, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(
          fc.uint8Array({ min: 0, max: 1, minLength: 20, maxLength: 20 }).filter((flags) => flags.reduce((s, f) => s + f, 0) > 1),
          {
            nil: undefined,
          },
        ),
        fc.integer({ min: 0, max: 1000 }),
        (mode, gamma, a, population, seed) => {
          const signals = drawnSignals({ records: 20, references: 6, queries: 2, seed });
          const options: RmiaOptions = { mode, gamma, ...(mode === 'offline' && { a }), population };
          expectClose(rmia(signals, options).scores, direct(signals, options), 1e-12);
        },
      ),
      { numRuns: 60 },
    ));

  test('with exactly the models not trained on a record, however many there are', () => {
    // Record 0 was in both of the confident models: the largest half of its confidences are not those of OUT models.
    const signals = signalsOf({
      target: logits([0.7, 0.5, 0.6, 0.4]),
      reference: [
        logits([0.95, 0.9, 0.5, 0.4]),
        logits([0.9, 0.2, 0.4, 0.3]),
        logits([0.3, 0.6, 0.5, 0.5]),
        logits([0.2, 0.7, 0.9, 0.6]),
      ],
      members: [1, 0, 0, 0],
      referenceMembers: [
        [1, 0, 0, 0],
        [1, 0, 0, 1],
        [1, 0, 0, 0],
        [0, 1, 0, 0],
      ],
    });
    for (const gamma of [1, 1.2, 1.5, 2, 3]) {
      expectClose(
        rmia(signals, { mode: 'offline', gamma, a: 1 }).scores,
        direct(signals, { mode: 'offline', gamma, a: 1 }),
        1e-15,
      );
    }
    // p/p̂ = 0.7/0.2 exceeds twice those of the three others, which are at most 0.5/0.5667.
    expect(rmia(signals, { mode: 'offline', gamma: 2, a: 1 }).scores[0]).toBe(1);
  });
});

test('a record is never measured by itself', () => {
  const same = signalsOf({
    target: [1, 1, 1],
    reference: [[0, 0, 0]],
    members: [0, 0, 0],
    referenceMembers: [[0, 0, 0]],
  });
  // Every ratio is the same: all exceed half the others, and none exceeds the others.
  expect([...rmia(same, { mode: 'offline', gamma: 0.5 }).scores]).toEqual([1, 1, 1]);
  expect([...rmia(same, { mode: 'offline', gamma: 1 }).scores]).toEqual([0, 0, 0]);
});

test('confidences too small for float64 keep their order', () => {
  const signals = signalsOf({
    target: [-990, -1000, -1010, -1000],
    reference: [[-1000, -1000, -1000, -1000]],
    members: [1, 0, 0, 0],
    referenceMembers: [[0, 0, 0, 0]],
  });
  expect([...rmia(signals, { mode: 'offline', a: 1 }).scores]).toEqual([1, 0.5, 0, 0.5]);
  expect([...rmia(signals, { mode: 'offline', a: 0.3 }).scores]).toEqual([1, 0.5, 0, 0.5]);
});

describe('records without the models needed', () => {
  const signals = signalsOf({
    target: [2, 1, 0, 1],
    reference: [
      [1, 0, 0, 2],
      [2, 1, 0, 1],
    ],
    members: [1, 1, 0, 0],
    referenceMembers: [
      [1, 0, 0, 0],
      [1, 1, 0, 0],
    ],
  });

  test('are an error', async () => {
    await expectAuditError(() => rmia(signals, { mode: 'offline' }), 'RECORDS_INVALID', 'for rmia-offline. Got 0 for record 0');
    await expectAuditError(
      () => rmia(signals, { mode: 'online' }),
      'RECORDS_INVALID',
      'for rmia-online. Got 0 for record 0, and too few for 1 in all',
    );
  });

  test('filled in, have the geometric mean of the others’ means offline, and whatever models there are online', () => {
    const own = [[confidenceOf(0)], [confidenceOf(0), confidenceOf(0)], [confidenceOf(2), confidenceOf(1)]];
    const means = own.map((set) => set.reduce((sum, p) => sum + p, 0) / set.length);
    const filled = Math.exp(means.reduce((sum, mean) => sum + Math.log(mean), 0) / 3);
    const ratio = (phi: number, mean: number) => confidenceOf(phi) / mean;
    const step = ratio(2, filled) / ratio(0, means[1] as number);
    const at = (gamma: number) => rmia(signals, { mode: 'offline', a: 1, gamma, missing: 'fill' }).scores[0] as number;
    expect(at(step * 0.999999) - at(step * 1.000001)).toBe(0.5);
    expectClose(
      rmia(signals, { mode: 'online', gamma: 1.05, missing: 'fill' }).scores,
      direct(signals, { mode: 'online', gamma: 1.05 }),
      1e-15,
    );
  });
});

test('wrong settings and populations are refused', async () => {
  for (const gamma of [0, -1, NaN, Infinity])
    await expectAuditError(() => rmia(TOY, { mode: 'offline', gamma }), 'OPTION_INVALID', `gamma above 0. Got ${gamma}`);
  for (const a of [-0.1, 1.1, NaN])
    await expectAuditError(
      () => rmia(TOY, { mode: 'offline', a }),
      'OPTION_INVALID',
      `a from 0 to 1, offline only. Got ${a}, offline`,
    );
  await expectAuditError(() => rmia(drawnSignals(), { mode: 'online', a: 0.5 }), 'OPTION_INVALID', 'Got 0.5, online');
  await expectAuditError(
    () => rmia(TOY, { mode: 'offline', population: Uint8Array.of(1, 1) }),
    'SHAPE_MISMATCH',
    'each of 5 records. Got 2',
  );
  await expectAuditError(
    () => rmia({ ...TOY, members: Uint8Array.of(1, 1, 1, 1, 0) }, { mode: 'offline' }),
    'RECORDS_INVALID',
    'at least two records in the population that others are measured by. Got 1',
  );
});
