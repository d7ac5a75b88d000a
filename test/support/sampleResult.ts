// What does a complete audit result look like? Deterministic, schema-valid results for tests of everything that reads a result:
// reports, tables, figures, the command line. They are made by formulas, not by an audit (sampleRecord.ts), such that all columns
// order the records alike and obey their ranges.

import type { AuditResult, DistributionSummary, Exhibit, RecordResult } from '../../src/audit/result.ts';
import { createRandom, type Random } from '../../src/base/random.ts';
import {
  leverageAndResidual,
  makeRecord,
  privacyPoints,
  rocPoints,
  SAMPLE_DELTA,
  SAMPLE_NOISE_VARIANCE,
  type SampleLeakage,
  separation,
} from './sampleRecord.ts';
import { datasetShape, makeValues, normalization, type SampleData } from './sampleValues.ts';

export interface SampleOptions {
  readonly data?: SampleData;
  readonly records?: number;
  readonly classes?: number;
  /** Names of the first classes; the rest are called after their labels. */
  readonly classNames?: readonly string[];
  /** Labels of the first classes; the rest are 0, 1, 2, … */
  readonly classLabels?: readonly string[];
  readonly datasetName?: string;
  /** Names of the records, over and over. */
  readonly recordNames?: readonly string[];
  readonly leakage?: SampleLeakage;
  /** `false` leaves the part out the way an audit would: null or an empty list. */
  readonly certificate?: boolean;
  readonly exhibits?: boolean;
  readonly noiseSelection?: boolean;
  readonly failAbove?: boolean;
  readonly warnings?: AuditResult['warnings'];
  readonly seed?: number;
}

/** One result of every kind that a reader must bear, by a name for test titles. */
export const SAMPLE_VARIANTS: Readonly<Record<string, SampleOptions>> = {
  images: { noiseSelection: true },
  'a table': { data: 'table', classes: 2, failAbove: true },
  'colour images': { data: 'colour', records: 60 },
  'plain vectors': { data: 'plain', records: 40, classes: 3 },
  'pictures with names': {
    data: 'colour',
    records: 60,
    recordNames: ['0/first picture.png', '0/second.jpg', `0/${'long'.repeat(40)}.png`],
  },
  'three records': { records: 3, classes: 2 },
  'a hundred classes': { records: 400, classes: 100 },
  'tiny leakage': { leakage: 'tiny' },
  'huge leakage': { leakage: 'huge', failAbove: true },
  'some records without leakage': { leakage: 'some-zero' },
  'no leakage at all': { leakage: 'all-zero', records: 30 },
  'records all alike': { leakage: 'constant', records: 30 },
  'no certificate': {
    certificate: false,
    warnings: [{ code: 'CERTIFICATE_FAILED', message: 'The numerical check of the certificate failed.' }],
  },
  'no exhibits': { exhibits: false, data: 'table', classes: 2 },
  'long class names': { classNames: ['a very long class name '.repeat(30), 'b'.repeat(500)] },
  'blank names': { records: 20, classes: 2, classNames: [' ', 'b'], classLabels: ['', 'b'], datasetName: '' },
  'hostile names': {
    data: 'table',
    classes: 2,
    records: 40,
    datasetName: '<img src=x onerror=alert(1)>\u001b[2J.csv',
    classNames: ['<script>alert("1")</script>', '=HYPERLINK("http://example.invalid")'],
    classLabels: ['=1+1', '@SUM(A1)\u001b[31m'],
    recordNames: ['<b>a</b>\u202e\n', "=cmd|' /C calc'!A0", ' ', '</script><script>alert(1)</script>'],
    warnings: [{ code: 'DUPLICATE_RECORDS', message: '2 records equal another: </td><script>1</script>\u202e' }],
  },
};

const QUANTILE_LEVELS = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

/** A complete result that `auditResultSchema` accepts; the same options give the same result. Default: 300 images of 10 classes. */
export function sampleResult(options: SampleOptions = {}): AuditResult {
  const { data = 'images', records: n = 300, classes: classCount = 10, seed = 1 } = options;
  const random = createRandom(seed);
  const classIndexOf = (row: number) => row % classCount;
  const records = Array.from({ length: n }, (_, row) =>
    named(
      makeRecord(row, classIndexOf(row), classCount, leverageAndResidual(row, options.leakage ?? 'typical', random)),
      options.recordNames,
    ),
  );
  const ranked = [...records].sort((a, b) => b.kl - a.kl || a.record - b.record);
  const roles = [
    { role: 'most-exposed' as const, record: ranked[0]! },
    { role: 'upper-decile' as const, record: ranked[Math.floor(0.1 * (n - 1))]! },
    { role: 'median' as const, record: ranked[Math.floor(0.5 * (n - 1))]! },
    { role: 'least-exposed' as const, record: ranked[n - 1]! },
  ];
  const shape = datasetShape(data);
  const values = records.map((r) => makeValues(data, r.classIndex, random));
  const constantKl = ranked[0]!.kl === ranked[n - 1]!.kl;
  const tierCount = (id: RecordResult['tier']) => records.filter((r) => r.tier === id).length;
  const topK = Math.min(n, Math.max(1, Math.round(n / 10)));

  return {
    kind: 'lood-audit',
    schemaVersion: '1.0',
    dataset: {
      name: options.datasetName ?? (data === 'table' ? 'people.csv' : 'digits'),
      format: data === 'table' ? 'csv' : data === 'plain' ? 'npz' : 'builtin',
      sha256: Array.from({ length: 64 }, () => random.integer(16).toString(16)).join(''),
      recordsInInput: 2 * n,
      records: n,
      dimensions: shape.dimensions,
      image: shape.image,
      columns: shape.columns,
      classes: Array.from({ length: classCount }, (_, i) => {
        const label = options.classLabels?.[i] ?? String(i);
        return { label, name: options.classNames?.[i] ?? label, records: records.filter((r) => r.classIndex === i).length };
      }),
    },
    preprocessing: {
      ...normalization(data, values),
      classes: null,
      limit: n,
      seed,
    },
    model: {
      kernel: { type: 'fcn', output: 'nngp', activation: 'relu', depth: 5, weightVariance: 2, biasVariance: 0 },
      kernelDescription: 'NNGP of a fully connected relu network, depth 5, weight variance 2, bias variance 0',
      noiseVariance: SAMPLE_NOISE_VARIANCE,
      noiseSelection: options.noiseSelection
        ? {
            criterion: 'leave-one-out log predictive density',
            curve: [0.001, 0.01, 0.1, 1, 10].map((noiseVariance) => ({
              noiseVariance,
              logPredictiveDensity: -0.2 - 0.1 * Math.log10(noiseVariance / SAMPLE_NOISE_VARIANCE) ** 2,
              logMarginalLikelihood: -n * (0.5 + 0.05 * Math.log10(noiseVariance / SAMPLE_NOISE_VARIANCE) ** 2),
            })),
          }
        : null,
      logMarginalLikelihood: -0.5 * n,
      logPredictiveDensity: -0.2,
      leaveOneOutAccuracy: 0.913,
    },
    records,
    summary: {
      kl: summarize(records.map((r) => r.kl)),
      meanDistance: summarize(records.map((r) => r.meanDistance)),
      auc: summarize(records.map((r) => r.auc)),
      tprAtFpr001Percent: summarize(records.map((r) => r.tprAtFpr001Percent)),
      byClass: Array.from({ length: classCount }, (_, classIndex) => records.filter((r) => r.classIndex === classIndex))
        .filter((members) => members.length > 0)
        .map((members) => ({
          classIndex: members[0]!.classIndex,
          records: members.length,
          kl: summarize(members.map((r) => r.kl)),
          auc: summarize(members.map((r) => r.auc)),
          tprAtFpr001Percent: summarize(members.map((r) => r.tprAtFpr001Percent)),
          highRisk: members.filter((r) => r.tier === 'high').length,
        })),
    },
    membership: {
      test: 'likelihood ratio, exact',
      delta: SAMPLE_DELTA,
      relativeError: 2.5e-10,
      roc: roles.map(({ role, record }) => ({
        role,
        record: record.record,
        auc: record.auc,
        points: rocPoints(separation(record)),
      })),
      privacy: roles.map(({ role, record }) => ({ role, record: record.record, points: privacyPoints(separation(record)) })),
    },
    agreement: {
      spearman: constantKl ? null : 0.96,
      pearsonLog: constantKl ? null : 0.94,
      topOverlap: { k: topK, shared: Math.round(0.8 * topK) },
    },
    certificate: options.certificate === false ? null : makeCertificate(ranked, random),
    exhibits: options.exhibits === false ? [] : makeExhibits(ranked, values),
    verdict: {
      tiers: [
        { id: 'high', rule: 'true-positive rate at least 10% at a false-positive rate of 0.1%', records: tierCount('high') },
        {
          id: 'elevated',
          rule: 'true-positive rate at least 10% at a false-positive rate of 1%',
          records: tierCount('elevated'),
        },
        { id: 'low', rule: 'all others', records: tierCount('low') },
      ],
      failAbove: options.failAbove
        ? [failOutcome('auc', 0.9, records, (r) => r.auc), failOutcome('kl', 1e9, records, (r) => r.kl)]
        : [],
    },
    warnings: options.warnings ?? [],
    manifest: {
      lood: '0.1.0',
      node: 'v20.19.0',
      platform: 'linux x64',
      dependencies: { 'chart.js': '4.6.1', zod: '4.6.7' },
      engine: { name: 'wasm', threads: 2, detail: 'f64x2 kernels, two workers' },
      settings: {
        data: options.datasetName ?? (data === 'table' ? 'people.csv' : 'digits'),
        kernel: 'fcn',
        activation: 'relu',
        depth: 5,
        noiseVariance: SAMPLE_NOISE_VARIANCE,
        limit: n,
        seed,
        format: ['json', 'csv', 'html'],
        ...(options.failAbove ? { failAbove: { auc: 0.9, kl: 1e9 } } : {}),
      },
      seed,
      startedAt: '2026-01-02T03:04:05.678Z',
      timings: [
        { stage: 'kernel', seconds: 0.8 },
        { stage: 'factorization', seconds: 2.31 },
        { stage: 'membership test', seconds: 0.02 },
      ],
      peakMatrixBytes: 3 * 8 * n * n,
    },
  };
}

function named(record: RecordResult, names: readonly string[] = []): RecordResult {
  const name = names[record.record % names.length];
  return name === undefined ? record : { ...record, name };
}

function summarize(values: readonly number[]): DistributionSummary {
  const sorted = [...values].sort((a, b) => a - b);
  const last = sorted.length - 1;
  return {
    mean: values.reduce((sum, v) => sum + v, 0) / values.length,
    min: sorted[0]!,
    max: sorted[last]!,
    quantiles: QUANTILE_LEVELS.map((probability) => {
      const at = probability * last;
      const low = sorted[Math.floor(at)]!;
      return { probability, value: low + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - low) };
    }),
  };
}

function failOutcome(metric: string, limit: number, records: readonly RecordResult[], read: (r: RecordResult) => number) {
  const worst = records.reduce((a, b) => (read(b) > read(a) ? b : a));
  const recordsAbove = records.filter((r) => read(r) > limit).length;
  return { metric, limit, worst: read(worst), record: worst.record, exceeded: recordsAbove > 0, recordsAbove };
}

function makeCertificate(ranked: readonly RecordResult[], random: Random): AuditResult['certificate'] {
  const kinds = ['other-records', 'noise', 'near-the-record', 'own-plus-others'] as const;
  const trials = kinds.flatMap((kind, k) =>
    Array.from({ length: 6 }, (_, i) => {
      const record = ranked[Math.floor((i / 6) * ranked.length)]!;
      const ratio = kind === 'own-plus-others' ? 1 + 1e-12 * random.normal() : 0.25 * (k + 1) * random.uniform();
      return { record: record.record, queries: 1 + random.integer(60), kind, kl: record.kl * ratio, klAtRecord: record.kl };
    }),
  );
  const ratios = (own: boolean) =>
    trials.filter((t) => (t.kind === 'own-plus-others') === own && t.klAtRecord > 0).map((t) => t.kl / t.klAtRecord);
  const largest = (values: readonly number[]) => (values.length === 0 ? null : Math.max(...values));
  return {
    statement: 'own-query-is-worst-case',
    trials,
    largestRatio: largest(ratios(false)),
    largestSufficiencyError: largest(ratios(true).map((r) => Math.abs(r - 1))),
  };
}

function makeExhibits(ranked: readonly RecordResult[], values: readonly number[][]): Exhibit[] {
  const n = ranked.length;
  const each = Math.min(12, Math.floor(n / 2));
  const ranks = [...Array(each).keys(), ...Array.from({ length: each }, (_, i) => n - each + i)];
  return ranks.map((i) => ({ record: ranked[i]!.record, rank: i + 1, values: values[ranked[i]!.record]! }));
}
