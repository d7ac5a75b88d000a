import { describe, expect, test } from '@jest/globals';
import { outcomesOf } from '../../../src/audit/validation/outcomes.ts';
import { meanRivals } from '../../../src/audit/validation/rivals.ts';
import type { Unit, UnitResult } from '../../../src/networks/processes/messages.ts';
import type { TrainingSpec } from '../../../src/networks/training/schedule.ts';
import { expectAuditError } from '../../data/support.ts';

const training: TrainingSpec = { loss: 'squared', epochs: 2, batchSize: 10, learningRate: 0.1, momentum: 0.9, pull: 0 };
const POSITIONS = [4, 7];
const QUERIES = 3;
const OUTPUTS = 2;

const unit = (seed: number): Unit => ({
  training,
  members: [[], [4], [7]].map((leftOut) => ({ seed, leftOut })),
  batchSeed: 1,
  asksRivals: false,
});
/** Output c of member g at query q is 1000·seed + 100·g + 10·q + c. */
const result = (seed: number, lastLoss = [1, 1, 1]): UnitResult => ({
  outputs: Float32Array.from(
    { length: 3 * QUERIES * OUTPUTS },
    (_, i) => 1000 * seed + 100 * Math.floor(i / 6) + 10 * (Math.floor(i / 2) % 3) + (i % 2),
  ),
  firstLoss: Float64Array.of(2, 2, 2),
  lastLoss: Float64Array.from(lastLoss),
  rivals: null,
});
const of = (units: readonly Unit[], results: readonly UnitResult[]) => outcomesOf(units, results, POSITIONS, QUERIES, OUTPUTS);
const SEEDS = [1, 2, 3, 4];

describe('outcomes of leave-one-out', () => {
  const outcomes = of(
    SEEDS.map(unit),
    SEEDS.map((seed) => result(seed)),
  );

  test('are outputs at a query with and without the record, seed by seed', () => {
    expect(outcomes.samples(1, 2)).toEqual({
      outputs: 2,
      withRecord: Float64Array.from(SEEDS.flatMap((seed) => [1000 * seed + 20, 1000 * seed + 21])),
      withoutRecord: Float64Array.from(SEEDS.flatMap((seed) => [1000 * seed + 220, 1000 * seed + 221])),
      isPaired: true,
    });
  });

  test('come in halves of every second seed', () => {
    expect([...outcomes.samples(0, 0, 0).withRecord]).toEqual([1000, 1001, 3000, 3001]);
    expect([...outcomes.samples(0, 0, 1).withoutRecord]).toEqual([2100, 2101, 4100, 4101]);
  });

  test('count seeds and mean losses', () => {
    expect(outcomes).toMatchObject({ seeds: 4, diverged: 0, firstLoss: 2, lastLoss: 1 });
  });
});

describe('networks that did not learn', () => {
  const more = [...SEEDS, 5];
  test.each([
    ['whose loss rose', [1, 3, 1]],
    ['whose loss is NaN', [1, 1, Number.NaN]],
    ['whose loss is infinite', [Number.POSITIVE_INFINITY, 1, 1]],
  ])('%s take their seed with them, and are counted', (_, losses) => {
    const outcomes = of(
      more.map(unit),
      more.map((seed) => result(seed, seed === 2 ? losses : undefined)),
    );
    expect(outcomes).toMatchObject({ seeds: 4, diverged: 1, lastLoss: 1 });
    expect([...outcomes.samples(0, 0).withRecord]).toEqual([1000, 1001, 3000, 3001, 4000, 4001, 5000, 5001]);
  });

  test('whose outputs are not finite do too', () => {
    const broken = result(2);
    broken.outputs[7] = Number.NaN;
    expect(
      of(
        more.map(unit),
        more.map((seed) => (seed === 2 ? broken : result(seed))),
      ).diverged,
    ).toBe(1);
  });

  test('are an error when too few are left', async () => {
    const all = () =>
      of(
        SEEDS.map(unit),
        SEEDS.map((seed) => result(seed, seed === 2 ? [9, 1, 1] : undefined)),
      );
    await expectAuditError(all, 'NUMERICAL_FAILURE', 'at least 4 seeds', '3 of 4', '--learning-rate');
  });
});

test('of half-splits, a record has one network of each pair', () => {
  const halves: Unit = {
    training,
    members: [
      { seed: 1, leftOut: [4] },
      { seed: 1, leftOut: [7] },
      { seed: 2, leftOut: [4, 7] },
      { seed: 2, leftOut: [] },
    ],
    batchSeed: 1,
    asksRivals: false,
  };
  // A network that answers all queries alike has learned nothing: the last answer differs.
  const outputs = Float32Array.from({ length: 4 * 6 }, (_, i) => (i % 6 === 5 ? -1 : Math.floor(i / 6)));
  const both = Float64Array.of(1, 1, 1, 1);
  const made = { outputs, firstLoss: both, lastLoss: both, rivals: null };
  const outcomes = outcomesOf([halves, halves], [made, made], POSITIONS, QUERIES, OUTPUTS);
  expect(outcomes.seeds).toBe(4);
  expect([...outcomes.samples(0, 0).withRecord]).toEqual([1, 1, 3, 3, 1, 1, 3, 3]);
  expect([...outcomes.samples(1, 0).withRecord]).toEqual([0, 0, 3, 3, 0, 0, 3, 3]);
  expect([...outcomes.samples(1, 0).withoutRecord]).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
});

describe('rivals', () => {
  const scores = (value: number) => ({
    loss: Float64Array.of(value, 1),
    negativeMargin: Float64Array.of(value, 2),
    tracIn: Float64Array.of(value, 3),
    influence: Float64Array.of(value, 4),
    influenceResidual: value / 100,
  });
  const asking = SEEDS.map((seed) => ({ ...unit(seed), asksRivals: true }));

  test('are averaged over the networks that were asked, without those that are not finite', () => {
    const results = SEEDS.map((seed) => ({ ...result(seed), rivals: seed === 4 ? scores(Number.NaN) : scores(seed) }));
    expect(meanRivals(asking, results, 2, QUERIES)).toEqual({
      scores: {
        loss: Float64Array.of(2, 1),
        negativeMargin: Float64Array.of(2, 2),
        tracIn: Float64Array.of(2, 3),
        influence: Float64Array.of(2, 4),
      },
      models: 3,
      residual: 0.03,
    });
  });

  test('are null where none was asked', () => {
    expect(
      meanRivals(
        SEEDS.map(unit),
        SEEDS.map((seed) => result(seed)),
        2,
        QUERIES,
      ),
    ).toBeNull();
  });

  test('of a network that did not learn do not count, those of one that did beside others that did not do', () => {
    const results = SEEDS.map((seed) => ({
      ...result(seed, seed === 1 ? [3, 1, 1] : seed === 2 ? [1, 3, 1] : undefined),
      rivals: scores(seed),
    }));
    expect(meanRivals(asking, results, 2, QUERIES)).toMatchObject({ models: 3, scores: { loss: Float64Array.of(3, 1) } });
  });
});
