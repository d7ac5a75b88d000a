// Does the Gaussian process say what happens to trained networks? The result object of `lood validate`, from which its reports are rendered as those of an
// audit are from result.ts, with which it shares the description of data, model and run. Numbers are finite float64 unless a field says otherwise.

import { z } from 'zod';
import { count, describe, nonNegative, probability, sharedSchemas } from './result.ts';

/** Raised in its first part when a reader of the old form would misread the new one. */
export const VALIDATION_RESULT_SCHEMA_VERSION = '1.0';

const positive = z.number().positive();
/** Standard error. */
const error = describe(nonNegative, 'Standard error over networks.');

const networks = z.strictObject({
  type: z.enum(['fcn', 'cnn']),
  depth: describe(count, 'Hidden layers.'),
  width: describe(z.int().positive(), 'Units, or channels, of each.'),
  activation: z.string(),
  negativeSlope: z.number().optional(),
  weightVariance: positive,
  biasVariance: nonNegative,
  parameters: describe(z.int().positive(), 'Numbers that are trained, of one network.'),
  loss: z.enum(['squared', 'cross-entropy']),
  epochs: z.int().positive(),
  batchSize: z.int().positive(),
  learningRate: describe(positive, 'Of the mean loss; constant for half of the steps, then down to zero.'),
  learningRateChosen: describe(z.boolean(), 'Whether it was chosen by the curvature of the loss at the start.'),
  momentum: z.number().min(0).max(1),
  pull: describe(nonNegative, 'λ of the ridge (λ/2n)‖θ − θ₀‖² toward the initial parameters.'),
  design: describe(
    z.enum(['leave-one-out', 'half-split']),
    'leave-one-out: pairs of networks that share their seed, one with all records and one without the record. half-split: each network is trained on a ' +
      'random half of the records, which serves all records at once.',
  ),
  models: describe(z.int().positive(), 'Networks of each world: pairs of a record, or half of all networks.'),
  trained: describe(z.int().positive(), 'Networks trained in all.'),
  diverged: describe(count, 'Seeds left out because a network of theirs did not learn: its loss rose, or became infinite.'),
  firstLoss: describe(z.number(), 'Mean training loss during the first epoch, over networks.'),
  lastLoss: describe(z.number(), 'The same during the last epoch.'),
  accuracy: describe(
    probability,
    'Share of the records, each left out, whose class the mean output of the networks without them names.',
  ),
  backend: describe(z.string(), 'What trained them: `TensorFlow.js 4.22.0, WebAssembly, products by libopenblas.so.0`.'),
});

const networkMeasures = z.strictObject({
  auc: describe(
    probability,
    'Area under the ROC curve of the best test that can be built on the outputs at the record; about 0.5 for guessing.',
  ),
  aucError: error,
  aucLow: describe(probability, '95% interval.'),
  aucHigh: probability,
  paperAuc: describe(
    probability.nullable(),
    'By the estimator of the LOOD paper: Gaussians fitted on random halves. Null where networks are too few for the number of classes.',
  ),
  paperAucError: error.nullable(),
  kl: describe(
    z.number(),
    'KL(without ‖ with) of Gaussians fitted to the outputs, nats; the bias is removed, so that it may fall below 0.',
  ),
  klError: error,
  predictionDistance: describe(
    z.number(),
    '½ · mean over classes of the squared difference of mean outputs, without the part of sampling noise, so that it may fall below 0.',
  ),
  predictionDistanceError: error,
  models: describe(z.int().positive(), 'Networks of the smaller world.'),
});

/** What other methods say of the record; higher means more exposed. */
const rivals = z.strictObject({
  influence: describe(z.number(), 'Self-influence gᵀ(H + λ)⁻¹g, Gauss–Newton H.'),
  tracIn: describe(z.number(), 'Σ over epochs of η‖∇loss‖².'),
  loss: describe(z.number(), 'Of networks trained with the record.'),
  negativeMargin: describe(z.number(), 'Largest output of another class minus that of its own.'),
});

const validatedRecord = z.strictObject({
  record: count,
  classIndex: count,
  kl: describe(nonNegative, 'LOOD at the record itself: KL(without ‖ with), nats.'),
  meanDistance: nonNegative,
  auc: describe(z.number().min(0.5).max(1), 'LOOD: area under the ROC curve of the optimal test.'),
  network: networkMeasures,
  rivals: describe(rivals.nullable(), 'Means over the networks that were asked; null where none were.'),
});

export const ESTIMATES = [
  'lood-auc',
  'lood-kl',
  'lood-mean-distance',
  'influence',
  'trac-in',
  'loss',
  'negative-margin',
] as const;
export const TRUTHS = ['network-auc', 'network-kl', 'prediction-distance'] as const;

const correlation = z.strictObject({
  value: z.number().min(-1).max(1),
  low: describe(z.number().min(-1).max(1), '95% interval over records.'),
  high: z.number().min(-1).max(1),
});

const agreement = z.strictObject({
  estimate: z.enum(ESTIMATES),
  truth: z.enum(TRUTHS),
  pearson: correlation,
  spearman: correlation,
  kendall: correlation,
});

const comparison = z.strictObject({
  than: describe(z.enum(ESTIMATES), 'The rival.'),
  difference: describe(z.number(), 'Spearman of lood-auc with network-auc minus that of the rival.'),
  low: describe(z.number(), '95% interval by resampling records.'),
  high: z.number(),
  share: describe(probability, 'Resamples in which lood-auc correlates more.'),
});

const noise = z.strictObject({
  reliability: describe(
    z.number().min(-1).max(1),
    'Spearman–Brown reliability of the measured AUC, from its correlation between two halves of the networks.',
  ),
  ceiling: describe(
    probability,
    'Largest Spearman correlation that a perfect estimate could be expected to show with so many networks.',
  ),
});

const landscapePoint = z.strictObject({
  offset: z.number(),
  auc: describe(z.number().min(0.5).max(1), 'LOOD.'),
  meanDistance: nonNegative,
  networkAuc: probability,
  networkAucLow: probability,
  networkAucHigh: probability,
  predictionDistance: z.number(),
});

const landscape = z.strictObject({
  record: count,
  direction: describe(z.string(), 'Name of the line.'),
  description: z.string(),
  unit: describe(z.enum(['input', 'standard deviations']), 'Of offsets, root mean square change of a value.'),
  points: z.array(landscapePoint).min(1),
});

export const validationResultSchema = z.strictObject({
  kind: z.literal('lood-validation'),
  schemaVersion: z.literal(VALIDATION_RESULT_SCHEMA_VERSION),
  dataset: sharedSchemas.dataset,
  preprocessing: sharedSchemas.preprocessing,
  model: sharedSchemas.model,
  networks,
  records: z.array(validatedRecord).min(1),
  agreement: describe(z.array(agreement), 'Of each estimate with each truth; empty for fewer than 5 records.'),
  comparisons: describe(z.array(comparison), 'Whether LOOD agrees more than its rivals, on the same records.'),
  noise: describe(noise.nullable(), 'How far the measurement itself can be trusted; null for few records or networks.'),
  rivals: describe(
    z
      .strictObject({
        models: describe(z.int().positive(), 'Networks that were asked.'),
        damping: describe(positive, 'λ of the influence function.'),
        residual: describe(nonNegative, 'What conjugate gradients left of their equations, relative, at most.'),
      })
      .nullable(),
    'Null where rivals were not asked.',
  ),
  landscapes: z.array(landscape),
  warnings: sharedSchemas.warnings,
  manifest: sharedSchemas.manifest,
});

export type ValidationResult = z.infer<typeof validationResultSchema>;
export type ValidatedRecord = ValidationResult['records'][number];
export type Agreement = ValidationResult['agreement'][number];
export type EstimateName = (typeof ESTIMATES)[number];
export type TruthName = (typeof TRUTHS)[number];
