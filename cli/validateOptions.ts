// Which options does `lood validate` take besides those of an audit? Called by commands/validate.ts. What only the library can judge is checked there.

import { DESIGNS, NETWORK_TYPES, VALIDATE_DEFAULTS } from '../src/audit/validation/options.ts';
import { BACKEND_NAMES } from '../src/networks/tensorflow/backendNames.ts';
import { LOSS_NAMES } from '../src/networks/training/lossNames.ts';
import { INPUT_OPTIONS, MACHINE_OPTIONS, MODEL_OPTIONS } from './auditOptions.ts';
import type { OptionDescription } from './command.ts';
import { countOrIntegers, integer, number, numberOrAuto, text } from './options.ts';
import { outputOptions } from './output.ts';
import { COMPUTED_KERNELS } from './searchOptions.ts';

type Options = Readonly<Record<string, OptionDescription>>;

const VALIDATION_OPTIONS = {
  records: {
    read: countOrIntegers('3,57'),
    repeatable: true,
    describe:
      'Records to examine: how many, spread evenly over the ranking by leakage; or which, by their rows in the input, from 0: 3,57 or 0-9, or 7, (with the comma) for one',
    default: String(VALIDATE_DEFAULTS.records),
    group: 'Validation:',
  },
  rivals: {
    read: integer(0, '3'),
    describe: 'Networks asked about the records by other methods (influence function, TracIn, loss, margin); 0: none',
    default: `${VALIDATE_DEFAULTS.rivals}, or 0 with --design half-split`,
    group: 'Validation:',
  },
  damping: {
    read: number('0.01'),
    describe: 'Influence function: λ, added to the curvature of the loss',
    default: String(VALIDATE_DEFAULTS.damping),
    group: 'Validation:',
  },
  landscapes: {
    read: integer(0, '1'),
    describe: 'Records, the most exposed first, around which networks and LOOD are compared along lines as well',
    default: `${VALIDATE_DEFAULTS.landscapes}, or 0 with --design half-split`,
    group: 'Validation:',
  },
} as const satisfies Options;

const NETWORK_OPTIONS = {
  models: {
    read: integer(1, '50'),
    describe: 'Networks of each world, with a record and without it, at least 4; leave-one-out trains so many for each record',
    default: String(VALIDATE_DEFAULTS.models),
    group: 'Networks:',
  },
  design: {
    read: text('half-split'),
    describe: `${DESIGNS.join(' or ')} (pairs of networks that one record tells apart; or networks on random halves, which serve all records at once)`,
    default: VALIDATE_DEFAULTS.design,
    group: 'Networks:',
  },
  network: {
    read: text('cnn'),
    describe: `${NETWORK_TYPES.join(' or ')}: fully connected or convolutional; depth, activation and variances are those of the kernel`,
    default: VALIDATE_DEFAULTS.network,
    group: 'Networks:',
  },
  width: {
    read: integer(1, '256'),
    describe: 'Units of each hidden layer, or channels',
    default: `${VALIDATE_DEFAULTS.width.fcn}, or ${VALIDATE_DEFAULTS.width.cnn} channels`,
    group: 'Networks:',
  },
  epochs: {
    read: integer(1, '20'),
    describe: 'Passes over the data',
    default: String(VALIDATE_DEFAULTS.epochs),
    group: 'Networks:',
  },
  'batch-size': {
    read: integer(1, '100'),
    describe: 'Records of a step of training',
    default: String(VALIDATE_DEFAULTS.batchSize),
    group: 'Networks:',
  },
  'learning-rate': {
    read: numberOrAuto('auto'),
    describe:
      'Of the mean loss, above 0, in the first half of training, after which it falls to zero; auto chooses it by the curvature of the loss at the start',
    default: 'auto',
    group: 'Networks:',
  },
  momentum: {
    read: number('0.9'),
    describe: 'Of gradient descent, from 0 to below 1',
    default: String(VALIDATE_DEFAULTS.momentum),
    group: 'Networks:',
  },
  loss: {
    read: text('squared'),
    describe: `${LOSS_NAMES.join(' or ')}; Gaussian processes stand for the squared error`,
    default: VALIDATE_DEFAULTS.loss,
    group: 'Networks:',
  },
  pull: {
    read: number('0.1'),
    describe: 'λ of a ridge (λ/2n)‖θ − θ₀‖² toward the initial parameters, which is σ² in a Gaussian process',
    default: String(VALIDATE_DEFAULTS.pull),
    group: 'Networks:',
  },
  backend: {
    read: text('wasm'),
    describe: `TensorFlow.js: ${BACKEND_NAMES.join(', ')} (the native binding, WebAssembly, plain JavaScript)`,
    default: 'the fastest that works',
    group: 'Networks:',
  },
} as const satisfies Options;

/** In the order in which help shows them. */
export const VALIDATE_OPTIONS: Options = {
  ...outputOptions('validate'),
  ...VALIDATION_OPTIONS,
  ...NETWORK_OPTIONS,
  ...INPUT_OPTIONS,
  limit: { ...INPUT_OPTIONS.limit, describe: 'Most records to train on, balanced over classes, chosen by --seed' },
  ...MODEL_OPTIONS,
  kernel: { ...MODEL_OPTIONS.kernel, describe: `One that is computed from inputs: ${COMPUTED_KERNELS.join(', ')}` },
  depth: {
    ...MODEL_OPTIONS.depth,
    describe: 'Number of hidden layers, of the kernel fcn and of the networks',
    default: String(VALIDATE_DEFAULTS.depth),
  },
  ...MACHINE_OPTIONS,
};
