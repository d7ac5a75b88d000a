// Which settings does an attack take besides those of a search, and what holds when they are not given? Called by reconstructRecords.ts; the command
// line passes the same keys.

import { AuditError } from '../../base/errors.ts';
import { assertKnownName } from '../../base/names.ts';
import { FIND_QUERIES_KEYS, type FindQueriesOptions, flagOf } from './options.ts';

/** What the attacker sees. */
export const THREAT_MODELS = ['distributions', 'predictions'] as const;
export type ThreatModel = (typeof THREAT_MODELS)[number];

export interface ReconstructOptions extends FindQueriesOptions {
  /** `distributions` (default): both output distributions, at any query; `predictions`: all other records, and mean predictions of the model. */
  readonly threatModel?: ThreatModel | undefined;
  /** Whether the attacker is told the norm of the record. Default `estimated`. */
  readonly scale?: 'known' | 'estimated' | undefined;
  /** With `predictions`: decimals to which the model rounds its answers. Default: float32 numbers, which have about seven digits. */
  readonly answerDecimals?: number | undefined;
  /** Cosine from which a reconstruction counts as a success. Default 0.999. */
  readonly successAbove?: number | undefined;
}

export const RECONSTRUCT_KEYS = [
  ...FIND_QUERIES_KEYS,
  'threatModel',
  'scale',
  'answerDecimals',
  'successAbove',
] as const satisfies readonly (keyof ReconstructOptions)[];

export const DEFAULT_SUCCESS_ABOVE = 0.999;
/** More than float64 has, of answers of order one. */
const MOST_DECIMALS = 15;

/** What the attack from predictions has no use for: it starts from the answers themselves. */
const OF_DISTRIBUTIONS = [
  'together',
  'objective',
  'queries',
  'starts',
  'init',
  'optimizer',
  'excludeRadius',
  'vary',
] as const satisfies readonly (keyof FindQueriesOptions)[];

/** @throws AuditError NAME_UNKNOWN, OPTION_INVALID */
export function assertReconstructOptions(options: ReconstructOptions): void {
  const { threatModel, scale, answerDecimals, successAbove, pool } = options;
  if (threatModel !== undefined) assertKnownName('threat model', threatModel, THREAT_MODELS);
  if (scale !== undefined) assertKnownName('scale', scale, ['known', 'estimated']);
  if (
    answerDecimals !== undefined &&
    !(Number.isInteger(answerDecimals) && answerDecimals >= 0 && answerDecimals <= MOST_DECIMALS)
  ) {
    throw new AuditError('OPTION_INVALID', {
      expected: `a whole number of decimals from 0 to ${MOST_DECIMALS}`,
      got: `${answerDecimals}`,
      try: '--answer-decimals 3',
    });
  }
  if (answerDecimals !== undefined && threatModel !== 'predictions') {
    throw new AuditError('OPTION_INVALID', {
      expected: 'rounded answers with --threat-model predictions only',
      got: `--answer-decimals ${answerDecimals} with --threat-model ${threatModel ?? 'distributions'}`,
      try: 'adding --threat-model predictions',
    });
  }
  if (successAbove !== undefined && !(successAbove > 0 && successAbove < 1)) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'a cosine between 0 and 1 from which a reconstruction counts as a success',
      got: `${successAbove}`,
      try: `--success-above ${DEFAULT_SUCCESS_ABOVE}`,
    });
  }
  if (pool !== undefined) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'no pool: a record is rebuilt from all that can be asked',
      got: '--pool',
      try: 'lood query --pool',
    });
  }
  const unused = OF_DISTRIBUTIONS.filter((key) => options[key] !== undefined && options[key] !== false);
  if (threatModel !== 'predictions' || unused.length === 0) return;
  throw new AuditError('OPTION_INVALID', {
    expected:
      'no settings of a search with --threat-model predictions, whose attack goes record by record from the answers themselves',
    got: unused.map(flagOf).join(', '),
    try: 'leaving that out, or --threat-model distributions',
  });
}
