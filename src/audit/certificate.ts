// Does the theorem hold on these very numbers? For a sample of records the joint KL of many query sets is computed and set against the KL at
// the record's own query, which by docs/certificate.md none may exceed. One pool of queries serves all trials.

import { AuditError } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import { createRandom } from '../base/random.ts';
import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import type { LeaveOut } from '../gp/leaveOut.ts';
import { leaveOutPool } from '../gp/leaveOutPool.ts';
import { klWithoutWith } from '../lood/divergences.ts';
import { roundedQueryPair } from '../lood/pairs.ts';
import { distanceOf, queryPool, querySets } from './certificateQueries.ts';
import type { AuditResult } from './result.ts';

type Certificate = NonNullable<AuditResult['certificate']>;
type Trial = Certificate['trials'][number];

/** Records tested: spread evenly over the order of exposure. */
const SAMPLED = 8;
/**
 * Trials whose least certain posterior variance has a larger relative rounding error than this compare rounding with the theorem, and are
 * left out. In a well-conditioned audit the errors are below 1e-9.
 */
const RESOLVED = 1e-5;

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
  const steps = asOneStage(run, gp.kernel.pairwise === undefined ? 3 : 4);
  const pool = await queryPool(gp, sampled, random, steps);
  const leaveOutOf = await leaveOutPool(gp, sampled, pool.covariances, steps);
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

/** Units of progress in each step. */
const PARTS = 100;

/** Progress of so many steps, one after the other, as that of the stage `certificate`. */
function asOneStage({ onProgress, signal }: RunOptions, steps: number): RunOptions {
  let finished = 0;
  return {
    signal,
    onProgress({ done, total }) {
      onProgress?.({ stage: 'certificate', done: Math.round(PARTS * (finished + done / total)), total: PARTS * steps });
      if (done === total) finished++;
    },
  };
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
