// What do all lower bounds of ε take and promise, and how is an ε found that the data refute? Called from the other files of this folder.

import { AuditError } from '../../base/errors.ts';

export interface BoundOptions {
  /** δ of (ε, δ)-differential privacy, in [0, 1); 0 by default. */
  readonly delta?: number;
  /** Confidence, strictly between 0 and 1: the bound exceeds the truth in at most 1 − level of all repetitions; 0.95 by default. */
  readonly level?: number;
}

/** A lower bound of ε. */
export interface EpsilonBound {
  /** Nats, finite and ≥ 0. With 0 no leak has been shown; it does not say that there is none. */
  readonly epsilon: number;
  readonly delta: number;
  readonly level: number;
}

/** @throws AuditError OPTION_INVALID */
export function assertDelta(delta: number): void {
  if (delta >= 0 && delta < 1) return;
  throw new AuditError('OPTION_INVALID', {
    expected: 'a δ of at least 0 and below 1',
    got: `${delta}`,
    try: '1e-5, or less than one over the number of records',
  });
}

/**
 * A Gaussian mechanism has no finite ε at δ = 0.
 *
 * @throws AuditError OPTION_INVALID
 */
export function assertPositiveDelta(delta: number): void {
  assertDelta(delta);
  if (delta > 0) return;
  throw new AuditError('OPTION_INVALID', {
    expected: 'a δ above 0, without which no Gaussian mechanism has a finite ε',
    got: '0',
    try: '1e-5, or less than one over the number of records',
  });
}

/** @throws AuditError OPTION_INVALID */
export function assertLevel(level: number): void {
  if (level > 0 && level < 1) return;
  throw new AuditError('OPTION_INVALID', { expected: 'a level between 0 and 1', got: `${level}`, try: '0.95' });
}

/** Relative to 1 or the result. */
const PRECISION = 1e-13;

/**
 * The supremum of all x ≥ 0 up to which everything is refuted, from below: the last x that was found refuted, or 0 when 0 is not refuted.
 * About 45 calls.
 *
 * @param isRefuted true up to some x and false beyond it
 * @throws AuditError NOT_CONVERGED where everything is refuted
 */
export function largestRefuted(isRefuted: (x: number) => boolean): number {
  if (!isRefuted(0)) return 0;
  let [low, high] = [0, 1];
  while (isRefuted(high)) {
    [low, high] = [high, 2 * high];
    if (high === Number.POSITIVE_INFINITY) throw allRefuted();
  }
  while (high - low > PRECISION * Math.max(1, high)) {
    const middle = (low + high) / 2;
    if (isRefuted(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function allRefuted(): AuditError {
  return new AuditError('NOT_CONVERGED', {
    expected: 'some finite ε to agree with the guesses',
    got: 'none',
    try: 'reporting this input as a defect',
  });
}
