// What are mean, standard deviation and range of each place of a record, over the chosen records? In one pass where a sample of them shows
// about where the means lie, in as many as it takes where it misleads. Called by prepareDataset.ts.

import type { NumericArray } from './dataset.ts';
import { createRowReader, ROWS_AT_ONCE, type RowReader } from './rowReader.ts';

/** One entry for each of the d places. */
export interface PlaceStatistics {
  /** A number near the mean, and the mean less that number: their sum would round where the mean is far from zero. */
  readonly centre: Float64Array;
  readonly offset: Float64Array;
  /** Population standard deviation (ddof 0). */
  readonly deviation: Float64Array;
  readonly least: Float64Array;
  readonly largest: Float64Array;
}

/** Records from which the first guess is taken. */
const SAMPLED = 64;

/** The second pass knows the range of all values and the third their mean; more cannot help. */
const MOST_PASSES = 3;

/** Ranges in units of the guess from which squares neither over- nor underflow. */
const USUAL_RANGE = 2 ** 100;

/**
 * Statistics of the listed rows of `values`; O(n d).
 *
 * variance = mean(δ²) − mean(δ)² with δ = x − centre, where the centre is so close to the mean that at most one bit cancels (Chan, Golub
 * and LeVeque, "Algorithms for computing the sample variance", 1983, whose second pass this is), and mean = centre + mean(δ). δ is taken
 * in units of about its largest size, a power of two, so that no square over- or underflows and no digit changes. A range beyond
 * float64 is left for the caller to refuse.
 */
export function placeStatistics(values: NumericArray, dimensions: number, rows: Int32Array): PlaceStatistics {
  const rowAt = createRowReader(values, dimensions);
  const count = Math.min(SAMPLED, rows.length);
  const sample = Int32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)] as number);
  const start: Guess = { centre: rowAt(sample[0] as number, 0).slice(), unit: new Float64Array(dimensions).fill(1) };
  let sums = sumUp(rowAt, sample, start);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    sums = sumUp(rowAt, rows, betterGuess(sums));
    if (isExact(sums)) break;
  }
  return finished(sums);
}

/** Rows summed up by themselves before they are added to the others, so that rounding does not grow with the number of rows. */
const PART = 256;

/** What deviations are taken from and measured in, for each place. */
interface Guess {
  readonly centre: Float64Array;
  /** A power of two by which deviations are multiplied. */
  readonly unit: Float64Array;
}

/** With r = (x − centre)·unit. */
interface Sums extends Guess {
  readonly count: number;
  /** Σ r and Σ r². */
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly least: Float64Array;
  readonly largest: Float64Array;
}

function sumUp(rowAt: RowReader, rows: Int32Array, { centre, unit }: Guess): Sums {
  const zeros = (): Float64Array => new Float64Array(centre.length);
  const [least, largest] = [zeros().fill(Infinity), zeros().fill(-Infinity)];
  const all: Sums = { centre, unit, count: rows.length, first: zeros(), second: zeros(), least, largest };
  const part: Sums = { ...all, first: zeros(), second: zeros() };
  // The centre lies within the range and adds nothing to the sums: it stands in for rows beyond the last.
  const rowOr = (i: number, slot: number): Float64Array => (i < rows.length ? rowAt(rows[i] as number, slot) : centre);
  for (let start = 0; start < rows.length; start += PART) {
    for (let i = start, end = Math.min(start + PART, rows.length); i < end; i += ROWS_AT_ONCE) {
      addRows(part, rowAt(rows[i] as number, 0), rowOr(i + 1, 1), rowOr(i + 2, 2), rowOr(i + 3, 3));
    }
    move(part.first, all.first);
    move(part.second, all.second);
  }
  return all;
}

/** Adds and clears `from`. */
function move(from: Float64Array, to: Float64Array): void {
  for (let j = 0; j < to.length; j++) to[j] = (to[j] as number) + (from[j] as number);
  from.fill(0);
}

/** Adds four rows. The places of a row are contiguous; the sums of four share each load and store of the totals. */
function addRows(
  { centre, unit, first, second, least, largest }: Sums,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
): void {
  for (let j = 0; j < centre.length; j++) {
    const from = centre[j] as number;
    const by = unit[j] as number;
    const va = a[j] as number;
    const vb = b[j] as number;
    const vc = c[j] as number;
    const vd = d[j] as number;
    // Comparisons that nearly always fail: the processor foresees them, unlike those of values with each other.
    let low = least[j] as number;
    if (va < low) low = va;
    if (vb < low) low = vb;
    if (vc < low) low = vc;
    if (vd < low) low = vd;
    least[j] = low;
    let high = largest[j] as number;
    if (va > high) high = va;
    if (vb > high) high = vb;
    if (vc > high) high = vc;
    if (vd > high) high = vd;
    largest[j] = high;
    const ra = (va - from) * by;
    const rb = (vb - from) * by;
    const rc = (vc - from) * by;
    const rd = (vd - from) * by;
    first[j] = (first[j] as number) + (ra + rb + (rc + rd));
    second[j] = (second[j] as number) + (ra * ra + rb * rb + (rc * rc + rd * rd));
  }
}

/** The means and ranges seen so far. */
function betterGuess({ centre, unit, count, first, least, largest }: Sums): Guess {
  const better = { centre: new Float64Array(centre.length), unit: new Float64Array(centre.length) };
  for (let j = 0; j < centre.length; j++) {
    const [low, high] = [least[j] as number, largest[j] as number];
    const mean = (centre[j] as number) + (first[j] as number) / count / (unit[j] as number);
    // Within the range also where sums overflow.
    const middle = Number.isFinite(mean) ? mean : low / 2 + high / 2;
    better.centre[j] = middle;
    better.unit[j] = unitFor(Math.max(high - middle, middle - low));
  }
  return better;
}

/** The power of two that brings numbers of this size near 1; 1 for 0. */
export function unitFor(size: number): number {
  return size === 0 ? 1 : 2 ** -Math.max(-1023, Math.min(1023, Math.floor(Math.log2(size))));
}

/** Whether the guess was good enough for the sums of every place. */
function isExact({ unit, count, first, second, least, largest }: Sums): boolean {
  for (let j = 0; j < unit.length; j++) {
    const range = ((largest[j] as number) - (least[j] as number)) * (unit[j] as number);
    if (range === 0) continue;
    const [mean, square] = [(first[j] as number) / count, (second[j] as number) / count];
    if (!(range > 1 / USUAL_RANGE && range < USUAL_RANGE && 2 * mean * mean <= square)) return false;
  }
  return true;
}

function finished({ centre, unit, count, first, second, least, largest }: Sums): PlaceStatistics {
  const offset = new Float64Array(centre.length);
  const deviation = new Float64Array(centre.length);
  for (let j = 0; j < centre.length; j++) {
    const shift = (first[j] as number) / count;
    offset[j] = shift / (unit[j] as number);
    deviation[j] = Math.sqrt(Math.max(0, (second[j] as number) / count - shift * shift)) / (unit[j] as number);
  }
  return { centre, offset, deviation, least, largest };
}
