// Which settings does an audit take, and what holds when they are not given? Called by audit.ts; the command line passes the same keys. The part that
// says what is looked at, with which model and on which machine is shared with the searches in queries/.

import { AuditError } from '../base/errors.ts';
import { assertKnownName } from '../base/names.ts';
import type { RunOptions } from '../base/progress.ts';
import type { LoadOptions } from '../data/loadOptions.ts';
import type { PrepareOptions } from '../data/prepared.ts';
import { assertNoiseVariance } from '../gp/gaussianProcess.ts';
import type { KernelOptions } from '../kernels/kernelOptions.ts';
import type { UserActivation } from '../kernels/quadrature/activationFunction.ts';
import type { RecordResult } from './result.ts';

/** Per-record numbers that a limit can be set on, under their names in records.csv. */
export const LIMIT_METRICS = {
  auc: (record) => record.auc,
  kl: (record) => record.kl,
  mean_distance: (record) => record.meanDistance,
  'tpr_at_fpr_0.001': (record) => record.tprAtFpr001Percent,
  'tpr_at_fpr_0.01': (record) => record.tprAtFpr1Percent,
  'tpr_at_fpr_0.1': (record) => record.tprAtFpr10Percent,
  advantage: (record) => record.totalVariation,
  epsilon: (record) => record.epsilon,
} as const satisfies Record<string, (record: RecordResult) => number>;

/** Metrics that never exceed 1. */
const PROBABILITIES: readonly string[] = ['auc', 'tpr_at_fpr_0.001', 'tpr_at_fpr_0.01', 'tpr_at_fpr_0.1', 'advantage'];

export type LimitMetric = keyof typeof LIMIT_METRICS;

/** How to read a path, how to prepare, which model, on which machine: the keys are those of the command line's flags and of config files. */
export interface SubjectOptions extends Omit<LoadOptions, 'imageShape'>, PrepareOptions, KernelOptions, RunOptions {
  /** Says that the rows of a file are images: `28x28`, `32x32x3` or `3x32x32`. */
  readonly imageShape?: string | undefined;
  /** σ², or `auto` to choose it by leave-one-out predictive density. Default 0.1. */
  readonly noiseVariance?: number | 'auto' | undefined;
  /** Added to the kernel's diagonal besides σ², and as noise like it, where a factorization fails. Default 0: none is ever added unasked. */
  readonly jitter?: number | undefined;
  /** Own activation functions by the names used in `activation`. */
  readonly activations?: Readonly<Record<string, UserActivation>> | undefined;
  /** `auto` (default) takes the fastest engine found. */
  readonly engine?: string | undefined;
  /** Default: all processors. */
  readonly threads?: number | undefined;
}

export interface AuditOptions extends SubjectOptions {
  /** δ at which ε is reported. Default 1e-5. */
  readonly delta?: number | undefined;
  /** Limits on per-record numbers, for example `{auc: 0.9}`: the verdict says which records exceed them. */
  readonly failAbove?: Readonly<Record<string, number>> | undefined;
}

/** Keys that say what is looked at and with which model. */
export const MODEL_KEYS = [
  'featuresKey',
  'labelsKey',
  'labels',
  'labelColumn',
  'imageShape',
  'classes',
  'limit',
  'seed',
  'normalize',
  'kernel',
  'kernelType',
  'activation',
  'negativeSlope',
  'depth',
  'weightVariance',
  'biasVariance',
  'gamma',
  'variance',
  'smoothness',
  'noiseVariance',
  'jitter',
] as const satisfies readonly (keyof SubjectOptions)[];

export const MACHINE_KEYS = ['engine', 'threads'] as const satisfies readonly (keyof SubjectOptions)[];

/** Keys of AuditOptions that decide the result; the manifest records them. */
export const SETTING_KEYS = [
  ...MODEL_KEYS,
  'delta',
  'failAbove',
  ...MACHINE_KEYS,
] as const satisfies readonly (keyof AuditOptions)[];

export const DEFAULT_NOISE_VARIANCE = 0.1;
export const DEFAULT_DELTA = 1e-5;

/** Keys that say how to run and leave the result as it is. */
const RUN_KEYS = ['onProgress', 'signal', 'activations'] as const satisfies readonly (keyof SubjectOptions)[];

/**
 * Throws on settings that no later step would name as well; kernel and preparation check their own. A key that nobody knows is an error,
 * since a misspelt option would otherwise be ignored.
 *
 * @param keys that the caller knows besides those that say how to run
 */
export function assertSubjectOptions(options: SubjectOptions, keys: readonly string[]): void {
  for (const [key, value] of Object.entries(options)) {
    if (value !== undefined) assertKnownName('name of an option', key, [...keys, ...RUN_KEYS]);
  }
  const { noiseVariance, jitter } = options;
  if (noiseVariance !== undefined && noiseVariance !== 'auto') assertNoiseVariance(noiseVariance);
  if (jitter !== undefined && !(Number.isFinite(jitter) && jitter >= 0)) {
    throw new AuditError('OPTION_INVALID', { expected: 'a jitter of at least 0', got: `${jitter}`, try: '--jitter 1e-8' });
  }
}

/** As assertSubjectOptions, with what an audit alone takes. */
export function assertAuditOptions(options: AuditOptions): void {
  assertSubjectOptions(options, SETTING_KEYS);
  const { delta, failAbove } = options;
  if (delta !== undefined && !(Number.isFinite(delta) && delta > 0 && delta < 1)) {
    throw new AuditError('OPTION_INVALID', { expected: 'delta between 0 and 1', got: `${delta}`, try: '--delta 1e-5' });
  }
  for (const [metric, limit] of Object.entries(failAbove ?? {})) {
    assertKnownName('metric of a limit', metric, Object.keys(LIMIT_METRICS));
    if (!Number.isFinite(limit)) {
      throw new AuditError('OPTION_INVALID', {
        expected: `a number as limit for ${metric}`,
        got: `${limit}`,
        try: `--fail-above ${metric}=0.9`,
      });
    }
    if (limit > 1 && PROBABILITIES.includes(metric)) {
      throw new AuditError('OPTION_INVALID', {
        expected: `a limit of at most 1 for ${metric}`,
        got: `${limit}`,
        try: `--fail-above ${metric}=0.9`,
      });
    }
  }
}
