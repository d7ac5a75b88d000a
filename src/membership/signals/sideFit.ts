// Where do a record's signals lie under models that were trained on it, or were not, and how widely do they spread? The normal distributions of
// LiRA, with every meaning that "variance" has had. Called by lira.ts.

import { AuditError } from '../../base/errors.ts';
import { median } from './median.ts';
import { Moments } from './moments.ts';
import { countModels, type Side } from './needs.ts';
import type { Signals } from './signals.ts';

/** How the centre of the reference models' signals is taken. */
export type Centre = 'mean' | 'median';

/** Whose standard deviation (of the population: divided by the number) is taken. */
export type Spread =
  /** Of each record and augmentation, by itself. */
  | 'per-record'
  /** Of all signals minus their centres. */
  | 'residuals'
  /** Of all signals together, whose centres differ. */
  | 'uncentred'
  /** The mean of the records' own. */
  | 'record-mean';

export interface SideFit {
  /** [n, k] */
  readonly centre: Float64Array;
  /** [n, k] */
  readonly spread: Float64Array;
}

/**
 * Centre and standard deviation of the reference signals of each record and augmentation on one side. A record without a reference model has
 * the mean of the other records' centres, and where fewer than two models leave it without a spread of its own, the mean of the others' spreads
 * (both as in TensorFlow Privacy, where one model alone has a spread of 0). O(R·n·k).
 *
 * @throws AuditError RECORDS_INVALID where no record has a reference model, or none differs from another
 */
export function fitSide(signals: Signals, side: Side, centre: Centre, spread: Spread): SideFit {
  const { records, queries } = signals;
  const counts = countModels(signals)[side];
  const size = records * queries;
  const centres = new Float64Array(size);
  const own = new Float64Array(size);
  const residuals = new Moments();
  const all = new Moments();
  const moments = new Moments();
  for (let place = 0; place < size; place++) {
    const values = signalsAt(signals, side, place);
    moments.clear();
    for (const value of values) moments.add(value);
    const middle = centre === 'mean' ? moments.mean : median(values);
    centres[place] = middle;
    own[place] = moments.deviation;
    for (const value of values) {
      residuals.add(value - middle);
      all.add(value);
    }
  }
  fillByColumn(centres, queries, (record) => (counts[record] as number) >= 1);
  const hasSpread = (record: number) => (counts[record] as number) >= 2;
  switch (spread) {
    case 'per-record':
      fillByColumn(own, queries, hasSpread);
      return { centre: centres, spread: own };
    case 'residuals':
      return { centre: centres, spread: own.fill(positive(residuals.deviation, side)) };
    case 'uncentred':
      return { centre: centres, spread: own.fill(positive(all.deviation, side)) };
    case 'record-mean': {
      const mean = new Moments();
      for (let place = 0; place < size; place++) if (hasSpread(Math.floor(place / queries))) mean.add(own[place] as number);
      return { centre: centres, spread: own.fill(positive(mean.mean, side)) };
    }
  }
}

/** Signals of a record and augmentation (place = record·k + augmentation) under the reference models of a side. */
export function signalsAt({ records, references, queries, reference, referenceMembers }: Signals, side: Side, place: number) {
  const record = Math.floor(place / queries);
  const flag = side === 'in' ? 1 : 0;
  const values: number[] = [];
  for (let r = 0; r < references; r++) {
    if (referenceMembers[r * records + record] === flag) values.push(reference[r * records * queries + place] as number);
  }
  return values;
}

/** Gives each record that has no value of its own the mean of the others' in the same column of [n, k]. */
export function fillByColumn(values: Float64Array, queries: number, has: (record: number) => boolean): void {
  for (let q = 0; q < queries; q++) {
    const column = new Moments();
    for (let place = q; place < values.length; place += queries) {
      if (has(Math.floor(place / queries))) column.add(values[place] as number);
    }
    for (let place = q; place < values.length; place += queries) {
      if (!has(Math.floor(place / queries))) values[place] = column.mean;
    }
  }
}

/** A spread of 0, or of nothing, makes no normal distribution that records could be compared by. */
function positive(deviation: number, side: Side): number {
  if (deviation > 0) return deviation;
  throw new AuditError(
    'RECORDS_INVALID',
    {
      expected: `signals that differ between the reference models ${side === 'in' ? 'trained' : 'not trained'} on a record`,
      got: 'no difference at all, or no record with two such models',
      try: 'more reference models, lira-online-uncentred, rmia-offline or population-threshold',
    },
    { side },
  );
}
