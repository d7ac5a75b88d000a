// Which options does `lood audit` take? Input, model and machine, which the searches share (searchOptions.ts); called by commands/audit.ts. Values that only the library can judge (names
// of kernels, ranges of parameters) are checked there, once, for the command line and for callers in code alike.

import { DEFAULT_DELTA, DEFAULT_NOISE_VARIANCE, LIMIT_METRICS } from '../src/audit/options.ts';
import { ACTIVATION_NAMES } from '../src/kernels/activations/createActivation.ts';
import { KERNEL_OPTION_NAMES } from '../src/kernels/kernelOptions.ts';
import { ENGINE_NAMES } from '../src/linalg/createEngine.ts';
import type { OptionDescription } from './command.ts';
import { integer, limits, list, number, numberOrAuto, text } from './options.ts';
import { OUTPUT_OPTIONS } from './output.ts';

const LIMIT_OPTIONS = {
  'fail-above': {
    read: limits('auc=0.9'),
    repeatable: true,
    describe: `Exit with code 3 when a record exceeds METRIC=LIMIT, for example auc=0.9,kl=3; metrics: ${Object.keys(LIMIT_METRICS).join(', ')}`,
    default: 'no limit',
    group: 'Output:',
  },
} as const satisfies Record<string, OptionDescription>;

export const INPUT_OPTIONS = {
  config: {
    read: text('audit.yaml'),
    describe: 'JSON or YAML file with these settings by name, data included; what stands on the command line wins',
    default: 'none',
    group: 'Input:',
  },
  'label-column': {
    read: text('label'),
    describe: 'Tables: column of labels, by name or position from 0',
    default: 'label',
    group: 'Input:',
  },
  labels: {
    read: text('labels.npy'),
    describe: 'File of labels (.npy or IDX) for .npy, .npz or IDX data',
    default: 'those in the data',
    group: 'Input:',
  },
  'features-key': { read: text('x'), describe: '.npz: array of values', default: 'x', group: 'Input:' },
  'labels-key': { read: text('y'), describe: '.npz: array of labels', default: 'y', group: 'Input:' },
  'image-shape': {
    read: text('28x28'),
    describe: 'Says that records are images, in pixels: 28x28, 32x32x3 or 3x32x32',
    default: 'images only where the format says so',
    group: 'Input:',
  },
  classes: {
    read: list('0,1'),
    repeatable: true,
    describe: 'Labels or class names to keep, separated by commas; the others are left out',
    default: 'all',
    group: 'Input:',
  },
  limit: {
    read: integer(2, '2000'),
    describe: 'Most records to audit, balanced over classes, chosen by --seed',
    default: 'all',
    group: 'Input:',
  },
  seed: { read: integer(0, '1'), describe: 'Seed of every random choice', default: '0', group: 'Input:' },
  normalize: {
    read: text('feature'),
    describe: 'Standardize by channel, by feature or none',
    default: 'channel for images, feature for other data',
    group: 'Input:',
  },
} as const satisfies Record<string, OptionDescription>;

export const MODEL_OPTIONS = {
  kernel: { read: text('fcn'), describe: KERNEL_OPTION_NAMES.join(', '), default: 'fcn', group: 'Model:' },
  'kernel-type': {
    read: text('ntk'),
    describe: 'fcn: nngp (random weights) or ntk (trained by gradient descent)',
    default: 'nngp',
    group: 'Model:',
  },
  activation: { read: text('relu'), describe: `fcn: ${ACTIVATION_NAMES.join(', ')}`, default: 'relu', group: 'Model:' },
  'negative-slope': {
    read: number('0.01'),
    describe: 'fcn with leaky-relu: slope below zero',
    default: '0.01',
    group: 'Model:',
  },
  depth: { read: integer(0, '5'), describe: 'fcn: number of hidden layers', default: '5', group: 'Model:' },
  'weight-variance': {
    read: number('2'),
    describe: 'fcn, linear: variance of weights × width of the layer below',
    default: '2',
    group: 'Model:',
  },
  'bias-variance': { read: number('0'), describe: 'fcn, linear: variance of biases', default: '0', group: 'Model:' },
  gamma: {
    read: number('1'),
    describe: 'rbf, matern: inverse squared length-scale, per input dimension (k depends on gamma ‖x − z‖²/d)',
    default: '1',
    group: 'Model:',
  },
  variance: { read: number('1'), describe: 'rbf, matern: k(x, x), in target units squared', default: '1', group: 'Model:' },
  smoothness: { read: number('2.5'), describe: 'matern: 0.5, 1.5 or 2.5', default: '2.5', group: 'Model:' },
  'noise-variance': {
    read: numberOrAuto('0.1'),
    describe: 'σ², added to the kernel’s diagonal (target units squared); auto chooses by leave-one-out predictive density',
    default: String(DEFAULT_NOISE_VARIANCE),
    group: 'Model:',
  },
  jitter: {
    read: number('1e-8'),
    describe: 'Added to the diagonal besides σ² and counted as noise, where a factorization fails; recorded in the result',
    default: '0',
    group: 'Model:',
  },
} as const satisfies Record<string, OptionDescription>;

const DELTA_OPTION = {
  delta: {
    read: number('1e-5'),
    describe: 'δ, a probability, at which ε (nats) is reported',
    default: DEFAULT_DELTA.toExponential(),
    group: 'Model:',
  },
} as const satisfies Record<string, OptionDescription>;

export const MACHINE_OPTIONS = {
  engine: { read: text('auto'), describe: `Linear algebra: ${ENGINE_NAMES.join(', ')}`, default: 'auto', group: 'Machine:' },
  threads: {
    read: integer(1, '2'),
    describe: 'Threads to use; as many as there are cores when left out',
    default: 'all processors',
    group: 'Machine:',
  },
} as const satisfies Record<string, OptionDescription>;

/** In the order in which help shows them. */
export const AUDIT_OPTIONS: Readonly<Record<string, OptionDescription>> = {
  ...OUTPUT_OPTIONS,
  ...LIMIT_OPTIONS,
  ...INPUT_OPTIONS,
  ...MODEL_OPTIONS,
  ...DELTA_OPTION,
  ...MACHINE_OPTIONS,
};
