// How are a million numbers per record brought down to a few thousand with their inner products kept? A random projection with entries 0 and ±1/√s,
// s of them other than 0 in the column of every coordinate, one in each of s segments of the result (Kane and Nelson, Sparser Johnson–Lindenstrauss
// transforms, J. ACM 61, 2014, section 3). Its inner products are unbiased, and their variance is at most that of a dense projection:
//   E⟨Rx, Ry⟩ = ⟨x, y⟩,   Var⟨Rx, Ry⟩ ≤ (‖x‖²‖y‖² + ⟨x, y⟩²)/k,
// while a coordinate costs s additions and not k. Called by gradients.ts.

import { createRandom } from '../../base/random.ts';

/** Places of every coordinate; more bring the tails of the error closer to a Gaussian's at more cost. */
const PLACES = 8;
/** Coordinates whose places are drawn at a time: 8 · 4096 numbers are held, whatever the length of the vectors. */
const BLOCK = 4096;

/**
 * Projects vectors. The projection is drawn anew, and the same, for every call with the same seed and sizes.
 *
 * @param vectors [count, length], row-major
 * @param length P, coordinates of a vector
 * @param dimensions k ≥ 1, length of a projected vector
 * @returns [count, k], row-major; summed in float64
 *
 * Cost: s·P random numbers and s·P·count additions, less where coordinates are zero.
 */
export function signProjection(vectors: Float32Array, length: number, dimensions: number, seed: number): Float64Array {
  const random = createRandom(seed);
  const count = vectors.length / length;
  const projected = new Float64Array(count * dimensions);
  const segments = Math.min(PLACES, dimensions);
  const starts = Int32Array.from({ length: segments + 1 }, (_, j) => Math.floor((j * dimensions) / segments));
  const places = new Int32Array(BLOCK * segments);
  for (let from = 0; from < length; from += BLOCK) {
    const to = Math.min(length, from + BLOCK);
    for (let p = 0; p < (to - from) * segments; p++) {
      const j = p % segments;
      const start = starts[j] as number;
      // The place, and in the last bit the sign.
      places[p] = 2 * start + random.integer(2 * ((starts[j + 1] as number) - start));
    }
    for (let v = 0; v < count; v++)
      addBlock(vectors, v * length + from, v * length + to, places, segments, projected, v * dimensions);
  }
  const scale = 1 / Math.sqrt(segments);
  for (let i = 0; i < projected.length; i++) projected[i] = (projected[i] as number) * scale;
  return projected;
}

/** Adds the coordinates from `from` to `to`, with their signs, to their places in the vector that begins at `at`. */
function addBlock(
  vectors: Float32Array,
  from: number,
  to: number,
  places: Int32Array,
  segments: number,
  projected: Float64Array,
  at: number,
): void {
  for (let i = from, p = 0; i < to; i++, p += segments) {
    const value = vectors[i] as number;
    if (value === 0) continue;
    for (let j = 0; j < segments; j++) {
      const place = places[p + j] as number;
      const target = at + (place >> 1);
      projected[target] = (projected[target] as number) + ((place & 1) === 0 ? value : -value);
    }
  }
}
