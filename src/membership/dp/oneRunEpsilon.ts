// How large must ε be at least, by how many of the canaries of one single run were guessed rightly? Steinke, Nasr and Jagielski, NeurIPS 2023,
// Theorem 5.2. Called for counts, from oneRunGuesses.ts, and by oneRunSplitEpsilon.ts.

import { AuditError } from '../../base/errors.ts';
import { binomialProbabilities, tailFrom } from '../../statistics/binomial.ts';
import { assertDelta, assertLevel, type BoundOptions, type EpsilonBound, largestRefuted } from './bounds.ts';

/** What became of one run: how many records were canaries, in how many cases the attack said something, and how often it was right. */
export interface OneRunCounts {
  /** m: each of them in the training set with probability ½, decided by independent coins. */
  readonly canaries: number;
  /** r ≤ m: guesses made; how many is set beforehand. */
  readonly guesses: number;
  /** v ≤ r: right guesses. */
  readonly correct: number;
}

/**
 * The ε up to which so many right guesses are less probable than 1 − level: the root of
 *
 *   p(ε) = P(B ≥ v) + 2mδ·max over i of P(v > B ≥ v − i)/i,   B binomial(r, 1/(1 + e^−ε)),   i = 1 … v.
 *
 * Under (ε, δ)-differential privacy, where single records are added or removed, p(ε) bounds the probability of v right guesses whatever the
 * attack and however dependent the guesses are. 0 where p(0) ≥ 1 − level, and always finite: not even r of r right guesses are impossible.
 * O(r) for each of about 45 ε.
 *
 * @example
 * oneRunEpsilon({ canaries: 1000, guesses: 132, correct: 86 }).epsilon; // 0.3122
 * @throws AuditError OPTION_INVALID
 */
export function oneRunEpsilon(counts: OneRunCounts, options: BoundOptions = {}): EpsilonBound {
  const { delta = 0, level = 0.95 } = options;
  assertDelta(delta);
  assertLevel(level);
  assertCounts(counts);
  const epsilon = largestRefuted((x) => oneRunProbability(counts, x, delta) < 1 - level);
  return { epsilon, delta, level };
}

/**
 * p(ε) as above, at most 1: a p-value of "the training is (ε, δ)-differentially private".
 *
 * @param epsilon ≥ 0, nats
 */
export function oneRunProbability({ canaries, guesses, correct }: OneRunCounts, epsilon: number, delta: number): number {
  const probabilities = binomialProbabilities(guesses, Math.exp(epsilon));
  const beta = tailFrom(probabilities, correct);
  if (delta === 0) return Math.min(1, beta);
  let [sum, alpha] = [0, 0];
  for (let i = 1; i <= correct; i++) {
    sum += probabilities[correct - i] as number;
    alpha = Math.max(alpha, sum / i);
  }
  return Math.min(1, beta + 2 * canaries * delta * alpha);
}

/** @throws AuditError OPTION_INVALID unless 0 ≤ correct ≤ guesses ≤ canaries are whole numbers with canaries ≥ 1 */
export function assertCounts({ canaries, guesses, correct }: OneRunCounts): void {
  const areWhole = [canaries, guesses, correct].every(Number.isSafeInteger);
  if (areWhole && 0 <= correct && correct <= guesses && guesses <= canaries && canaries > 0) return;
  throw new AuditError('OPTION_INVALID', {
    expected: 'canaries, no more guesses than those, and no more right ones than guesses, in whole numbers',
    got: `${canaries}, ${guesses} and ${correct}`,
    try: 'oneRunGuesses, which counts them',
  });
}
