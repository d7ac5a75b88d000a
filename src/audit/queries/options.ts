// Which settings do searches for queries take, and what holds when they are not given? Called by the pipelines of this folder; the command line
// passes the same keys. What an attack takes besides stands in reconstructOptions.ts.

import { AuditError } from '../../base/errors.ts';
import { assertKnownName } from '../../base/names.ts';
import { QUERY_VALUES, type QueryValues } from '../../query/constraints/domain.ts';
import { OBJECTIVES, type Objective } from '../../query/objective.ts';
import { OPTIMIZERS, type OptimizerName } from '../../query/optimizers/optimizer.ts';
import { assertSubjectOptions, MACHINE_KEYS, MODEL_KEYS, type SubjectOptions } from '../options.ts';

/** Which records, by their rows in the input. Without any of the first three, the 20 most exposed. */
export interface TargetOptions {
  /** Rows of the input. */
  readonly records?: readonly number[] | undefined;
  /** The most exposed by KL. */
  readonly top?: number | undefined;
  /** Chosen by `seed`. */
  readonly random?: number | undefined;
  /** Whether all of them differ at once, as one group. Default false: each on its own. */
  readonly together?: boolean | undefined;
}

/** What an attacker may ask. */
export interface ConstraintOptions {
  /** Default `valid`. */
  readonly values?: QueryValues | undefined;
  /** Radius around the record within which nothing may be asked, relative to its norm in standardized inputs. */
  readonly excludeRadius?: number | undefined;
  /** File whose rows alone may be asked. */
  readonly pool?: string | undefined;
  /** Columns by name, or places such as `0-99`: the only ones that vary; the others are the record's own. */
  readonly vary?: readonly string[] | undefined;
}

export interface FindQueriesOptions extends SubjectOptions, TargetOptions, ConstraintOptions {
  /** What is maximized. Default `kl`. */
  readonly objective?: Objective | undefined;
  /** Queries asked together, m. Default 1; as many as there are records where they are left out together. */
  readonly queries?: number | undefined;
  /** Default 8. */
  readonly starts?: number | undefined;
  /** `uniform` (default), `dataset`, `leakiest`, or a file of starts. */
  readonly init?: string | undefined;
  /** Default `lbfgs`. */
  readonly optimizer?: OptimizerName | undefined;
  /** Default 200. */
  readonly maxIterations?: number | undefined;
  /** File that keeps what is finished, so that an interrupted run can go on; to be removed once the result is where it should be. */
  readonly checkpoint?: string | undefined;
}

/** Keys that decide the result, as the manifest lists them. */
export const FIND_QUERIES_KEYS = [
  ...MODEL_KEYS,
  'records',
  'top',
  'random',
  'together',
  'objective',
  'queries',
  'starts',
  'init',
  'optimizer',
  'maxIterations',
  'values',
  'excludeRadius',
  'pool',
  'vary',
  ...MACHINE_KEYS,
] as const satisfies readonly (keyof FindQueriesOptions)[];

/** Keys that leave the result as it is. */
const RUN_KEYS = ['checkpoint'] as const satisfies readonly (keyof FindQueriesOptions)[];

export const DEFAULT_TOP = 20;
export const DEFAULT_STARTS = 8;
export const DEFAULT_MAX_ITERATIONS = 200;

/** Names that `init` takes besides files. */
export const INITS = ['uniform', 'dataset', 'leakiest'] as const;

/** More are a slip: an hour of searching for one record, or matrices of all queries with each other that do not fit. */
const MOST = { queries: 1000, starts: 10_000, 'max-iterations': 100_000 } as const;

/** FindQueriesOptions with defaults filled in. */
export interface SearchSettings {
  readonly objective: Objective;
  /** Undefined where it follows from the group. */
  readonly queries: number | undefined;
  readonly starts: number;
  readonly init: string;
  readonly optimizer: OptimizerName;
  readonly maxIterations: number;
  readonly values: QueryValues;
  readonly together: boolean;
}

/**
 * Checks what no later step would name as well, and fills in defaults.
 *
 * @param keys of the command
 * @throws AuditError NAME_UNKNOWN, OPTION_INVALID
 */
export function searchSettings(options: FindQueriesOptions, keys: readonly string[] = FIND_QUERIES_KEYS): SearchSettings {
  assertSubjectOptions(options, [...keys, ...RUN_KEYS]);
  assertCoordinates(options);
  const { objective = 'kl', optimizer = 'lbfgs', values = 'valid', queries, together = false } = options;
  const { starts = DEFAULT_STARTS, maxIterations = DEFAULT_MAX_ITERATIONS, init = 'uniform' } = options;
  assertKnownName('objective', objective, OBJECTIVES);
  assertKnownName('optimizer', optimizer, OPTIMIZERS);
  assertKnownName('kind of values', values, QUERY_VALUES);
  assertCount('queries', queries ?? 1, 1);
  assertCount('starts', starts, DEFAULT_STARTS);
  assertCount('max-iterations', maxIterations, DEFAULT_MAX_ITERATIONS);
  const ways = (['records', 'top', 'random'] as const).filter((key) => options[key] !== undefined);
  if (ways.length > 1) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'records chosen in one way',
      got: ways.map((key) => `--${key}`).join(' and '),
      try: `--${ways[0]} alone`,
    });
  }
  if (options.pool !== undefined && options.vary !== undefined) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'either a pool of rows or features that vary',
      got: '--pool and --vary',
      try: 'leaving one of them out',
    });
  }
  if (together && options.vary !== undefined) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'one record at a time with --vary, whose other features are those of the record',
      got: '--vary with --together',
      try: 'leaving one of them out',
    });
  }
  return { objective, queries, starts, init, optimizer, maxIterations, values, together };
}

/** Queries are inputs, which a Gram matrix knows nothing of. @throws AuditError OPTION_INVALID */
export function assertCoordinates({ kernel }: SubjectOptions): void {
  if (kernel !== 'precomputed') return;
  throw new AuditError('OPTION_INVALID', {
    expected: 'a kernel that can be computed at any input, since queries are inputs',
    got: '--kernel precomputed, which knows the records alone',
    try: 'the inputs themselves as data, with the kernel that the matrix was made with',
  });
}

/** `--exclude-radius`, from the key. */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function assertCount(name: keyof typeof MOST, count: number, example: number): void {
  if (Number.isInteger(count) && count > 0 && count <= MOST[name]) return;
  throw new AuditError('OPTION_INVALID', {
    expected: `a whole number from 1 to ${MOST[name]} for --${name}`,
    got: `${count}`,
    try: `--${name} ${example}`,
  });
}
