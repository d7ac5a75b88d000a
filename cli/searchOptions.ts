// Which options do `lood query`, `lood landscape` and `lood reconstruct` take besides those of an audit? Called by their files in commands/. What
// only the library can judge is checked there.

import { DIRECTIONS } from '../src/audit/queries/directions.ts';
import { DEFAULT_DIRECTIONS, DEFAULT_PLANE, DEFAULT_POINTS } from '../src/audit/queries/landscapeOptions.ts';
import { DEFAULT_MAX_ITERATIONS, DEFAULT_STARTS, DEFAULT_TOP, INITS } from '../src/audit/queries/options.ts';
import { DEFAULT_SUCCESS_ABOVE, THREAT_MODELS } from '../src/audit/queries/reconstructOptions.ts';
import { KERNEL_OPTION_NAMES } from '../src/kernels/kernelOptions.ts';
import { QUERY_VALUES } from '../src/query/constraints/region.ts';
import { OBJECTIVES } from '../src/query/objective.ts';
import { OPTIMIZERS } from '../src/query/optimizers/optimizer.ts';
import { INPUT_OPTIONS, MACHINE_OPTIONS, MODEL_OPTIONS } from './auditOptions.ts';
import type { OptionDescription } from './command.ts';
import { integer, integers, list, number, onOrOff, text } from './options.ts';
import { outputOptions } from './output.ts';

type Options = Readonly<Record<string, OptionDescription>>;

const SEARCH = 'Search:';

const TARGET_OPTIONS = {
  records: {
    read: integers('3,57'),
    repeatable: true,
    describe: 'Records to search about, by their rows in the input, from 0: 3,57 or 0-9',
    default: 'none',
    group: SEARCH,
  },
  top: {
    read: integer(1, '20'),
    describe: 'Instead: so many of the most exposed records, by KL',
    default: String(DEFAULT_TOP),
    group: SEARCH,
  },
  random: {
    read: integer(1, '50'),
    describe: 'Instead: so many random records, chosen by --seed',
    default: 'none',
    group: SEARCH,
  },
  together: {
    read: onOrOff,
    describe: 'on: all of these records differ at once, as one group; off: each on its own',
    default: 'off',
    group: SEARCH,
  },
} as const satisfies Options;

const CLIMB_OPTIONS = {
  objective: {
    read: text('kl'),
    describe: `What is maximized: ${OBJECTIVES.join(', ')} (nats; target units squared; area under the curve of the best attacker)`,
    default: 'kl',
    group: SEARCH,
  },
  queries: {
    read: integer(1, '1'),
    describe: 'Queries asked together, at most 1000',
    default: '1, or as many as there are records with --together on',
    group: SEARCH,
  },
  starts: {
    read: integer(1, '8'),
    describe: 'Starts of each search, at most 10000; with a file, as many as it holds',
    default: String(DEFAULT_STARTS),
    group: SEARCH,
  },
  init: {
    read: text('leakiest'),
    describe: `Where they are: ${INITS.join(', ')} (noise, random training records, the other records that leak most), or a .npy or .npz file of queries, such as the queries.npz of an earlier run`,
    default: 'uniform',
    group: SEARCH,
  },
  optimizer: { read: text('lbfgs'), describe: `How starts climb: ${OPTIMIZERS.join(' or ')}`, default: 'lbfgs', group: SEARCH },
  'max-iterations': {
    read: integer(1, '200'),
    describe: 'Most iterations of each start, up to 100000',
    default: String(DEFAULT_MAX_ITERATIONS),
    group: SEARCH,
  },
} as const satisfies Options;

const CONSTRAINT_OPTIONS = {
  values: {
    read: text('valid'),
    describe: `What a query may be: ${QUERY_VALUES.join(', ')} (any numbers; within the range of the data; and in tables whole numbers and one category of each column)`,
    default: 'valid',
    group: SEARCH,
  },
  'exclude-radius': {
    read: number('0.3'),
    describe:
      'Nothing nearer to the record than this share of its norm (standardized) may be asked; where the kernel sees no scale, nothing within the angle whose sine it is, below 1',
    default: 'nothing excluded',
    group: SEARCH,
  },
  pool: {
    read: text('public.npz'),
    describe: 'File whose rows alone may be asked, with the same features as the data',
    default: 'none',
    group: SEARCH,
  },
  vary: {
    read: list('age,income'),
    repeatable: true,
    describe: 'The only features that vary, columns by name or places such as 0-99 (from 0); the others are the record’s own',
    default: 'all',
    group: SEARCH,
  },
} as const satisfies Options;

/** A record is rebuilt from all that can be asked, not from a pool. */
const { pool: _, ...FREE_OPTIONS } = CONSTRAINT_OPTIONS;

const ATTACK_OPTIONS = {
  'threat-model': {
    read: text('predictions'),
    describe: `What the attacker sees: ${THREAT_MODELS.join(' or ')} (both output distributions; or mean predictions, knowing all other records: an attack without settings of searches)`,
    default: 'distributions',
    group: SEARCH,
  },
  scale: {
    read: text('estimated'),
    describe: 'known: the attacker is told the norm of the record; estimated: finds it out',
    default: 'estimated',
    group: SEARCH,
  },
  'answer-decimals': {
    read: integer(0, '3'),
    describe: 'With --threat-model predictions: decimals to which the model rounds its answers (target units)',
    default: 'float32 numbers, about 7 digits',
    group: SEARCH,
  },
  'success-above': {
    read: number('0.999'),
    describe: 'Cosine with the record, between 0 and 1, from which a reconstruction counts as a success',
    default: String(DEFAULT_SUCCESS_ABOVE),
    group: SEARCH,
  },
} as const satisfies Options;

const LANDSCAPE_OWN_OPTIONS = {
  record: { read: integer(0, '7'), describe: 'Record to look around, by its row in the input', default: 'needed', group: SEARCH },
  span: {
    read: number('50'),
    describe:
      'Largest offset to both sides: root mean square change of a value, in the input’s units (tables: standard deviations)',
    default: '50 for bytes, a fifth of the range for other images, else 3',
    group: SEARCH,
  },
  points: {
    read: integer(3, '101'),
    describe: 'Points along each direction, 3 to 10000, and up to 41 along each side of the map',
    default: String(DEFAULT_POINTS),
    group: SEARCH,
  },
  directions: {
    read: list('random,nearest'),
    repeatable: true,
    describe: `Directions: ${DIRECTIONS.join(', ')} (all values alike; random; to the nearest record; away from the mean; the way of a search)`,
    default: DEFAULT_DIRECTIONS.join(','),
    group: SEARCH,
  },
  plane: {
    read: list('random,nearest'),
    describe: 'Two directions for a map, or none',
    default: DEFAULT_PLANE.join(','),
    group: SEARCH,
  },
} as const satisfies Options;

/** Queries are inputs, which a Gram matrix knows nothing of. */
export const COMPUTED_KERNELS = KERNEL_OPTION_NAMES.filter((name) => name !== 'precomputed');

const SUBJECT_OPTIONS: Options = {
  ...INPUT_OPTIONS,
  ...MODEL_OPTIONS,
  kernel: { ...MODEL_OPTIONS.kernel, describe: `One that can be computed at any query: ${COMPUTED_KERNELS.join(', ')}` },
  ...MACHINE_OPTIONS,
};

/** In the order in which help shows them. */
export const QUERY_OPTIONS: Options = {
  ...outputOptions('query'),
  ...TARGET_OPTIONS,
  ...CLIMB_OPTIONS,
  ...CONSTRAINT_OPTIONS,
  ...SUBJECT_OPTIONS,
};

export const RECONSTRUCT_OPTIONS: Options = {
  ...outputOptions('reconstruct'),
  ...TARGET_OPTIONS,
  ...ATTACK_OPTIONS,
  ...CLIMB_OPTIONS,
  ...FREE_OPTIONS,
  ...SUBJECT_OPTIONS,
};

export const LANDSCAPE_OPTIONS: Options = {
  ...outputOptions('landscape'),
  ...LANDSCAPE_OWN_OPTIONS,
  ...SUBJECT_OPTIONS,
};
