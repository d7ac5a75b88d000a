// Which settings does the audit of a trained model take, and what holds when they are not given? Called by auditModel.ts.

import { AuditError } from '../../base/errors.ts';
import { assertKnownName } from '../../base/names.ts';
import type { ArraysInput } from '../../data/datasetFromArrays.ts';
import type { TensorFlowLike } from '../../networks/features/trainedModel.ts';
import { type AuditOptions, SETTING_KEYS } from '../options.ts';

/** Options of `audit` that have a meaning here: the kernel and the scale of its inputs are the model's. */
const AUDIT_KEYS = [
  'classes',
  'limit',
  'seed',
  'noiseVariance',
  'jitter',
  'delta',
  'failAbove',
  'engine',
  'threads',
  'onProgress',
  'signal',
] as const satisfies readonly (keyof AuditOptions)[];

export const MODEL_FEATURES = ['last-layer', 'gradients'] as const;
export type ModelFeatures = (typeof MODEL_FEATURES)[number];

export interface AuditModelOptions
  extends Pick<AuditOptions, (typeof AUDIT_KEYS)[number]>,
    Pick<ArraysInput, 'name' | 'classNames'> {
  /**
   * `last-layer` (default): inputs of the last layer with weights, and a constant for its bias. `gradients`: gradients of the summed outputs with
   * respect to all trainable weights.
   */
  readonly features?: ModelFeatures | undefined;
  /** For last-layer: the layer whose inputs are taken, by its name. Default: the last one with weights. */
  readonly layer?: string | undefined;
  /** For gradients: numbers that each gradient is projected to. Default 4096. */
  readonly projections?: number | undefined;
  /** Mean of k(x, x) over the records, in target units squared: what σ² is to be seen against. Default 2. */
  readonly priorVariance?: number | undefined;
  /** Records that the model answers at a time. Default 128. */
  readonly batchSize?: number | undefined;
  /** The namespace of TensorFlow.js that the model was built with. Default: `@tensorflow/tfjs-core`. */
  readonly tf?: TensorFlowLike | undefined;
}

const MODEL_KEYS = [
  'features',
  'layer',
  'projections',
  'priorVariance',
  'batchSize',
  'tf',
  'name',
  'classNames',
] as const satisfies readonly (keyof AuditModelOptions)[];

/**
 * That of the default kernel on standardized inputs, and of the linear kernel with its default weight variance: the default σ² = 0.1 then
 * weighs as much against the model's kernel as against those.
 */
const DEFAULT_PRIOR_VARIANCE = 2;
/**
 * Errors of inner products near 1.6% of the norms. Of 1,000 records the order by KL agreed with that by whole gradients to a Spearman correlation of
 * 0.99, with 512 numbers to 0.84 (docs/models.md). More records than numbers would leave the kernel without directions of its own for each.
 */
const DEFAULT_PROJECTIONS = 4096;
const DEFAULT_BATCH_SIZE = 128;

/** With every default filled in. */
export type ModelSettings = AuditModelOptions & {
  readonly [Key in 'features' | 'projections' | 'priorVariance' | 'batchSize' | 'seed']-?: NonNullable<AuditModelOptions[Key]>;
};

/** @throws AuditError NAME_UNKNOWN, OPTION_INVALID; what `audit` checks as well is left to it */
export function modelSettings(options: AuditModelOptions): ModelSettings {
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if ((SETTING_KEYS as readonly string[]).includes(key) && !(AUDIT_KEYS as readonly string[]).includes(key)) {
      throw invalid(`no ${key} with a trained model, whose kernel and inputs are its own`, key, 'audit({ x, y }, options)');
    }
    assertKnownName('name of an option', key, [...MODEL_KEYS, ...AUDIT_KEYS]);
  }
  const {
    features = 'last-layer',
    projections = DEFAULT_PROJECTIONS,
    priorVariance = DEFAULT_PRIOR_VARIANCE,
    batchSize = DEFAULT_BATCH_SIZE,
    seed = 0,
  } = options;
  assertKnownName('kind of features', features, MODEL_FEATURES);
  if (features === 'gradients' && options.layer !== undefined) {
    throw invalid('no layer with gradients, which are those of all weights', `"${options.layer}"`, "features: 'last-layer'");
  }
  if (features === 'last-layer' && options.projections !== undefined) {
    throw invalid('no projections with the inputs of a layer', `${projections}`, "features: 'gradients'");
  }
  assertCount('projections', projections, DEFAULT_PROJECTIONS);
  assertCount('batchSize', batchSize, DEFAULT_BATCH_SIZE);
  if (!(Number.isFinite(priorVariance) && priorVariance > 0)) {
    throw invalid('a prior variance above 0', `${priorVariance}`, `priorVariance: ${DEFAULT_PRIOR_VARIANCE}`);
  }
  return { ...options, features, projections, priorVariance, batchSize, seed };
}

/** The options that the audit of the features takes. */
export function auditOptions(settings: ModelSettings): AuditOptions {
  return Object.fromEntries(AUDIT_KEYS.map((key) => [key, settings[key]]).filter(([, value]) => value !== undefined));
}

function assertCount(option: string, value: number, example: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw invalid(`${option} to be a whole number of at least 1`, `${value}`, `${option}: ${example}`);
}

function invalid(expected: string, got: string, tryText: string): AuditError {
  return new AuditError('OPTION_INVALID', { expected, got, try: tryText });
}
