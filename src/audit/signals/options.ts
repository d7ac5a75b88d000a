// Which settings does an audit of recorded signals take, and what holds when they are not given? Called by auditSignals.ts; the command line passes
// the same keys.

import { AuditError } from '../../base/errors.ts';
import { assertKnownName } from '../../base/names.ts';
import type { RunOptions } from '../../base/progress.ts';
import { attackNamed } from '../../membership/signals/attacks.ts';

export interface AuditSignalsOptions extends RunOptions {
  /** Attacks by name, the first of which the verdict rests on; or `all` (default), where a fixed rule chooses that one. */
  readonly attack?: readonly string[] | string | undefined;
  /** γ of RMIA, above 0. Default 2. */
  readonly gamma?: number | undefined;
  /** a of offline RMIA, from 0 to 1, or `auto`: the best against a reference model. Default 0.3. */
  readonly a?: number | 'auto' | undefined;
  /** False-positive rates at which the true-positive rate is reported. Default 0.1%, 1% and 10%. */
  readonly fpr?: readonly number[] | number | undefined;
  /** δ of the bounds of ε. Default 1e-5. */
  readonly delta?: number | undefined;
  /** Of intervals and bounds. Default 0.95. */
  readonly level?: number | undefined;
  /** Of the halves that bounds of ε are made with. Default 0. */
  readonly seed?: number | undefined;
  /** Says that each record became a member by a fair coin of its own, which the bound for one training run needs. Default false. */
  readonly oneRun?: boolean | undefined;
}

/** Keys that decide the result, as the manifest lists them. */
export const AUDIT_SIGNALS_KEYS = [
  'attack',
  'gamma',
  'a',
  'fpr',
  'delta',
  'level',
  'seed',
  'oneRun',
] as const satisfies readonly (keyof AuditSignalsOptions)[];

export const ALL_ATTACKS = 'all';
export const DEFAULT_FPRS: readonly number[] = [0.001, 0.01, 0.1];
export const DEFAULT_SIGNALS_DELTA = 1e-5;
export const DEFAULT_LEVEL = 0.95;
/** Those of rmia.ts. */
export const DEFAULT_GAMMA = 2;
export const DEFAULT_A = 0.3;

/** AuditSignalsOptions with defaults filled in. */
export interface SignalSettings {
  /** Undefined for all that the signals permit. */
  readonly named: readonly string[] | undefined;
  readonly gamma: number;
  readonly a: number | 'auto';
  /** Ascending. */
  readonly fprs: readonly number[];
  readonly delta: number;
  readonly level: number;
  readonly seed: number;
  readonly oneRun: boolean;
}

/** @throws AuditError NAME_UNKNOWN, OPTION_INVALID */
export function signalSettings(options: AuditSignalsOptions): SignalSettings {
  for (const [key, value] of Object.entries(options)) {
    if (value !== undefined) assertKnownName('name of an option', key, [...AUDIT_SIGNALS_KEYS, 'onProgress', 'signal']);
  }
  const { attack = ALL_ATTACKS, gamma = DEFAULT_GAMMA, a = DEFAULT_A, fpr = DEFAULT_FPRS, oneRun = false } = options;
  const { delta = DEFAULT_SIGNALS_DELTA, level = DEFAULT_LEVEL, seed = 0 } = options;
  assertBetween('--gamma', gamma, 0, Number.POSITIVE_INFINITY, `${DEFAULT_GAMMA}`);
  if (a !== 'auto' && !(a >= 0 && a <= 1)) throw wrong('--a from 0 to 1, or auto', `${a}`, `--a ${DEFAULT_A}`);
  const fprs = [...new Set(typeof fpr === 'number' ? [fpr] : fpr)].sort((x, y) => x - y);
  if (fprs.length === 0 || fprs.some((rate) => !(rate > 0 && rate < 1))) {
    throw wrong('false-positive rates between 0 and 1 for --fpr', fprs.join(',') || 'none', `--fpr ${DEFAULT_FPRS.join(',')}`);
  }
  assertBetween('--delta', delta, 0, 1, '1e-5');
  assertBetween('--level', level, 0, 1, `${DEFAULT_LEVEL}`);
  return { named: namesOf(attack), gamma, a, fprs, delta, level, seed, oneRun };
}

function namesOf(attack: readonly string[] | string): readonly string[] | undefined {
  const names = typeof attack === 'string' ? [attack] : attack;
  if (names.length === 0) throw wrong('at least one name for --attack', 'none', `--attack ${ALL_ATTACKS}`);
  if (!names.includes(ALL_ATTACKS)) return [...new Set(names.map((name) => attackNamed(name).name))];
  if (names.length === 1) return undefined;
  throw wrong(`names of attacks, or ${ALL_ATTACKS} alone`, names.join(','), `--attack ${ALL_ATTACKS}`);
}

/** Strictly. */
function assertBetween(flag: string, value: number, low: number, high: number, example: string): void {
  if (value > low && value < high) return;
  throw wrong(
    `${flag} ${high === Number.POSITIVE_INFINITY ? `above ${low}` : `between ${low} and ${high}`}`,
    `${value}`,
    `${flag} ${example}`,
  );
}

function wrong(expected: string, got: string, advice: string): AuditError {
  return new AuditError('OPTION_INVALID', { expected, got, try: advice });
}
