// What does an audit say? The one result object: every report is rendered from it and from nothing else.
// The zod schema below is the single source: the TypeScript type, the check on reading audit.json back, and the published JSON Schema
// (schema/audit-result-1.json, written by `npm run schema`) all come from it. Numbers are finite float64 unless a field says otherwise.

import { z } from 'zod';

/** Raised in its first part when a reader of the old form would misread the new one. */
export const RESULT_SCHEMA_VERSION = '1.0';

export const count = z.int().nonnegative();
export const probability = z.number().min(0).max(1);
export const nonNegative = z.number().nonnegative();
export const describe = <T extends z.ZodType>(schema: T, text: string): T => schema.describe(text) as T;

const datasetClass = z.strictObject({
  label: describe(z.string(), 'The label as the input has it.'),
  name: describe(z.string(), 'A name for people; equals the label when the input gives none.'),
  records: describe(count, 'Audited records of this class.'),
});

const tableColumn = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('numeric'), name: z.string(), start: count }),
  z.strictObject({ kind: z.literal('category'), name: z.string(), start: count, categories: z.array(z.string()) }),
]);

const dataset = z.strictObject({
  name: z.string(),
  format: z.enum(['npz', 'npy', 'csv', 'idx', 'cifar10', 'image-folder', 'builtin', 'memory']),
  sha256: describe(z.string(), 'SHA-256 of the input (hex).'),
  recordsInInput: count,
  records: describe(count, 'Audited records, n.'),
  dimensions: describe(count, 'Values per record, d.'),
  image: z
    .strictObject({ height: count, width: count, channels: count, layout: z.enum(['channels-last', 'channels-first']) })
    .nullable(),
  columns: describe(z.array(tableColumn).nullable(), 'For tables: what the values of a record mean.'),
  classes: describe(z.array(datasetClass).min(2), 'The C classes in the order of the targets.'),
});

const preprocessing = z.strictObject({
  normalize: z.enum(['channel', 'feature', 'none']),
  mean: z.array(z.number()),
  scale: z.array(z.number()),
  classes: describe(z.array(z.string()).nullable(), 'Classes asked for, or null for all.'),
  limit: count.nullable(),
  seed: z.int(),
});

const noiseCandidate = z.strictObject({
  noiseVariance: z.number().positive(),
  logPredictiveDensity: describe(z.number(), 'Leave-one-out log predictive density, mean per record and class, nats.'),
  logMarginalLikelihood: describe(z.number(), 'Nats, summed over classes.'),
});

const model = z.strictObject({
  kernel: describe(z.record(z.string(), z.union([z.string(), z.number()])), 'The kernel spec.'),
  kernelDescription: z.string(),
  noiseVariance: describe(
    z.number().positive(),
    'σ², added to the diagonal of the Gram matrix; the same with and without a record.',
  ),
  jitter: describe(
    z.number().positive().optional(),
    'Added to the diagonal besides σ² because it was asked for; absent otherwise. It counts as noise in every number.',
  ),
  noiseSelection: describe(
    z.strictObject({ criterion: z.literal('leave-one-out log predictive density'), curve: z.array(noiseCandidate) }).nullable(),
    'How `--noise-variance auto` chose σ²; null when σ² was given.',
  ),
  logMarginalLikelihood: z.number(),
  logPredictiveDensity: describe(z.number(), 'Leave-one-out, mean per record and class, nats.'),
  leaveOneOutAccuracy: describe(probability, 'Share of records whose class has the largest leave-one-out posterior mean.'),
});

const tierId = z.enum(['high', 'elevated', 'low']);

const record = z.strictObject({
  record: describe(count, 'Row in the input, from 0.'),
  name: describe(z.string().optional(), 'What the input calls the record: of a folder of images the path within it.'),
  classIndex: describe(count, 'Index into dataset.classes.'),
  kl: describe(nonNegative, 'KL(without ‖ with) at the record itself, nats; no set of queries reaches more.'),
  klReverse: describe(nonNegative, 'KL(with ‖ without), nats.'),
  klSymmetric: describe(nonNegative, 'Mean of both directions, nats.'),
  meanDistance: describe(
    nonNegative,
    '½ · mean over classes of the squared difference of posterior means (target units squared).',
  ),
  renyi2: describe(nonNegative, 'Rényi divergence of order 2, D₂(with ‖ without), nats.'),
  hellinger: describe(probability, 'Hellinger distance, in [0, 1].'),
  wasserstein2: describe(nonNegative, '2-Wasserstein distance (target units).'),
  totalVariation: describe(
    probability,
    'Total variation distance = the advantage (max TPR − FPR) of the optimal membership test.',
  ),
  auc: describe(z.number().min(0.5).max(1), 'Area under the ROC curve of the optimal membership test.'),
  tprAtFpr001Percent: describe(probability, 'True-positive rate of the optimal test at a false-positive rate of 0.1%.'),
  tprAtFpr1Percent: describe(probability, 'The same at 1%.'),
  tprAtFpr10Percent: describe(probability, 'The same at 10%.'),
  epsilon: describe(
    nonNegative,
    'Smallest ε for which the two output distributions are (ε, δ)-indistinguishable, both directions, at membership.delta.',
  ),
  varianceRatio: describe(nonNegative, 'u = v_without/v_with − 1: how much the record shrinks the posterior variance at itself.'),
  meanShift: describe(nonNegative, '‖μ_with − μ_without‖ in standard deviations of the posterior with the record.'),
  leverage: describe(probability, 'Weight of the record’s own target in its prediction.'),
  tier: describe(tierId, 'The tier of verdict.tiers that the record falls in.'),
});

const distributionSummary = z.strictObject({
  mean: z.number(),
  min: z.number(),
  max: z.number(),
  quantiles: describe(
    z.array(z.strictObject({ probability, value: z.number() })),
    'At probabilities 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99 (linear interpolation).',
  ),
});

const classSummary = z.strictObject({
  classIndex: count,
  records: count,
  kl: distributionSummary,
  auc: distributionSummary,
  tprAtFpr001Percent: distributionSummary,
  highRisk: describe(count, 'Records of this class in the high-risk tier.'),
});

const rocCurve = z.strictObject({
  role: describe(z.enum(['most-exposed', 'upper-decile', 'median', 'least-exposed']), 'Why this record’s curve is shown.'),
  record: count,
  auc: probability,
  points: describe(
    z.array(z.tuple([probability, probability])),
    'Operating points [fpr, tpr], from (0, 0) to (1, 1), dense at low FPR.',
  ),
});

const privacyCurve = z.strictObject({
  role: rocCurve.shape.role,
  record: count,
  points: describe(z.array(z.tuple([nonNegative, probability])), '[ε, δ(ε)], the larger of both directions.'),
});

const membership = z.strictObject({
  test: z.literal('likelihood ratio, exact'),
  delta: describe(probability, 'δ at which epsilon is reported.'),
  relativeError: describe(nonNegative, 'Largest estimated relative error of the reported probabilities (contour quadrature).'),
  roc: z.array(rocCurve),
  privacy: z.array(privacyCurve),
});

const agreement = z.strictObject({
  spearman: describe(
    z.number().min(-1).max(1).nullable(),
    'Rank correlation of kl and meanDistance over records; null when either is constant.',
  ),
  pearsonLog: describe(z.number().min(-1).max(1).nullable(), 'Correlation of log kl and log meanDistance; null when undefined.'),
  topOverlap: describe(
    z.strictObject({ k: count, shared: count }),
    'How many of the k most exposed records by kl are also among the k most exposed by meanDistance.',
  ),
});

const certificate = z.strictObject({
  statement: describe(z.literal('own-query-is-worst-case'), 'See docs/certificate.md.'),
  trials: z.array(
    z.strictObject({
      record: count,
      queries: describe(count, 'Number of queries asked together.'),
      kind: z.enum(['other-records', 'noise', 'near-the-record', 'own-plus-others']),
      distance: describe(
        nonNegative.nullable().optional(),
        'Distance of the nearest query from the record, relative to the norm of the record; null where records have no coordinates or no norm.',
      ),
      kl: nonNegative,
      klAtRecord: nonNegative,
    }),
  ),
  unresolved: describe(count.optional(), 'Trials left out because rounding hides the posterior variance of their queries.'),
  largestRatio: describe(
    z.number().nullable(),
    'Largest kl/klAtRecord over trials that leave the record itself out (≤ 1 as proved).',
  ),
  largestSufficiencyError: describe(
    z.number().nullable(),
    'Largest |kl/klAtRecord − 1| over the own-plus-others trials (0 as proved).',
  ),
});

const exhibit = z.strictObject({
  record: count,
  rank: describe(count, '1 = most exposed by kl.'),
  values: describe(
    z.array(z.number()),
    'The record in the input’s units: table values, or pixels in the layout of dataset.image.',
  ),
  block: describe(
    z.int().min(2).optional(),
    'For a large image: each value is the mean of a block of this many pixels squared, ⌈height/block⌉ × ⌈width/block⌉ blocks.',
  ),
  omitted: describe(z.int().positive().optional(), 'For a large record that is no image: how many values follow those given.'),
});

const tier = z.strictObject({
  id: tierId,
  rule: describe(z.string(), 'In words.'),
  records: count,
});

const verdict = z.strictObject({
  tiers: z.array(tier).length(3),
  failAbove: describe(
    z.array(
      z.strictObject({
        metric: z.string(),
        limit: z.number(),
        worst: z.number(),
        record: count,
        exceeded: z.boolean(),
        recordsAbove: count,
      }),
    ),
    'Outcome of each --fail-above limit.',
  ),
});

const timing = z.strictObject({ stage: z.string(), seconds: nonNegative });

const manifest = z.strictObject({
  lood: z.string(),
  node: z.string(),
  platform: z.string(),
  dependencies: describe(z.record(z.string(), z.string()), 'Versions of the packages the numbers and pictures depend on.'),
  engine: z.strictObject({ name: z.string(), threads: z.int().positive(), detail: z.string() }),
  settings: describe(z.record(z.string(), z.unknown()), 'Options in force, as a config file would state them.'),
  seed: z.int(),
  startedAt: describe(z.string(), 'ISO 8601, UTC.'),
  timings: z.array(timing),
  peakMatrixBytes: describe(count, 'Largest sum of n × n storage held at once by the linear algebra.'),
});

const warnings = z.array(z.strictObject({ code: z.string(), message: z.string() }));

/** What the results of other commands hold as well (queryResult.ts). */
export const sharedSchemas = { dataset, preprocessing, model, warnings, manifest };

export const auditResultSchema = z.strictObject({
  kind: z.literal('lood-audit'),
  schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
  dataset,
  preprocessing,
  model,
  records: z.array(record).min(1),
  summary: z.strictObject({
    kl: distributionSummary,
    meanDistance: distributionSummary,
    auc: distributionSummary,
    tprAtFpr001Percent: distributionSummary,
    byClass: z.array(classSummary),
  }),
  membership,
  agreement,
  certificate: describe(certificate.nullable(), 'Null when its numerical check failed; the warning says why.'),
  exhibits: describe(z.array(exhibit), 'Most exposed first, then the least exposed.'),
  verdict,
  warnings,
  manifest,
});

export type AuditResult = z.infer<typeof auditResultSchema>;
export type RecordResult = AuditResult['records'][number];
export type DistributionSummary = AuditResult['summary']['kl'];
export type RocCurve = AuditResult['membership']['roc'][number];
export type Exhibit = AuditResult['exhibits'][number];
