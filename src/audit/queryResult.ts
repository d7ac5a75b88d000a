// What does a search for queries say? The result object of `lood query`, `lood landscape` and `lood reconstruct`, from which their reports are
// rendered as those of an audit are from result.ts, with which it shares the description of data, model and run. Numbers are finite float64
// unless a field says otherwise. Distances and cosines are in the kernel's standardized inputs unless a field says otherwise.

import { z } from 'zod';
import { count, describe, nonNegative, probability, sharedSchemas } from './result.ts';

/** Raised in its first part when a reader of the old form would misread the new one. */
export const QUERY_RESULT_SCHEMA_VERSION = '1.0';

const cosine = z.number().min(-1.000001).max(1.000001);

/** LOOD at one or several queries asked together. */
const measures = {
  kl: describe(nonNegative, 'KL(without ‖ with) of the answers to the queries, nats.'),
  meanDistance: describe(
    nonNegative,
    '½ · mean over queries and classes of the squared difference of means (target units squared).',
  ),
  auc: describe(z.number().min(0.5).max(1), 'Area under the ROC curve of the optimal membership test on the answers.'),
};

const pool = z.strictObject({ name: z.string(), rows: count });

const settings = z.strictObject({
  objective: z.enum(['kl', 'mean-distance', 'auc']),
  queries: describe(z.int().positive(), 'Queries asked together, m.'),
  starts: describe(z.int().positive(), 'Starts of each search.'),
  init: describe(z.string(), 'uniform, dataset, leakiest or the name of a file of starting points.'),
  optimizer: z.enum(['lbfgs', 'adam', 'pool']),
  maxIterations: z.int().positive(),
  values: describe(
    z.enum(['any', 'range', 'valid']),
    'What a query may be: any numbers; within the range of the data; and in tables whole numbers and one category of each column.',
  ),
  together: describe(z.boolean(), 'Whether all chosen records differ at once, as one group.'),
  exclude: describe(
    z
      .strictObject({
        radius: describe(z.number().positive(), 'Relative to the norm of the record.'),
        shape: describe(
          z.enum(['ball', 'cone']),
          'A cone where the kernel does not see the scale of a query, since every multiple of the record is then the same question.',
        ),
      })
      .nullable(),
    'What around the record may not be asked.',
  ),
  pool: describe(pool.nullable(), 'The only rows that may be asked.'),
  vary: describe(z.array(z.string()).nullable(), 'The only features that vary; the others are the record’s own.'),
});

const startStatus = z.enum(['converged', 'iteration-limit', 'hopeless', 'failed']);

const start = z.strictObject({
  from: describe(z.string(), '`uniform`, `record 17`, `row 3 of starts.npy`, `pool`.'),
  status: describe(
    startStatus,
    'converged: nothing better nearby; iteration-limit; hopeless: given up, since it would not have reached the best start; failed: see reason.',
  ),
  reason: describe(z.string().optional(), 'Why the start failed.'),
  kl: describe(nonNegative.nullable(), 'Null for a start that failed.'),
  iterations: count,
  cosineToRecord: cosine.nullable(),
  reached: describe(z.boolean(), 'Whether it attained the optimum: for KL and AUC the KL of the record itself to within 1e-6.'),
});

const search = z.strictObject({
  records: describe(z.array(count).min(1), 'The differing records: one, or a group left out together.'),
  classIndexes: z.array(count).min(1),
  ...measures,
  klAtRecord: describe(nonNegative, 'KL at the own queries of the differing records: no queries reach more.'),
  meanDistanceAtRecord: nonNegative,
  cosineToRecord: describe(cosine, 'Largest cosine of a query and a differing record; of a group the smallest over its records.'),
  nearestRecord: describe(
    count,
    'The training record nearest to the first query: by cosine where the kernel sees no scale, else by distance.',
  ),
  iterations: describe(count, 'Of the best start.'),
  gradientNorm: describe(nonNegative, '‖∇ ln objective‖ · ‖query‖ at the optimum, without what the constraints forbid.'),
  gradientNormAtRecord: describe(
    nonNegative.nullable(),
    'The same at the record itself; null where the record may not be asked or for a group.',
  ),
  best: describe(count, 'Index of the best start in `starts`.'),
  starts: z.array(start).min(1),
  trace: describe(
    z.array(nonNegative),
    'The objective at the best start and after each of its iterations: nats, an area, or target units squared.',
  ),
});

const study = z.strictObject({
  searches: count,
  reached: describe(count, 'Searches whose best start attained the optimum.'),
  startsRun: describe(count, 'Starts that were not given up or failed.'),
  startsReached: describe(count, 'Starts that attained the optimum.'),
  largestGap: describe(
    z.number().nullable(),
    'Largest 1 − kl/klAtRecord over searches: what is missing to the most that any queries tell. Null without leakage.',
  ),
  medianGap: z.number().nullable(),
  largestMeanDistanceGain: describe(
    z.number().nullable(),
    'Largest meanDistance/meanDistanceAtRecord, which may exceed 1: the record is not the worst case of the mean distance.',
  ),
  largestGradientNormAtRecord: nonNegative.nullable(),
  medianIterations: nonNegative,
});

const landscapePoint = z.strictObject({ offset: z.number(), ...measures });

const landscapeLine = z.strictObject({
  direction: describe(z.enum(['ones', 'random', 'nearest', 'scale', 'search']), 'Name, as in landscape.csv.'),
  description: z.string(),
  points: z.array(landscapePoint).min(1),
});

const landscape = z.strictObject({
  record: count,
  span: describe(z.number().positive(), 'Largest offset: root mean square change of a value, in `unit`.'),
  unit: describe(
    z.enum(['input', 'standard deviations']),
    'Of offsets: the input’s own, or the standard deviation of each feature where features have units of their own.',
  ),
  klAtRecord: nonNegative,
  lines: z.array(landscapeLine),
  plane: describe(
    z
      .strictObject({
        directions: z.tuple([z.string(), z.string()]),
        offsets: describe(z.array(z.number()).min(2), 'Along both directions.'),
        kl: describe(z.array(nonNegative), 'Row-major: offset along the second direction, then along the first.'),
        meanDistance: z.array(nonNegative),
        auc: z.array(z.number()),
      })
      .nullable(),
    'Two directions at once.',
  ),
});

const reconstructedRecord = z.strictObject({
  record: count,
  classIndex: count,
  cosine: describe(cosine, 'Of reconstruction and record, in standardized inputs.'),
  relativeL2: describe(nonNegative, '‖reconstruction − record‖/‖record − mean‖, in the input’s units where standardized.'),
  psnr: describe(
    z.number().nullable(),
    'Peak signal-to-noise ratio, dB; null where records are no images, or for a perfect copy.',
  ),
  ssim: describe(
    z.number().nullable(),
    'Structural similarity of images, at most 1; null where records are no images or too small.',
  ),
  rank: describe(
    z.int().positive(),
    'Place of the record among all training records by likeness to the reconstruction; 1 is the nearest.',
  ),
  success: describe(z.boolean(), 'Cosine at least the threshold.'),
});

const picture = describe(z.array(z.number()), 'In the input’s units, as exhibits are.');

const reconstruction = z.strictObject({
  threatModel: z.enum(['distributions', 'predictions']),
  scale: describe(z.enum(['known', 'estimated']), 'Whether the attacker was given the norm of the record.'),
  answers: describe(count, 'Answers of the model that the attacker used for each record, at most.'),
  answerDecimals: describe(
    count.optional(),
    'Decimals to which the model rounds its answers, in target units; absent for answers in float32 or, of distributions, in full.',
  ),
  threshold: describe(z.number(), 'Cosine from which a reconstruction counts as a success.'),
  success: z.strictObject({
    successes: count,
    records: count,
    rate: probability,
    low: describe(probability, 'Clopper–Pearson interval, for the share among records chosen like these.'),
    high: probability,
    level: probability,
  }),
  records: z.array(reconstructedRecord),
  gallery: z.array(
    z.strictObject({
      record: count,
      truth: picture,
      start: picture,
      steps: z.array(z.strictObject({ iteration: count, values: picture })),
      reconstruction: picture,
      block: describe(z.int().min(2).optional(), 'As in the exhibits of an audit.'),
      omitted: describe(z.int().positive().optional(), 'As in the exhibits of an audit.'),
    }),
  ),
});

export const queryResultSchema = z.strictObject({
  kind: z.literal('lood-query'),
  schemaVersion: z.literal(QUERY_RESULT_SCHEMA_VERSION),
  command: z.enum(['query', 'landscape', 'reconstruct']),
  dataset: sharedSchemas.dataset,
  preprocessing: sharedSchemas.preprocessing,
  model: sharedSchemas.model,
  search: describe(settings.nullable(), 'Null for a landscape.'),
  searches: z.array(search),
  study: study.nullable(),
  landscape: landscape.nullable(),
  reconstruction: reconstruction.nullable(),
  warnings: sharedSchemas.warnings,
  manifest: sharedSchemas.manifest,
});

export type QueryResult = z.infer<typeof queryResultSchema>;
export type SearchResult = QueryResult['searches'][number];
export type StartResult = SearchResult['starts'][number];
export type Landscape = NonNullable<QueryResult['landscape']>;
export type Reconstruction = NonNullable<QueryResult['reconstruction']>;
