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
  const k = Math.max(1, Math.round(TOP_SHARE * records.length));
  const top = (measure: Measure) =>
    new Set([...records].sort((a, b) => measure(b) - measure(a) || a.record - b.record).slice(0, k).map(({ record }) => record)); // biome-ignore format: one chain
  const topByKl = top(KL);
  const positive = records.filter((record) => record.kl > 0 && record.meanDistance > 0);
  return {
    spearman: correlationOf(records, averageRanks),
    pearsonLog: correlationOf(positive, (values) => values.map(Math.log)),
    topOverlap: { k, shared: [...top(MEAN_DISTANCE)].filter((record) => topByKl.has(record)).length },
  };
}

type Measure = (record: RecordResult) => number;
const KL: Measure = (record) => record.kl;
const MEAN_DISTANCE: Measure = (record) => record.meanDistance;

/** Correlation of both measures after a transformation, or null when either is constant before it. */
function correlationOf(records: readonly RecordResult[], transform: (values: readonly number[]) => number[]): number | null {
  const [kl, meanDistance] = [records.map(KL), records.map(MEAN_DISTANCE)];
  return isConstant(kl) || isConstant(meanDistance) ? null : correlation(transform(kl), transform(meanDistance));
}

/** Relative range below which values differ by rounding alone, so that neither their order nor their correlation means anything. */
const SAME = 1e-12;

function isConstant(values: readonly number[]): boolean {
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return !(most - least > SAME * Math.max(Math.abs(least), Math.abs(most)));
}

/** Pearson correlation, or null when either side is constant to within rounding. */
export function correlation(a: readonly number[], b: readonly number[]): number | null {
  if (isConstant(a) || isConstant(b)) return null;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [(a[i] as number) - meanA, (b[i] as number) - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb)));
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
