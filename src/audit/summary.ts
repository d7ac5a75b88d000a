// How is leakage distributed over the records, by class, and do two measures of it agree? Plain descriptive statistics.

import type { AuditResult, DistributionSummary, RecordResult } from './result.ts';

const PROBABILITIES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

/** Mean, extremes and quantiles (linear interpolation between order statistics, type 7 of Hyndman and Fan 1996). */
export function summarize(values: readonly number[]): DistributionSummary {
  const sorted = Float64Array.from(values).sort();
  const quantile = (probability: number) => {
    const at = probability * (sorted.length - 1);
    const low = sorted[Math.floor(at)] as number;
    const high = sorted[Math.ceil(at)] as number;
    return low + (high - low) * (at - Math.floor(at));
  };
  return {
    mean: sorted.reduce((sum, value) => sum + value / sorted.length, 0),
    min: sorted[0] as number,
    max: sorted.at(-1) as number,
    quantiles: PROBABILITIES.map((probability) => ({ probability, value: quantile(probability) })),
  };
}

export function summarizeRecords(records: readonly RecordResult[], classes: number): AuditResult['summary'] {
  const of = (subset: readonly RecordResult[]) => ({
    kl: summarize(subset.map((record) => record.kl)),
    auc: summarize(subset.map((record) => record.auc)),
    tprAtFpr001Percent: summarize(subset.map((record) => record.tprAtFpr001Percent)),
  });
  const byClass = Array.from({ length: classes }, (_, classIndex) => {
    const members = records.filter((record) => record.classIndex === classIndex);
    return {
      classIndex,
      records: members.length,
      ...of(members),
      highRisk: members.filter(({ tier }) => tier === 'high').length,
    };
  });
  return { ...of(records), meanDistance: summarize(records.map((record) => record.meanDistance)), byClass };
}

/** Share of the records whose overlap between both orders is counted. */
const TOP_SHARE = 0.1;

/** Does the paper's cheaper measure (mean distance) order the records as KL does? */
export function agreementOf(records: readonly RecordResult[]): AuditResult['agreement'] {
  const kl = records.map((record) => record.kl);
  const meanDistance = records.map((record) => record.meanDistance);
  const positive = records.filter((record) => record.kl > 0 && record.meanDistance > 0);
  const k = Math.max(1, Math.round(TOP_SHARE * records.length));
  const top = (measure: (record: RecordResult) => number) =>
    new Set([...records].sort((a, b) => measure(b) - measure(a) || a.record - b.record).slice(0, k).map(({ record }) => record)); // biome-ignore format: one chain
  const topByKl = top((record) => record.kl);
  return {
    spearman: correlation(averageRanks(kl), averageRanks(meanDistance)),
    pearsonLog: correlation(
      positive.map((record) => Math.log(record.kl)),
      positive.map((record) => Math.log(record.meanDistance)),
    ),
    topOverlap: { k, shared: [...top((record) => record.meanDistance)].filter((record) => topByKl.has(record)).length },
  };
}

/** Pearson correlation, or null when either side is constant. */
export function correlation(a: readonly number[], b: readonly number[]): number | null {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [(a[i] as number) - meanA, (b[i] as number) - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return aa > 0 && bb > 0 ? Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb))) : null;
}

/** Ranks from 1; equal values share the mean of their ranks. */
export function averageRanks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let i = start; i < end; i++) ranks[order[i] as number] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}
