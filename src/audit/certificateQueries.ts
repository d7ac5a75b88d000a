// Which queries does the numerical check of the certificate ask? Other records, random noise, points near each record, and the record itself
// with others: all of them in one pool, from which the sets are drawn. Called by certificate.ts.

import type { RunOptions } from '../base/progress.ts';
import { type Random, sampleWithoutReplacement } from '../base/random.ts';
import { covariancesOf, covariancesOfRecords, type GaussianProcess, type QueryCovariances } from '../gp/gaussianProcess.ts';
import { type Matrix, matrix, rowOf } from '../linalg/matrix.ts';
import type { AuditResult } from './result.ts';

type TrialKind = NonNullable<AuditResult['certificate']>['trials'][number]['kind'];

/** Training records in the pool besides those sampled, and points of random noise. */
const POOL = 5;
/** Size of a query set besides the single queries. */
const SET = 5;
/** Distances of the queries near a record, relative to its norm. */
const STEPS = [0.05, 0.2, 0.5];

/** All queries of all trials, and where each kind stands among them. */
export interface QueryPool {
  readonly covariances: QueryCovariances;
  /** The queries [M, d]; undefined for a precomputed kernel, whose records have no coordinates. */
  readonly inputs: Matrix | undefined;
  /** Index in the pool of each sampled record asked as its own query. */
  readonly own: ReadonlyMap<number, number>;
  /** Pool indices of training records, the sampled ones first. */
  readonly records: readonly number[];
  readonly noise: readonly number[];
  /** Pool indices of the queries near each sampled record, one for each of STEPS. */
  readonly near: ReadonlyMap<number, readonly number[]>;
}

/** @param sampled positions of the records that trials are about */
export async function queryPool(
  gp: GaussianProcess,
  sampled: readonly number[],
  random: Random,
  run: RunOptions,
): Promise<QueryPool> {
  const n = gp.inputs.rows;
  const strangers = Array.from({ length: n }, (_, i) => i).filter((i) => !sampled.includes(i));
  const positions = [...sampled, ...sampleWithoutReplacement(strangers, Math.min(POOL, strangers.length), random)];
  const own = new Map(sampled.map((position, i) => [position, i]));
  const records = positions.map((_, i) => i);
  if (gp.kernel.pairwise === undefined) {
    // A precomputed kernel knows only its records: no noise and nothing near a record can be asked.
    return {
      covariances: await covariancesOfRecords(gp, positions),
      inputs: undefined,
      own,
      records,
      noise: [],
      near: new Map(),
    };
  }
  const noise = Array.from({ length: POOL }, (_, i) => positions.length + i);
  const inputs = stack([
    ...positions.map((position) => rowOf(gp.inputs, position)),
    ...noise.map(() => Float64Array.from({ length: gp.inputs.cols }, () => random.normal())),
    ...sampled.flatMap((position) => STEPS.map((step) => nearby(rowOf(gp.inputs, position), step, random))),
  ]);
  const firstNear = positions.length + POOL;
  const near = new Map(sampled.map((position, i) => [position, STEPS.map((_, k) => firstNear + i * STEPS.length + k)]));
  return { covariances: await covariancesOf(gp, inputs, run), inputs, own, records, noise, near };
}

/** Queries asked together, as indices in the pool. */
export interface QuerySet {
  readonly kind: TrialKind;
  readonly queries: readonly number[];
}

/** The sets for the record at `position`. */
export function querySets(pool: QueryPool, position: number, random: Random): QuerySet[] {
  const own = pool.own.get(position) as number;
  const others = pool.records.filter((index) => index !== own);
  const near = pool.near.get(position) ?? [];
  const pick = (from: readonly number[]) => sampleWithoutReplacement(from, Math.min(SET, from.length), random);
  const sets: QuerySet[] = [
    { kind: 'other-records', queries: pick(others) },
    { kind: 'noise', queries: pool.noise },
    ...near.map((query) => ({ kind: 'near-the-record' as const, queries: [query] })),
    { kind: 'near-the-record', queries: near.length === 0 ? [] : [...near, ...pick(others)] },
    { kind: 'own-plus-others', queries: [own, ...pick([...others, ...pool.noise])] },
  ];
  return sets.filter(({ queries }) => queries.length > 0);
}

/** Distance of the nearest query from the record, relative to the record's norm; null where there is none to speak of. */
export function distanceOf(
  gp: GaussianProcess,
  { inputs }: QueryPool,
  position: number,
  queries: readonly number[],
): number | null {
  if (inputs === undefined) return null;
  const record = rowOf(gp.inputs, position);
  const distances = queries.map((query) => length(rowOf(inputs, query).map((value, j) => value - (record[j] as number))));
  return length(record) > 0 ? Math.min(...distances) / length(record) : null;
}

/** The record moved by `step` times its norm in a random direction. */
function nearby(record: Float64Array, step: number, random: Random): Float64Array {
  const direction = record.map(() => random.normal());
  const scale = (step * length(record)) / length(direction);
  return record.map((value, j) => value + scale * (direction[j] as number));
}

function length(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

function stack(rows: readonly Float64Array[]): Matrix {
  const out = matrix(rows.length, rows[0]?.length ?? 0);
  rows.forEach((row, i) => {
    out.data.set(row, i * out.cols);
  });
  return out;
}
