// Does the theorem hold on these very numbers? For a sample of records the joint KL of many random query sets is computed and set against
// the KL at the record's own query, which by docs/certificate.md none may exceed. One product with the n×n factor serves all trials.

import { createRandom, type Random, sampleWithoutReplacement } from '../base/random.ts';
import { covariancesOf, covariancesOfRecords, type GaussianProcess, type QueryCovariances } from '../gp/gaussianProcess.ts';
import { leaveOutPool } from '../gp/leaveOut.ts';
import { type Matrix, matrix, rowOf } from '../linalg/matrix.ts';
import { klWithoutWith } from '../lood/divergences.ts';
import { queryPair } from '../lood/pairs.ts';
import type { AuditResult } from './result.ts';

type Certificate = NonNullable<AuditResult['certificate']>;
type Trial = Certificate['trials'][number];

/** Records tested: spread evenly over the order of exposure. */
const SAMPLED = 8;
/** Queries of each kind in the pool. */
const POOL = 8;
/** Size of a query set besides the single queries. */
const SET = 5;
/** Step of the near-the-record queries, relative to the record's norm. */
const NEARNESS = 0.05;

/**
 * Runs the trials.
 *
 * @param ranked positions of all records, most exposed first
 * @param kls KL at the own query by position
 */
export function checkCertificate(
  gp: GaussianProcess,
  ranked: readonly number[],
  kls: readonly number[],
  recordOf: (position: number) => number,
  seed: number,
): Certificate {
  const random = createRandom(seed);
  const n = gp.inputs.rows;
  const count = Math.min(SAMPLED, n);
  const sampled = [...new Set(Array.from({ length: count }, (_, i) => ranked[Math.floor((i * n) / count)] as number))];
  const pool = queryPool(gp, sampled, random);
  const leaveOutOf = leaveOutPool(gp, sampled, pool.covariances);
  const trials: Trial[] = [];
  for (const position of sampled) {
    const klAtRecord = kls[position] as number;
    for (const { kind, queries } of querySets(pool, position, random)) {
      const kl = klWithoutWith(queryPair(leaveOutOf(position, queries)));
      trials.push({ record: recordOf(position), queries: queries.length, kind, kl, klAtRecord });
    }
  }
  const ratios = (own: boolean) =>
    trials
      .filter((trial) => (trial.kind === 'own-plus-others') === own && trial.klAtRecord > 0)
      .map((trial) => trial.kl / trial.klAtRecord);
  const [others, joint] = [ratios(false), ratios(true)];
  return {
    statement: 'own-query-is-worst-case',
    trials,
    largestRatio: others.length > 0 ? Math.max(...others) : null,
    largestSufficiencyError: joint.length > 0 ? Math.max(...joint.map((ratio) => Math.abs(ratio - 1))) : null,
  };
}

/** All queries of all trials, and where each kind stands among them. */
interface QueryPool {
  readonly covariances: QueryCovariances;
  /** Index in the pool of each sampled record asked as its own query. */
  readonly own: ReadonlyMap<number, number>;
  /** Pool indices of training records, by position. */
  readonly others: ReadonlyMap<number, number>;
  readonly noise: readonly number[];
  readonly near: ReadonlyMap<number, number>;
}

function queryPool(gp: GaussianProcess, sampled: readonly number[], random: Random): QueryPool {
  const n = gp.inputs.rows;
  const strangers = Array.from({ length: n }, (_, i) => i).filter((i) => !sampled.includes(i));
  const positions = [...sampled, ...sampleWithoutReplacement(strangers, Math.min(POOL, strangers.length), random)];
  const indexOf = (list: readonly number[], from: number) => new Map(list.map((position, i) => [position, from + i]));
  const records = indexOf(positions, 0);
  const own = indexOf(sampled, 0);
  if (gp.kernel.pairwise === undefined) {
    // A precomputed kernel knows only its records: no noise and nothing near a record can be asked.
    return { covariances: covariancesOfRecords(gp, positions), own, others: records, noise: [], near: new Map() };
  }
  const inputs = [
    ...positions.map((position) => rowOf(gp.inputs, position)),
    ...Array.from({ length: POOL }, () => Float64Array.from({ length: gp.inputs.cols }, () => random.normal())),
    ...sampled.map((position) => nearby(rowOf(gp.inputs, position), random)),
  ];
  const noise = Array.from({ length: POOL }, (_, i) => positions.length + i);
  return {
    covariances: covariancesOf(gp, stack(inputs)),
    own,
    others: records,
    noise,
    near: indexOf(sampled, positions.length + POOL),
  };
}

function querySets(pool: QueryPool, position: number, random: Random): { kind: Trial['kind']; queries: number[] }[] {
  const own = pool.own.get(position) as number;
  const others = [...pool.others.values()].filter((index) => index !== own);
  const pick = (from: readonly number[]) => sampleWithoutReplacement(from, Math.min(SET, from.length), random);
  const near = pool.near.get(position);
  const sets: { kind: Trial['kind']; queries: number[] }[] = [
    { kind: 'other-records', queries: pick(others) },
    { kind: 'noise', queries: pick(pool.noise) },
    { kind: 'near-the-record', queries: near === undefined ? [] : [near] },
    { kind: 'near-the-record', queries: near === undefined ? [] : [near, ...pick(others)] },
    { kind: 'own-plus-others', queries: [own, ...pick([...others, ...pool.noise])] },
  ];
  return sets.filter(({ queries }) => queries.length > 0);
}

function nearby(record: Float64Array, random: Random): Float64Array {
  const step = NEARNESS * Math.sqrt(record.reduce((sum, value) => sum + value * value, 0) / record.length);
  return record.map((value) => value + step * random.normal());
}

function stack(rows: readonly Float64Array[]): Matrix {
  const out = matrix(rows.length, rows[0]?.length ?? 0);
  rows.forEach((row, i) => {
    out.data.set(row, i * out.cols);
  });
  return out;
}
