// How often does something happen, and how sure is that after so many trials? Clopper–Pearson intervals. Called by audit/ for the records that
// were attacked.

import jStat from 'jstat';
import { AuditError } from '../base/errors.ts';
import { solveDecreasing, type ValueAndDerivatives } from '../base/rootFinding.ts';

export interface ShareInterval {
  /** successes/trials. */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/**
 * Share of successes with its exact interval (Clopper and Pearson 1934): with α = 1 − level, `low` is the p at which so many successes or more
 * have probability α/2, and `high` that at which so many or fewer have; 0 without successes and 1 without failures. In repetitions the interval
 * holds the true share at least as often as `level` says.
 *
 * These are quantiles of beta distributions. jstat's, which are off by 1e-8 of themselves and in far tails by as much as 1e-3, start a search on
 * the binomial probabilities, from which the bounds are right to 1e-11 of themselves up to 100,000 trials. O(√trials) additions.
 *
 * @param level strictly between 0 and 1
 * @throws AuditError OPTION_INVALID unless 0 ≤ successes ≤ trials are whole numbers with trials ≥ 1; NOT_CONVERGED
 */
export function shareInterval(successes: number, trials: number, level = 0.95): ShareInterval {
  assertCounts(successes, trials);
  if (!(level > 0 && level < 1)) {
    throw new AuditError('OPTION_INVALID', { expected: 'a level between 0 and 1', got: `${level}`, try: '0.95' });
  }
  const tail = (1 - level) / 2;
  return {
    rate: successes / trials,
    low: leastShare(successes, trials, tail),
    // As the least share of failures leaves it.
    high: 1 - leastShare(trials - successes, trials, tail),
    level,
  };
}

/**
 * p with P(at least k of n) = tail ≤ ½, or 0 for k = 0: not above k/n, where k is a median. As a function of −p the probability falls, and a
 * small p keeps its digits.
 */
function leastShare(k: number, n: number, tail: number): number {
  if (k === 0) return 0;
  const start = jStat.ibetainv(tail, k, n - k + 1);
  return -solveDecreasing((x) => atLeast(k, n, -x), tail, -k / n, 0, -start);
}

/**
 * P(at least k of n) at a share p, with derivatives by −p. All probabilities are taken relative to that of exactly k and summed up from there to
 * both sides: nothing cancels, and no factorial is needed. The tail grows with p at k/p times the probability of exactly k.
 */
function atLeast(k: number, n: number, p: number): ValueAndDerivatives {
  const odds = p / (1 - p);
  const up = sumOfProducts((i) => ((n - k - i) / (k + 1 + i)) * odds);
  const down = sumOfProducts((i) => (k - i) / (n - k + 1 + i) / odds);
  // Exactly k is in both. Infinite where the tail is beyond float64.
  const total = up + down - 1;
  const density = k / p / total;
  return {
    value: up / total,
    slope: -density,
    curvature: density * ((k - 1) / p - (n - k) / (1 - p)),
  };
}

/** 1 + r₀ + r₀r₁ + r₀r₁r₂ + … for falling ratios that end with 0, to float64's precision. */
function sumOfProducts(ratio: (i: number) => number): number {
  let [sum, term] = [1, 1];
  for (let i = 0; term > NEGLIGIBLE * sum; i++) {
    term *= ratio(i);
    sum += term;
  }
  return sum;
}

/** Terms that are left out are fewer than 2²⁰ times the one that is as small. */
const NEGLIGIBLE = 2 ** -73;

function assertCounts(successes: number, trials: number): void {
  if (Number.isSafeInteger(successes) && Number.isSafeInteger(trials) && 0 <= successes && successes <= trials && trials > 0)
    return;
  throw new AuditError('OPTION_INVALID', {
    expected: 'at least one trial, and a whole number of successes among them',
    got: `${successes} of ${trials}`,
    try: 'counting the records that were attacked',
  });
}
