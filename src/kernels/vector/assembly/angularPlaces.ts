// Where do the pairs of a strip stand in the angular tables of a quadrature dual? As quadrature/pairPlaces.ts has it, one pair at a time.

import { angle } from './arcCosine';
import { DEFICIT, deficits } from './deficit';
import { logarithm } from './logarithm';
import { STRIP_BYTES } from './strips';
import { add, entry, mul, splat, sub } from './vectors';

/** 1 */
const ONE_TABLE: usize = memory.data<f64>([1]);

/** Arguments y of the Chebyshev polynomials, doubled. */
export const TWICE_PLACE: usize = memory.data(STRIP_BYTES, 64);

/**
 * y = scale · log(1 + inverseWidth·τ) − 1, with τ the angle from 0 or π, whichever is nearer.
 *
 * @param inverseWidth as in quadrature/angularTable.ts, like scale
 */
export function placePairs(
  tolerance: f64,
  inverseWidth: f64,
  scale: f64,
  rows: i32,
  cols: i32,
  rowInverses: usize,
  colInverses: usize,
): void {
  const width = (<usize>cols) << 3;
  const bytes = width * rows;
  deficits(tolerance, rows, width, rowInverses, colInverses);
  angle(DEFICIT, TWICE_PLACE, bytes);
  const one = entry(ONE_TABLE, 0);
  const stretch = splat(inverseWidth);
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(TWICE_PLACE + j, add(one, mul(stretch, v128.load(TWICE_PLACE + j))));
  }
  logarithm(TWICE_PLACE, bytes);
  const twiceScale = splat(2 * scale);
  const two = add(one, one);
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(TWICE_PLACE + j, sub(mul(twiceScale, v128.load(TWICE_PLACE + j)), two));
  }
}
