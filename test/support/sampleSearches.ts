// What does a search for queries look like? Starts that climb towards the record: leakage at a query is that of the record times a function of
// their cosine, and a constraint keeps the cosine away from 1. Called by sampleQueryResult.ts.

import type { QueryResult, SearchResult, StartResult } from '../../src/audit/queryResult.ts';
import type { Random } from '../../src/base/random.ts';
import { normalCdf } from './sampleNormal.ts';
import type { QuerySampleOptions } from './sampleQueryResult.ts';

/** Share of the leakage at the record that a query with this cosine to it has. */
export const shareAt = (cosine: number): number => Math.max(0, cosine) ** 6;

/** AUC of the Gaussian test with this KL divergence. */
export const aucOf = (kl: number): number => Math.max(0.5, normalCdf(Math.sqrt(kl)));

const LEAKAGE_SCALE = { typical: 1, tiny: 1e-12, none: 0 } as const;
const MEAN_DISTANCE_SHARE = 0.08;
/** Cosine of the best allowed query to the record. */
const BEST_COSINE = { none: 1, valid: 1, ball: 0.98, cone: 0.98, pool: 0.83, vary: 1 } as const;

export function leakageOfRecord(options: QuerySampleOptions, random: Random): number {
  return LEAKAGE_SCALE[options.leakage ?? 'typical'] * 10 ** (-0.6 + 0.7 * random.normal());
}

export function sampleSearches(
  options: QuerySampleOptions,
  count: number,
  { records: n, classes }: QueryResult['dataset'],
  random: Random,
): SearchResult[] {
  const { group = 1, starts: startCount = 4, failing = false, objective = 'kl' } = options;
  return Array.from({ length: count }, (_, i): SearchResult => {
    const records = Array.from({ length: group }, (_, k) => (7 * (i * group + k)) % n).sort((a, b) => a - b);
    const klAtRecord = leakageOfRecord(options, random);
    const top = BEST_COSINE[options.constraint ?? 'none'] - (options.constraint === 'pool' ? 0.3 * random.uniform() : 0);
    const starts = Array.from({ length: startCount }, (_, s): StartResult => {
      const from = s === 0 ? 'uniform' : `record ${(records[0]! + 11 * s) % n}`;
      if (failing && s > 0) {
        return {
          from,
          status: 'failed',
          reason: 'the gradient was not finite',
          kl: null,
          iterations: s,
          cosineToRecord: null,
          reached: false,
        };
      }
      const hopeless = s > 0 && random.uniform() < 0.2;
      const missed = s > 0 && random.uniform() < 0.15;
      const cosine = hopeless ? 0.2 + 0.4 * random.uniform() : missed ? 0.75 * top : top;
      return {
        from,
        status: hopeless ? 'hopeless' : missed && random.uniform() < 0.3 ? 'iteration-limit' : 'converged',
        kl: klAtRecord * shareAt(cosine),
        iterations: hopeless ? 12 : 8 + random.integer(30),
        cosineToRecord: cosine,
        reached: cosine === top,
      };
    });
    const best = starts[0]!;
    const kl = best.kl ?? 0;
    const meanDistanceAtRecord = MEAN_DISTANCE_SHARE * klAtRecord;
    // Along the record's own direction the mean moves further, while the answer tells no more.
    const gain = objective === 'mean-distance' ? 2.5 : 1;
    return {
      records,
      classIndexes: records.map((record) => record % classes.length),
      kl,
      meanDistance: gain * meanDistanceAtRecord * shareAt(best.cosineToRecord ?? 0),
      auc: aucOf(kl),
      klAtRecord,
      meanDistanceAtRecord,
      cosineToRecord: best.cosineToRecord ?? 0,
      nearestRecord: options.constraint === 'pool' ? (records[0]! + 1) % n : records[0]!,
      iterations: best.iterations,
      gradientNorm: 1e-7 * random.uniform(),
      gradientNormAtRecord: group > 1 || best.cosineToRecord !== 1 ? null : 1e-8 * random.uniform(),
      best: 0,
      starts,
      trace: Array.from({ length: best.iterations + 1 }, (_, t) => {
        const reached = 1 - 0.97 * Math.exp((-7 * t) / best.iterations);
        if (objective === 'auc') return 0.5 + (aucOf(kl) - 0.5) * reached;
        return reached * (objective === 'kl' ? kl : gain * meanDistanceAtRecord);
      }),
    };
  });
}

export function sampleStudy(searches: readonly SearchResult[]): NonNullable<QueryResult['study']> {
  const gaps = searches.filter((s) => s.klAtRecord > 0).map((s) => 1 - s.kl / s.klAtRecord);
  const gains = searches.filter((s) => s.meanDistanceAtRecord > 0).map((s) => s.meanDistance / s.meanDistanceAtRecord);
  const norms = searches.flatMap((s) => (s.gradientNormAtRecord === null ? [] : [s.gradientNormAtRecord]));
  const run = searches.flatMap((s) => s.starts).filter(({ status }) => status === 'converged' || status === 'iteration-limit');
  const largest = (values: readonly number[]) => (values.length === 0 ? null : Math.max(...values));
  return {
    searches: searches.length,
    reached: searches.filter((s) => s.starts[s.best]!.reached).length,
    startsRun: run.length,
    startsReached: run.filter(({ reached }) => reached).length,
    largestGap: largest(gaps),
    medianGap: gaps.length === 0 ? null : median(gaps),
    largestMeanDistanceGain: largest(gains),
    largestGradientNormAtRecord: largest(norms),
    medianIterations: median(searches.map(({ iterations }) => iterations)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) / 2;
  return (sorted[Math.floor(at)]! + sorted[Math.ceil(at)]!) / 2;
}
