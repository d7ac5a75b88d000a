// Does the theorem hold on these very numbers? For a sample of records the joint KL of many query sets is computed and set against the KL at
// the record's own query, which by docs/certificate.md none may exceed. One pool of queries serves all trials.

import { AuditError } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import { createRandom, type Random, sampleWithoutReplacement } from '../base/random.ts';
import { covariancesOfRecords, type GaussianProcess, type QueryCovariances } from '../gp/gaussianProcess.ts';
import type { LeaveOut } from '../gp/leaveOut.ts';
import { covariancesInTurns, leaveOutPool } from '../gp/leaveOutPool.ts';
import { type Matrix, matrix, rowOf } from '../linalg/matrix.ts';
import { klWithoutWith } from '../lood/divergences.ts';
import { roundedQueryPair } from '../lood/pairs.ts';
import type { AuditResult } from './result.ts';

type Certificate = NonNullable<AuditResult['certificate']>;
type Trial = Certificate['trials'][number];

/** Records tested: spread evenly over the order of exposure. */
const SAMPLED = 8;
/** Training records in the pool besides those sampled, and points of random noise. */
const POOL = 5;
/** Size of a query set besides the single queries. */
const SET = 5;
/** Distances of the queries near a record, relative to its norm. */
const STEPS = [0.05, 0.2, 0.5];
/**
 * Trials whose least certain posterior variance has a larger relative rounding error than this compare rounding with the theorem, and are
 * left out. In a well-conditioned audit the errors are below 1e-9.
 */
const RESOLVED = 1e-6;

/** What checkCertificate compares with, and how the result names records. */
export interface AuditedRecords {
  /** Positions of all records, most exposed first. */
  readonly ranked: readonly number[];
  /** KL at the own query by position. */
  readonly kls: readonly number[];
  readonly recordOf: (position: number) => number;
}

/**
 * Runs the trials. O(n²M + nMd) for a pool of M ≤ 42 queries.
 *
 * @throws AuditError NUMERICAL_FAILURE when rounding leaves no trial, NOT_POSITIVE_DEFINITE, CANCELLED
 */
export async function checkCertificate(
  gp: GaussianProcess,
  { ranked, kls, recordOf }: AuditedRecords,
  seed: number,
  run: RunOptions = {},
): Promise<Certificate> {
  const random = createRandom(seed);
  const n = gp.inputs.rows;
  const count = Math.min(SAMPLED, n);
  const sampled = Array.from({ length: count }, (_, i) => ranked[Math.floor((i * n) / count)] as number);
  const pool = await queryPool(gp, sampled, random, run);
  const leaveOutOf = await leaveOutPool(gp, sampled, pool.covariances, run);
  const trials: Trial[] = [];
  let unresolved = 0;
  for (const position of sampled) {
    for (const { kind, queries } of querySets(pool, position, random)) {
      const kl = resolvedKl(leaveOutOf(position, queries));
      if (kl === null) unresolved++;
      else
        trials.push({
          record: recordOf(position),
          queries: queries.length,
          kind,
          distance: distanceOf(gp, pool, position, queries),
          kl,
          klAtRecord: kls[position] as number,
        });
    }
  }
  if (trials.length === 0) throw allLost(unresolved, gp.noiseVariance);
  return { statement: 'own-query-is-worst-case', trials, unresolved, ...extremes(trials) };
}

/** KL of a trial, or null where it is mostly rounding. */
function resolvedKl(answers: LeaveOut): number | null {
  const { covariance, rounding } = answers.withRecords;
  // A query that is nearly all rounding would be left out without a word, and with the record's own query all of its leakage.
  if (rounding.some((error, i) => error > RESOLVED * (covariance.data[i * (covariance.cols + 1)] as number))) return null;
  const { pair, relativeRounding } = roundedQueryPair(answers);
  return relativeRounding < RESOLVED ? klWithoutWith(pair) : null;
}

function allLost(trials: number, noiseVariance: number): AuditError {
  return new AuditError('NUMERICAL_FAILURE', {
    expected: 'posterior variances at other queries that exceed their rounding errors',
    got: `none in ${trials} trials with noise variance ${noiseVariance}`,
    try: 'a larger --noise-variance, or --noise-variance auto',
  });
}

function extremes(trials: readonly Trial[]): Pick<Certificate, 'largestRatio' | 'largestSufficiencyError'> {
  const ratios = (own: boolean) =>
    trials
      .filter((trial) => (trial.kind === 'own-plus-others') === own && trial.klAtRecord > 0)
      .map((trial) => trial.kl / trial.klAtRecord);
  const [others, joint] = [ratios(false), ratios(true)];
  return {
    largestRatio: others.length > 0 ? Math.max(...others) : null,
    largestSufficiencyError: joint.length > 0 ? Math.max(...joint.map((ratio) => Math.abs(ratio - 1))) : null,
  };
}

/** All queries of all trials, and where each kind stands among them. */
interface QueryPool {
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

async function queryPool(gp: GaussianProcess, sampled: readonly number[], random: Random, run: RunOptions): Promise<QueryPool> {
  const n = gp.inputs.rows;
  const strangers = Array.from({ length: n }, (_, i) => i).filter((i) => !sampled.includes(i));
  const positions = [...sampled, ...sampleWithoutReplacement(strangers, Math.min(POOL, strangers.length), random)];
  const own = new Map(sampled.map((position, i) => [position, i]));
  const records = positions.map((_, i) => i);
  if (gp.kernel.pairwise === undefined) {
    // A precomputed kernel knows only its records: no noise and nothing near a record can be asked.
    return { covariances: covariancesOfRecords(gp, positions), inputs: undefined, own, records, noise: [], near: new Map() };
  }
  const noise = Array.from({ length: POOL }, (_, i) => positions.length + i);
  const inputs = stack([
    ...positions.map((position) => rowOf(gp.inputs, position)),
    ...noise.map(() => Float64Array.from({ length: gp.inputs.cols }, () => random.normal())),
    ...sampled.flatMap((position) => STEPS.map((step) => nearby(rowOf(gp.inputs, position), step, random))),
  ]);
  const firstNear = positions.length + POOL;
  const near = new Map(sampled.map((position, i) => [position, STEPS.map((_, k) => firstNear + i * STEPS.length + k)]));
  return { covariances: await covariancesInTurns(gp, inputs, run), inputs, own, records, noise, near };
}

function querySets(pool: QueryPool, position: number, random: Random): { kind: Trial['kind']; queries: readonly number[] }[] {
  const own = pool.own.get(position) as number;
  const others = pool.records.filter((index) => index !== own);
  const near = pool.near.get(position) ?? [];
  const pick = (from: readonly number[]) => sampleWithoutReplacement(from, Math.min(SET, from.length), random);
  const sets: { kind: Trial['kind']; queries: readonly number[] }[] = [
    { kind: 'other-records', queries: pick(others) },
    { kind: 'noise', queries: pool.noise },
    ...near.map((query) => ({ kind: 'near-the-record' as const, queries: [query] })),
    { kind: 'near-the-record', queries: near.length === 0 ? [] : [...near, ...pick(others)] },
    { kind: 'own-plus-others', queries: [own, ...pick([...others, ...pool.noise])] },
  ];
  return sets.filter(({ queries }) => queries.length > 0);
}

/** Distance of the nearest query from the record, relative to the record's norm; null where there is none to speak of. */
function distanceOf(gp: GaussianProcess, { inputs }: QueryPool, position: number, queries: readonly number[]): number | null {
  if (inputs === undefined) return null;
  const record = rowOf(gp.inputs, position);
  const norm = Math.hypot(...record);
  const nearest = Math.min(
    ...queries.map((query) => Math.hypot(...rowOf(inputs, query).map((value, j) => value - (record[j] as number)))),
  );
  return norm > 0 ? nearest / norm : null;
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
