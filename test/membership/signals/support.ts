// Recorded signals for tests: written by hand, or drawn with a seed.

import { createRandom } from '../../../src/base/random.ts';
import { confidenceOf } from '../../../src/membership/signals/fromConfidences.ts';
import type { Signals } from '../../../src/membership/signals/signals.ts';

export interface WrittenSignals {
  /** φ [n][k], or [n] with k = 1. */
  readonly target: readonly (number | readonly number[])[];
  /** φ [R][n][k], or [R][n]. */
  readonly reference?: readonly (readonly (number | readonly number[])[])[];
  readonly members?: readonly number[];
  /** [R][n] */
  readonly referenceMembers?: readonly (readonly number[])[];
  readonly labels?: readonly number[];
}

export function signalsOf({ target, reference = [], members, referenceMembers = [], labels }: WrittenSignals): Signals {
  const [first] = target;
  return {
    records: target.length,
    references: reference.length,
    queries: typeof first === 'number' ? 1 : (first as readonly number[]).length,
    target: Float64Array.from(target.flat() as number[]),
    reference: Float64Array.from(reference.flat(2) as number[]),
    members: Uint8Array.from(members ?? target.map(() => 0)),
    referenceMembers: Uint8Array.from(referenceMembers.flat()),
    labels: labels === undefined ? undefined : Int32Array.from(labels),
  };
}

/** φ of confidences. */
export function logits(confidences: readonly number[]): number[] {
  return confidences.map((p) => Math.log(p / (1 - p)));
}

export interface DrawnOptions {
  readonly records?: number;
  readonly references?: number;
  readonly queries?: number;
  readonly seed?: number;
  /** How much higher φ is under a model trained on the record; default 1.5. */
  readonly effect?: number;
}

/**
 * Models that know records of their training set better: φ = difficulty of the record + effect·member + noise; every second reference model is the
 * complement of the one before, so that with an even number of them each record has as many of either kind.
 */
export function drawnSignals({ records = 60, references = 8, queries = 1, seed = 5, effect = 1.5 }: DrawnOptions = {}): Signals {
  const random = createRandom(seed);
  const difficulty = Float64Array.from({ length: records }, () => 2 * random.normal());
  const phi = (member: number, i: number) => (difficulty[i] as number) + effect * member + random.normal();
  const members = Uint8Array.from({ length: records }, () => random.integer(2));
  const referenceMembers = new Uint8Array(references * records);
  for (let r = 0; r < references; r++) {
    for (let i = 0; i < records; i++) {
      referenceMembers[r * records + i] =
        r % 2 === 0 ? random.integer(2) : 1 - (referenceMembers[(r - 1) * records + i] as number);
    }
  }
  const repeated = (flags: Uint8Array) =>
    Float64Array.from({ length: flags.length * queries }, (_, place) => {
      const row = Math.floor(place / queries);
      return phi(flags[row] as number, row % records);
    });
  return {
    records,
    references,
    queries,
    target: repeated(members),
    reference: repeated(referenceMembers),
    members,
    referenceMembers,
    labels: Int32Array.from({ length: records }, (_, i) => i % 3),
  };
}

/** Confidences of the reference models of a side in a record's label. */
export function confidencesOf(signals: Signals, record: number, side: 0 | 1, query = 0): number[] {
  return phisOf(signals, record, side, query).map(confidenceOf);
}

/** φ of a record under the reference models that were (1) or were not (0) trained on it. */
export function phisOf(signals: Signals, record: number, side: 0 | 1, query = 0): number[] {
  const { records, references, queries, reference, referenceMembers } = signals;
  const found: number[] = [];
  for (let r = 0; r < references; r++) {
    if (referenceMembers[r * records + record] === side)
      found.push(reference[(r * records + record) * queries + query] as number);
  }
  return found;
}
