// Which settings does a validation take, and what holds when they are not given? Called by validate.ts; the command line passes the same keys.

import { AuditError } from '../../base/errors.ts';
import { assertKnownName } from '../../base/names.ts';
import type { KernelSpec } from '../../kernels/kernel.ts';
import { completeKernelSpec } from '../../kernels/kernelOptions.ts';
import type { NetworkSpec } from '../../networks/networkSpec.ts';
import { BACKEND_NAMES, type BackendName } from '../../networks/tensorflow/backendNames.ts';
import { LOSS_NAMES, type LossName } from '../../networks/training/lossNames.ts';
import { assertSubjectOptions, MACHINE_KEYS, MODEL_KEYS, type SubjectOptions } from '../options.ts';

export const DESIGNS = ['leave-one-out', 'half-split'] as const;
export type Design = (typeof DESIGNS)[number];
export const NETWORK_TYPES = ['fcn', 'cnn'] as const;
export type NetworkType = (typeof NETWORK_TYPES)[number];

export interface ValidateOptions extends SubjectOptions {
  /** How many, spread over the range of leakage, or which, by their rows in the input. Default 40, or all where there are fewer. */
  readonly records?: number | readonly number[] | undefined;
  /** Networks of each world, with and without a record. Default 50. */
  readonly models?: number | undefined;
  /** Default `leave-one-out`. */
  readonly design?: Design | undefined;
  /** Default `fcn`. */
  readonly network?: NetworkType | undefined;
  /** Units of each hidden layer, or channels. Default 256, or 16 channels. */
  readonly width?: number | undefined;
  /** Default 20. */
  readonly epochs?: number | undefined;
  /** Default 100. */
  readonly batchSize?: number | undefined;
  /** Of the mean loss, in the kernels' parametrization; `auto` (default) chooses it by the curvature of the loss at the start. */
  readonly learningRate?: number | 'auto' | undefined;
  /** Default 0.9. */
  readonly momentum?: number | undefined;
  /** Default `squared`, which Gaussian processes stand for. */
  readonly loss?: LossName | undefined;
  /** λ of the ridge (λ/2n)‖θ − θ₀‖². Default 0. */
  readonly pull?: number | undefined;
  /** Networks that are asked for influence functions, TracIn, loss and margin. Default 3; 0 for none. */
  readonly rivals?: number | undefined;
  /** λ of the influence function. Default 0.01. */
  readonly damping?: number | undefined;
  /** Records around which networks are compared along lines as well. Default 1. */
  readonly landscapes?: number | undefined;
  /** Of TensorFlow.js. Default: the fastest that works. */
  readonly backend?: BackendName | undefined;
  /** File that keeps what is finished, so that an interrupted run can go on; to be removed once the result is where it should be. */
  readonly checkpoint?: string | undefined;
}

/** Keys that decide the result, as the manifest lists them. */
export const VALIDATE_KEYS = [
  ...MODEL_KEYS,
  'records',
  'models',
  'design',
  'network',
  'width',
  'epochs',
  'batchSize',
  'learningRate',
  'momentum',
  'loss',
  'pull',
  'rivals',
  'damping',
  'landscapes',
  'backend',
  ...MACHINE_KEYS,
] as const satisfies readonly (keyof ValidateOptions)[];

/** Keys that leave the result as it is. */
const RUN_KEYS = ['checkpoint'] as const satisfies readonly (keyof ValidateOptions)[];

export const VALIDATE_DEFAULTS = {
  /** Networks of this depth are trained: that of the paper's experiments, where an audit's depth 5 would take twice as long. */
  depth: 2,
  records: 40,
  models: 50,
  design: 'leave-one-out',
  network: 'fcn',
  width: { fcn: 256, cnn: 16 },
  epochs: 20,
  batchSize: 100,
  momentum: 0.9,
  loss: 'squared',
  pull: 0,
  rivals: 3,
  damping: 0.01,
  landscapes: 1,
} as const;

export interface ValidationSettings {
  /** Undefined: the default, or all where there are fewer. */
  readonly records: number | readonly number[] | undefined;
  readonly models: number;
  readonly design: Design;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number | 'auto';
  readonly momentum: number;
  readonly loss: LossName;
  readonly pull: number;
  readonly rivals: number;
  readonly damping: number;
  readonly landscapes: number;
}

/** Fewest networks of each world from which distributions can be told. */
export const FEWEST_MODELS = 4;

/** The settings in force. @throws AuditError OPTION_INVALID, NAME_UNKNOWN */
export function validationSettings(options: ValidateOptions): ValidationSettings {
  assertSubjectOptions(options, [...VALIDATE_KEYS, ...RUN_KEYS]);
  const design = assertKnownName('design', options.design ?? VALIDATE_DEFAULTS.design, DESIGNS) as Design;
  const loss = assertKnownName('loss', options.loss ?? VALIDATE_DEFAULTS.loss, LOSS_NAMES) as LossName;
  if (options.backend !== undefined) assertKnownName('backend', options.backend, BACKEND_NAMES);
  const settings: ValidationSettings = {
    records: options.records,
    models: options.models ?? VALIDATE_DEFAULTS.models,
    design,
    epochs: options.epochs ?? VALIDATE_DEFAULTS.epochs,
    batchSize: options.batchSize ?? VALIDATE_DEFAULTS.batchSize,
    learningRate: options.learningRate ?? 'auto',
    momentum: options.momentum ?? VALIDATE_DEFAULTS.momentum,
    loss,
    pull: options.pull ?? VALIDATE_DEFAULTS.pull,
    // Influence functions are about one record left out; half-splits leave out half of all.
    rivals: options.rivals ?? (design === 'half-split' ? 0 : VALIDATE_DEFAULTS.rivals),
    damping: options.damping ?? VALIDATE_DEFAULTS.damping,
    landscapes: options.landscapes ?? (design === 'half-split' ? 0 : VALIDATE_DEFAULTS.landscapes),
  };
  const { models, epochs, batchSize, learningRate, momentum, pull, rivals, damping, landscapes } = settings;
  const isWhole = (value: number, least: number) => Number.isInteger(value) && value >= least;
  const rules: readonly (readonly [boolean, string, unknown, string])[] = [
    [
      isWhole(models, FEWEST_MODELS),
      `at least ${FEWEST_MODELS} models of each world`,
      models,
      `--models ${VALIDATE_DEFAULTS.models}`,
    ],
    [isWhole(epochs, 1), 'a whole number of epochs from 1', epochs, '--epochs 20'],
    [isWhole(batchSize, 1), 'a whole number of records in a batch from 1', batchSize, '--batch-size 100'],
    [
      learningRate === 'auto' || isPositive(learningRate),
      'a positive learning rate, or auto',
      learningRate,
      '--learning-rate auto',
    ],
    [momentum >= 0 && momentum < 1, 'a momentum from 0 to below 1', momentum, '--momentum 0.9'],
    [pull === 0 || isPositive(pull), 'a pull of at least 0', pull, '--pull 0.1'],
    [
      isWhole(rivals, 0) && rivals <= models,
      `from 0 to ${models} models (--models) that are asked for rivals`,
      rivals,
      '--rivals 3',
    ],
    [isPositive(damping), 'a positive damping', damping, '--damping 0.01'],
    [isWhole(landscapes, 0), 'a whole number of landscapes from 0', landscapes, '--landscapes 1'],
    [
      design === 'leave-one-out' || rivals === 0,
      'no rivals with half-splits, which leave out half of the records',
      rivals,
      '--rivals 0',
    ],
    [design === 'leave-one-out' || landscapes === 0, 'no landscapes with half-splits', landscapes, '--landscapes 0'],
  ];
  for (const [holds, expected, got, tryThis] of rules) {
    if (!holds) throw new AuditError('OPTION_INVALID', { expected, got: `${got}`, try: tryThis });
  }
  return settings;
}

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;

/**
 * The network beside the kernel: with its depth, activation and variances where the kernel is that of a network.
 *
 * @throws AuditError OPTION_INVALID, NAME_UNKNOWN
 */
export function networkOf(options: ValidateOptions, kernel: KernelSpec): NetworkSpec {
  const type = assertKnownName('network', options.network ?? VALIDATE_DEFAULTS.network, NETWORK_TYPES) as NetworkType;
  if (kernel.type === 'precomputed') {
    throw new AuditError('OPTION_INVALID', {
      expected: 'records that networks can be trained on',
      got: 'a precomputed kernel, which has none',
      try: 'the features that the kernel was computed from, with --kernel fcn, rbf, matern or linear',
    });
  }
  const width = options.width ?? VALIDATE_DEFAULTS.width[type];
  if (!(Number.isInteger(width) && width >= 1)) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'a width of at least 1',
      got: `${width}`,
      try: `--width ${VALIDATE_DEFAULTS.width[type]}`,
    });
  }
  const { depth = VALIDATE_DEFAULTS.depth, activation, negativeSlope, weightVariance, biasVariance } = options;
  // Beside other kernels the same options, with the same defaults and checks, are those of the network alone.
  const own = { kernel: 'fcn', depth, activation, negativeSlope, weightVariance, biasVariance };
  const {
    type: _,
    output: __,
    ...like
  } = (kernel.type === 'fcn' ? kernel : completeKernelSpec(own)) as Extract<KernelSpec, { type: 'fcn' }>;
  return { type, width, ...like };
}
