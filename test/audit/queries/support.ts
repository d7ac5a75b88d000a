// What the pipelines of searches are tested on: small tables and pictures, fitted models of them, and what queries tell by the plainest route.

import { type FittedSubject, withFittedSubject } from '../../../src/audit/fitSubject.ts';
import type { FoundQueries } from '../../../src/audit/queries/findQueries.ts';
import type { FindQueriesOptions } from '../../../src/audit/queries/options.ts';
import { FIND_QUERIES_KEYS, searchSettings } from '../../../src/audit/queries/options.ts';
import { createPlanner, type Planner } from '../../../src/audit/queries/plans.ts';
import { readSearchInputs } from '../../../src/audit/queries/searchInputs.ts';
import { createRandom } from '../../../src/base/random.ts';
import type { Dataset } from '../../../src/data/dataset.ts';
import { type Kernel, solve } from '../denseRefit.ts';

/** Two overlapping clouds in `dimensions` features of different spread. */
export function clouds(records = 20, dimensions = 3, seed = 1): { x: number[][]; y: number[] } {
  const random = createRandom(seed);
  const y = Array.from({ length: records }, (_, i) => (i * 3 + (i >> 2)) % 2);
  const x = y.map((label) => Array.from({ length: dimensions }, (_, j) => (j + 1) * (random.normal() + 0.8 * label) - 2 * j));
  return { x, y };
}

/** A table with a column of whole numbers, one of any numbers and one of categories, as a data set of a file. */
export function tableDataset(records = 18): Dataset {
  const values = Array.from({ length: records }, (_, i) => {
    const colour = (i * 7) % 3;
    return [20 + ((i * 11) % 13), Number((Math.cos(5 * i) * 2).toFixed(4)), ...[0, 1, 2].map((k) => (k === colour ? 1 : 0))];
  });
  return {
    name: 'people.csv',
    format: 'csv',
    sha256: '0'.repeat(64),
    records,
    dimensions: 5,
    values: Float64Array.from(values.flat()),
    labels: Int32Array.from(values, ([age = 0], i) => (age + i) % 2),
    classes: [
      { label: 'no', name: 'no' },
      { label: 'yes', name: 'yes' },
    ],
    columns: [
      { kind: 'numeric', name: 'age', start: 0 },
      { kind: 'numeric', name: 'weight', start: 1 },
      { kind: 'category', name: 'colour', start: 2, categories: ['blue', 'green', 'red'] },
    ],
    warnings: [],
  } as unknown as Dataset;
}

/** Grey pictures of 2 × 3 pixels, as bytes. */
export function pictureDataset(records = 8): Dataset {
  const values = Uint8Array.from({ length: records * 6 }, (_, i) => (i * i * 37 + 11 * i) % 251);
  return {
    name: 'pictures.npz',
    format: 'npz',
    sha256: '1'.repeat(64),
    records,
    dimensions: 6,
    values,
    labels: Int32Array.from({ length: records }, (_, i) => i % 2),
    classes: [
      { label: '0', name: '0' },
      { label: '1', name: '1' },
    ],
    image: { height: 2, width: 3, channels: 1, layout: 'channels-last' },
    warnings: [],
  } as unknown as Dataset;
}

/** Runs `use` on a fitted model, on one thread. */
export function withFitted<Result>(
  data: Parameters<typeof withFittedSubject>[0],
  options: FindQueriesOptions,
  use: (fitted: FittedSubject) => Promise<Result> | Result,
): Promise<Result> {
  return withFittedSubject(data, { engine: 'wasm', threads: 1, ...options }, { keys: FIND_QUERIES_KEYS }, async (fitted) =>
    use(fitted),
  );
}

/** The planner that the pipelines would make. */
export async function plannerOf(fitted: FittedSubject, options: FindQueriesOptions): Promise<Planner> {
  const settings = searchSettings(options);
  return createPlanner(fitted, await readSearchInputs(fitted, options, settings), options, settings);
}

/** (x − mean)/deviation of each column, population form. */
export function standardizing(x: readonly (readonly number[])[]): (row: readonly number[]) => number[] {
  const statistics = (x[0] as readonly number[]).map((_, j) => {
    const column = x.map((row) => row[j] as number);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    return { mean, deviation: Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length) };
  });
  return (row) => row.map((value, j) => (value - (statistics[j]?.mean as number)) / (statistics[j]?.deviation as number));
}

/** The queries of one search, in the input's units. */
export function rowsOf({ queries, queriesPerSearch: m, dimensions: d }: FoundQueries, search: number): number[][] {
  return Array.from({ length: m }, (_, q) => Array.from(queries.subarray((search * m + q) * d, (search * m + q + 1) * d)));
}

export interface Told {
  readonly kl: number;
  readonly meanDistance: number;
}

/** What queries tell about a group: two posteriors at the queries, fitted with and without it by elimination. */
export function refitAt(
  kernel: Kernel,
  x: readonly number[][],
  classes: readonly number[],
  noiseVariance: number,
  group: readonly number[],
  queries: readonly number[][],
): Told {
  const count = Math.max(...classes) + 1;
  const y = classes.map((label) => Array.from({ length: count }, (_, c) => (c === label ? 1 : 0) - 1 / count));
  const rest = x.map((_, i) => i).filter((i) => !group.includes(i));
  const all = x.map((_, i) => i);
  const [inside, outside] = [all, rest].map((rows) => {
    const gram = rows.map((i) => rows.map((j) => kernel(x[i] as number[], x[j] as number[]) + (i === j ? noiseVariance : 0)));
    const cross = rows.map((i) => queries.map((query) => kernel(x[i] as number[], query)));
    const [mean, explained] = [rows.map((i) => y[i] as number[]), cross].map((right) => product(cross, solve(gram, right)));
    const covariance = queries.map((a, i) => queries.map((b, j) => kernel(a, b) - (explained?.[i]?.[j] as number)));
    return { mean: mean as number[][], covariance };
  }) as [Posterior, Posterior];
  const shift = inside.mean.map((row, i) => row.map((value, c) => value - (outside.mean[i]?.[c] as number)));
  const ratio = solve(inside.covariance, outside.covariance);
  const explained = solve(inside.covariance, shift);
  const trace = ratio.reduce((sum, row, i) => sum + (row[i] as number), 0);
  const mahalanobis = shift.flat().reduce((sum, value, at) => sum + value * (explained.flat()[at] as number), 0);
  const kl = 0.5 * (count * (trace - queries.length - Math.log(determinant(ratio))) + mahalanobis);
  const squares = shift.flat().reduce((sum, value) => sum + value * value, 0);
  return { kl, meanDistance: squares / (2 * count * queries.length) };
}

interface Posterior {
  readonly mean: number[][];
  readonly covariance: number[][];
}

/** AᵀB. */
function product(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return (a[0] as readonly number[]).map((_, i) =>
    (b[0] as readonly number[]).map((__, j) => a.reduce((sum, row, k) => sum + (row[i] as number) * (b[k]?.[j] as number), 0)),
  );
}

function determinant(a: readonly (readonly number[])[]): number {
  const [first, ...rest] = a as readonly [readonly number[], ...(readonly number[])[]];
  if (rest.length === 0) return first[0] as number;
  const minor = (j: number) => rest.map((row) => row.filter((_, k) => k !== j));
  return first.reduce((sum, value, j) => sum + (j % 2 === 0 ? 1 : -1) * value * determinant(minor(j)), 0);
}
