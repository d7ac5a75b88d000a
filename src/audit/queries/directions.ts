// In which directions is a landscape drawn? Each is a vector in standardized inputs whose length stands for a root mean square change of one unit of
// offset in the values. Called by landscapeOf.ts.

import { createRandom } from '../../base/random.ts';
import { rowOf } from '../../linalg/matrix.ts';
import type { FittedSubject } from '../fitSubject.ts';

/** Names that `--directions` takes. */
export const DIRECTIONS = ['ones', 'random', 'nearest', 'scale', 'search'] as const;
export type Direction = (typeof DIRECTIONS)[number];
/** Those that are straight lines. */
export type StraightDirection = Exclude<Direction, 'search'>;

/** The units of offsets: the input's own, or standard deviations where each feature has its own. */
export type OffsetUnit = 'input' | 'standard deviations';

export function offsetUnitOf({ prepared }: FittedSubject): OffsetUnit {
  return prepared.normalization.method === 'feature' ? 'standard deviations' : 'input';
}

export interface Straight {
  readonly vector: Float64Array;
  readonly description: string;
}

/**
 * The direction from the record at `position`.
 *
 * @param nearest position of the training record nearest to it
 */
export function straightDirection(
  fitted: FittedSubject,
  position: number,
  nearest: number,
  direction: StraightDirection,
): Straight {
  const { gp, prepared } = fitted;
  const record = rowOf(gp.inputs, position);
  const unit = placeUnits(fitted);
  const along = (raw: Float64Array, description: string): Straight => {
    const size = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0) / raw.length) || 1;
    return { vector: raw.map((value, j) => value / size / (unit[j] as number)), description };
  };
  const inUnits = (vector: Float64Array) => vector.map((value, j) => value * (unit[j] as number));
  switch (direction) {
    case 'ones':
      return along(new Float64Array(record.length).fill(1), 'every value by the same amount');
    case 'random': {
      const random = createRandom(prepared.selection.seed);
      return along(
        record.map(() => random.normal()),
        'a random direction',
      );
    }
    case 'nearest': {
      const other = rowOf(gp.inputs, nearest);
      const difference = inUnits(other.map((value, j) => value - (record[j] as number)));
      const size = Math.sqrt(difference.reduce((sum, value) => sum + value * value, 0) / difference.length);
      return along(
        difference,
        `towards record ${prepared.rows[nearest]}, the nearest one, which lies at offset ${Number(size.toPrecision(4))}`,
      );
    }
    case 'scale':
      return along(inUnits(record), 'away from the mean of the data, without changing the direction in which the record lies');
  }
}

/** Units of offset in one standardized unit, by place. */
export function placeUnits(fitted: FittedSubject): Float64Array {
  const { prepared, gp } = fitted;
  const d = gp.inputs.cols;
  if (offsetUnitOf(fitted) === 'standard deviations') return new Float64Array(d).fill(1);
  const zero = prepared.restore(new Float64Array(d));
  const one = prepared.restore(new Float64Array(d).fill(1));
  return one.map((value, j) => value - (zero[j] as number));
}

/** Root mean square distance of two standardized points, in units of offset. */
export function offsetBetween(units: Float64Array, a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (((a[j] as number) - (b[j] as number)) * (units[j] as number)) ** 2;
  return Math.sqrt(sum / a.length);
}
