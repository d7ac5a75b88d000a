// How unlike are a vector and the training records, as the kernel sees them? By distance, or by angle where the kernel does not see the scale
// of an input. Called by rank.ts for records and by assignment.ts for groups.

import type { RunOptions } from '../base/progress.ts';
import { crossCovariances } from '../gp/crossCovariances.ts';
import { createKernel } from '../kernels/createKernel.ts';
import { finite } from '../kernels/finite.ts';
import type { KernelSpec } from '../kernels/kernel.ts';
import { isScaleFree } from '../kernels/scaleFree.ts';
import { productsToSquaredDistances } from '../kernels/squaredDistances.ts';
import type { Engine } from '../linalg/engine.ts';
import { assertColumns, dot, type Matrix, matrix, rowOf, rowSquaredNorms } from '../linalg/matrix.ts';

/** What counts as near: a small ‖x − z‖, or a large cosine of x and z. */
export type Likeness = 'distance' | 'cosine';

/** The likeness that a kernel sees: one that cannot tell an input from its positive multiples is not asked for distances. */
export const likenessOf = (spec: KernelSpec): Likeness => (isScaleFree(spec) ? 'cosine' : 'distance');

/**
 * How far two dissimilarities may differ by rounding: of squared distances relative to themselves (squaredDistances.ts: 2e-10 at most), of
 * cosines absolutely. Differences of records that matter are larger by many powers of ten.
 */
const ROUNDING = { distance: 1e-9, cosine: 1e-12 };

/** Whether rounding may be all that tells two dissimilarities apart; 0 is a tie with nothing else by distance. */
export function isTie(a: number, b: number, likeness: Likeness): boolean {
  return Math.abs(a - b) <= ROUNDING[likeness] * (likeness === 'distance' ? a + b : 1);
}

/**
 * ‖q − x_j‖², or 1 − cos(q, x_j), [n]; the cosine of a vector whose squared norm is 0 is 0. One pass over the inputs, 2nd to 4nd flops:
 * 33 ms by distance and 40 ms by cosine for n = 10,000, d = 3,072.
 *
 * @param query [d], standardized as the inputs are
 * @throws AuditError SHAPE_MISMATCH, NUMERICAL_FAILURE where a result is not finite
 */
export function dissimilarities(query: Float64Array, inputs: Matrix, likeness: Likeness): Float64Array {
  assertColumns('the vector', matrix(1, query.length, query), inputs.cols, 'the records');
  const values = likeness === 'distance' ? squaredDistancesTo(query, inputs) : cosineDeficitsTo(query, inputs);
  return finite('dissimilarities', values);
}

/**
 * The same for many vectors, as one product on the engine's threads: `use(i, dissimilarities of row i)` is called for each row of `queries`
 * in turn. 2mnd flops, in blocks of `PAIRS_AT_ONCE` pairs: faster from four vectors on, and 1 to 2 ms each for 400 of them with n and d as above.
 *
 * @param queries [m, d]
 * @throws AuditError SHAPE_MISMATCH, NUMERICAL_FAILURE, CANCELLED
 */
export async function forEachDissimilarities(
  engine: Engine,
  queries: Matrix,
  inputs: Matrix,
  likeness: Likeness,
  use: (row: number, values: Float64Array) => void,
  { signal }: RunOptions = {},
): Promise<void> {
  assertColumns('the vectors', queries, inputs.cols, 'the records');
  const { rows: n, cols: d } = inputs;
  // x·z itself.
  const products = createKernel({ type: 'linear', weightVariance: d, biasVariance: 0 }, d);
  const norms = rowSquaredNorms(inputs);
  const together = Math.max(1, Math.floor(PAIRS_AT_ONCE / n));
  for (let start = 0; start < queries.rows; start += together) {
    const count = Math.min(together, queries.rows - start);
    const block = matrix(count, d, queries.data.subarray(start * d, (start + count) * d));
    const values = await crossCovariances(engine, products, block, inputs, { signal });
    const blockNorms = rowSquaredNorms(block);
    if (likeness === 'distance') productsToSquaredDistances(values.data, block, inputs, blockNorms, norms);
    else productsToCosineDeficits(values.data, blockNorms, norms);
    finite('dissimilarities', values.data);
    for (let i = 0; i < count; i++) use(start + i, rowOf(values, i));
  }
}

/** 32 MiB of dissimilarities. */
const PAIRS_AT_ONCE = 2 ** 22;

/** From differences, so that close pairs lose no digits. Values are named, as in rowSquaredNorms. */
function squaredDistancesTo(query: Float64Array, { rows, cols, data }: Matrix): Float64Array {
  const out = new Float64Array(rows);
  for (let j = 0, at = 0; j < rows; j++) {
    let a = 0;
    let b = 0;
    let c = 0;
    let e = 0;
    let k = 0;
    for (; k + 3 < cols; k += 4, at += 4) {
      const p = (query[k] as number) - (data[at] as number);
      const q = (query[k + 1] as number) - (data[at + 1] as number);
      const r = (query[k + 2] as number) - (data[at + 2] as number);
      const s = (query[k + 3] as number) - (data[at + 3] as number);
      a += p * p;
      b += q * q;
      c += r * r;
      e += s * s;
    }
    for (; k < cols; k++, at++) a += ((query[k] as number) - (data[at] as number)) ** 2;
    out[j] = a + b + (c + e);
  }
  return out;
}

/** Inner products and norms in one pass. */
function cosineDeficitsTo(query: Float64Array, { rows, cols, data }: Matrix): Float64Array {
  const out = new Float64Array(rows);
  const norms = new Float64Array(rows);
  for (let j = 0, at = 0; j < rows; j++) {
    let a = 0;
    let b = 0;
    let c = 0;
    let e = 0;
    let k = 0;
    for (; k + 1 < cols; k += 2, at += 2) {
      const x = data[at] as number;
      const y = data[at + 1] as number;
      a += (query[k] as number) * x;
      b += (query[k + 1] as number) * y;
      c += x * x;
      e += y * y;
    }
    for (; k < cols; k++, at++) {
      const x = data[at] as number;
      a += (query[k] as number) * x;
      c += x * x;
    }
    out[j] = a + b;
    norms[j] = c + e;
  }
  productsToCosineDeficits(out, Float64Array.of(dot(query, query)), norms);
  return out;
}

/** x·z → 1 − cos(x, z), in place; tile [m, n] with squared norms [m] and [n]. @throws AuditError NUMERICAL_FAILURE for an infinite norm */
function productsToCosineDeficits(tile: Float64Array, rowNorms: Float64Array, colNorms: Float64Array): void {
  // Division by an infinite length would look like a right angle.
  const [rowLengths, colLengths] = [rowNorms, colNorms].map((norms) => finite('squared norms', norms).map(Math.sqrt)) as [
    Float64Array,
    Float64Array,
  ];
  let at = 0;
  for (const length of rowLengths) {
    for (const other of colLengths) {
      tile[at] = length === 0 || other === 0 ? 1 : 1 - (tile[at] as number) / length / other;
      at++;
    }
  }
}
