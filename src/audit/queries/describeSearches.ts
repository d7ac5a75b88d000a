// What did the searches come to, in the words of the result object? One entry for each search and the study over all of them. Called by findQueries.ts
// and reconstructRecords.ts.

import type { RunOptions } from '../../base/progress.ts';
import type { Warning } from '../../base/warnings.ts';
import { matrix } from '../../linalg/matrix.ts';
import type { Objective } from '../../query/objective.ts';
import { likenessOf } from '../../reconstruction/likeness.ts';
import { nearestRecords } from '../../reconstruction/rank.ts';
import type { FittedSubject } from '../fitSubject.ts';
import type { QueryResult, SearchResult } from '../queryResult.ts';
import { cosineToRecords, type Found, type FoundStart } from './found.ts';
import type { SearchSettings } from './options.ts';
import type { Planner } from './plans.ts';

/** Relative distance from the optimum within which a start has attained it. */
const ATTAINED = 1e-6;

export function describeSettings(settings: SearchSettings, planner: Planner): NonNullable<QueryResult['search']> {
  return {
    objective: settings.objective,
    queries: planner.queries,
    starts: planner.starts,
    init: planner.init,
    optimizer: planner.pool === null ? settings.optimizer : 'pool',
    maxIterations: settings.maxIterations,
    values: settings.values,
    together: settings.together,
    exclude: planner.exclude === null ? null : { ...planner.exclude },
    pool: planner.pool === null ? null : { name: planner.pool.name, rows: planner.pool.rows.rows },
    vary: planner.vary === null ? null : [...planner.vary.features],
  };
}

/** @throws AuditError CANCELLED */
export async function describeSearches(
  fitted: FittedSubject,
  planner: Planner,
  objective: Objective,
  found: readonly Found[],
  run: RunOptions = {},
): Promise<SearchResult[]> {
  const { gp, prepared, spec, engine } = fitted;
  const d = gp.inputs.cols;
  const first = matrix(found.length, d);
  found.forEach(({ point }, i) => {
    first.data.set(point.subarray(0, d), i * d);
  });
  const nearest = await nearestRecords(engine, first, gp.inputs, likenessOf(spec), { signal: run.signal });
  return found.map((one, i): SearchResult => {
    const { kl, meanDistance, auc } = one.leakage;
    const best = one.starts[one.best] as FoundStart;
    const optimum = planner.canReachRecord ? one.ownKl : objective === 'mean-distance' ? null : kl;
    return {
      records: one.positions.map((s) => prepared.rows[s] as number),
      classIndexes: one.positions.map((s) => prepared.labels[s] as number),
      kl,
      meanDistance,
      auc,
      klAtRecord: one.ownKl,
      meanDistanceAtRecord: one.ownMeanDistance,
      cosineToRecord: cosineToRecords(fitted, one.point, one.positions),
      nearestRecord: prepared.rows[nearest[i] as number] as number,
      iterations: best.iterations,
      gradientNorm: one.gradientNorm,
      gradientNormAtRecord: one.gradientNormAtRecord,
      best: one.best,
      starts: one.starts.map(({ from, status, reason, kl: startKl, value, iterations, cosineToRecord }) => ({
        from,
        status,
        ...(reason !== undefined && { reason }),
        kl: startKl,
        iterations,
        cosineToRecord,
        // Without a bound to attain, the best start is the optimum, and values of ln(objective) are compared.
        reached:
          optimum === null || startKl === null
            ? value >= best.value - ATTAINED
            : status !== 'hopeless' && startKl >= optimum * (1 - ATTAINED),
      })),
      trace: [...one.trace],
    };
  });
}

/** The optimality study: how near the searches came to what can be attained, and how often. */
export function studyOf(searches: readonly SearchResult[]): NonNullable<QueryResult['study']> {
  const starts = searches.flatMap((search) => search.starts);
  const gaps = searches.flatMap(({ kl, klAtRecord }) => (klAtRecord > 0 ? [1 - kl / klAtRecord] : []));
  const gains = searches.flatMap(({ meanDistance, meanDistanceAtRecord }) =>
    meanDistanceAtRecord > 0 ? [meanDistance / meanDistanceAtRecord] : [],
  );
  const norms = searches.flatMap(({ gradientNormAtRecord }) => (gradientNormAtRecord === null ? [] : [gradientNormAtRecord]));
  return {
    searches: searches.length,
    reached: searches.filter(({ starts: own, best }) => own[best]?.reached === true).length,
    startsRun: starts.filter(({ status }) => status === 'converged' || status === 'iteration-limit').length,
    startsReached: starts.filter(({ reached }) => reached).length,
    largestGap: largestOf(gaps),
    medianGap: medianOf(gaps),
    largestMeanDistanceGain: largestOf(gains),
    largestGradientNormAtRecord: largestOf(norms),
    medianIterations: medianOf(searches.map(({ iterations }) => iterations)) ?? 0,
  };
}

/** Share of what the record itself tells below which a search has missed it. */
const MISSED = 0.99;

/** Tells when searches that could have found the record ended below what it tells, which starts of another kind mostly mend. */
export function missedWarning(searches: readonly SearchResult[], { canReachRecord }: Planner): Warning[] {
  const missed = searches.filter(({ kl, klAtRecord }) => kl < MISSED * klAtRecord).length;
  if (!canReachRecord || missed === 0) return [];
  return [
    {
      code: 'RECORD_MISSED',
      message:
        `${missed} of ${searches.length} ${searches.length === 1 ? 'search' : 'searches'} ended at a question that tells less than the record itself does, ` +
        'so that a better one exists. Starts at other records (--init leakiest or dataset), or more starts (--starts), mostly find it.',
    },
  ];
}

const largestOf = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}
