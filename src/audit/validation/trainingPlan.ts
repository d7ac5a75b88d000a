// Which networks are trained, and which of them belong together? Called by validate.ts.

import { createRandom, type Random, sampleWithoutReplacement } from '../../base/random.ts';
import type { Unit } from '../../networks/processes/messages.ts';
import type { TrainingSpec } from '../../networks/training/schedule.ts';
import type { ValidationSettings } from './options.ts';

/** Pairs of networks in one unit of half-splits, of complementary halves that see the same order of records. */
const PAIRS_TOGETHER = 8;

/** Streams of seeds, of initializations and of orders. */
const STREAMS = { initial: 1, order: 2, halves: 3 } as const;

/** Units that trainingUnits makes: no more processes are of use. */
export const unitCount = ({ design, models }: Pick<ValidationSettings, 'design' | 'models'>): number =>
  design === 'leave-one-out' ? models : Math.ceil(models / PAIRS_TOGETHER);

/**
 * Leave-one-out: a unit for each seed, one network with all records and one without each of those chosen, from the same start and in the same order, so that a
 * record is all that tells them apart. Half-split: networks in pairs with one start, the first trained on a random half and the second on the other, so
 * that each record is in exactly `models` of 2·`models` networks.
 *
 * @param positions of the chosen records
 * @param n records of the training set
 */
export function trainingUnits(
  { design, models, rivals }: ValidationSettings,
  training: TrainingSpec,
  positions: readonly number[],
  n: number,
  seed: number,
): Unit[] {
  const initial = seedsOf(seed, STREAMS.initial, models);
  const orders = seedsOf(seed, STREAMS.order, models);
  if (design === 'leave-one-out') {
    return initial.map((start, m) => ({
      training,
      members: [{ seed: start, leftOut: [] }, ...positions.map((s) => ({ seed: start, leftOut: [s] }))],
      batchSeed: orders[m] as number,
      asksRivals: m < rivals,
    }));
  }
  const random = createRandom(seedsOf(seed, STREAMS.halves, 1)[0] as number);
  const pairs = initial.map((start) => halves(n, random).map((leftOut) => ({ seed: start, leftOut })));
  const units: Unit[] = [];
  for (let from = 0; from < models; from += PAIRS_TOGETHER) {
    units.push({
      training,
      members: pairs.slice(from, from + PAIRS_TOGETHER).flat(),
      batchSeed: orders[from] as number,
      asksRivals: false,
    });
  }
  return units;
}

/** Two halves of 0 to n − 1. */
function halves(n: number, random: Random): [number[], number[]] {
  const all = sampleWithoutReplacement(
    Array.from({ length: n }, (_, i) => i),
    n,
    random,
  );
  return [all.slice(0, n >> 1), all.slice(n >> 1)];
}

/** Seeds of 31 bits from one seed. */
function seedsOf(seed: number, stream: number, count: number): number[] {
  const random = createRandom(seed ^ (stream * 0x9e3779b9));
  return Array.from({ length: count }, () => random.integer(2 ** 31));
}
