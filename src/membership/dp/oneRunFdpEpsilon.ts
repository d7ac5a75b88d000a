// How large must ε be at least, by the right guesses of one run, when the whole trade-off between the two errors counts? Mahloujifar, Melis and
// Chaudhuri, "Auditing f-differential privacy in one run", 2024. Called for counts, from oneRunGuesses.ts.

import { normalTail, normalTailQuantile } from '../../statistics/normal.ts';
import { assertDelta, assertLevel, assertPositiveDelta, type BoundOptions, type EpsilonBound, largestRefuted } from './bounds.ts';
import { gdpEpsilon } from './gdp.ts';
import { assertCounts, type OneRunCounts } from './oneRunEpsilon.ts';

/** Which trade-off an ε stands for: of every (ε, δ)-private training (`any`), or of a Gaussian mechanism, which hides more at the same (ε, δ). */
export type TradeOff = 'any' | 'gaussian';

export interface OneRunFdpOptions extends BoundOptions {
  readonly tradeOff?: TradeOff;
}

/**
 * The ε up to which so many right guesses are less probable than 1 − level under any attack on a training with this trade-off, 0 if none is
 * refuted. With `gaussian` (δ > 0) it is μ that is bounded, and ε is that of μ at δ: it holds for trainings whose trade-off is Gaussian, and
 * is then larger, as the right guesses that are seen also say what happens at probabilities of the size of δ. With `any` it holds always.
 * O(correct) for each of about 45 trials.
 *
 * @param options.tradeOff `any` by default
 * @throws AuditError OPTION_INVALID; NOT_CONVERGED
 */
export function oneRunFdpEpsilon(counts: OneRunCounts, options: OneRunFdpOptions = {}): EpsilonBound {
  const { delta = 0, level = 0.95, tradeOff = 'any' } = options;
  assertLevel(level);
  assertCounts(counts);
  if (tradeOff === 'any') {
    assertDelta(delta);
    return { epsilon: largestRefuted((epsilon) => isRefuted(counts, level, approximate(epsilon, delta))), delta, level };
  }
  assertPositiveDelta(delta);
  const mu = largestRefuted((shift) => isRefuted(counts, level, gaussian(shift)));
  return { epsilon: gdpEpsilon(mu, delta), delta, level };
}

/** x ↦ the least probability in the one world of what has probability x in the other: the inverse of 1 − f, f the trade-off function. */
type LeastProbability = (x: number) => number;

/**
 * What P ≤ e^ε P′ + δ allows. The same of the complement, 1 − δ − e^ε (1 − x), is larger only from where this exceeds 1 − x, and then the
 * recursion has ended in a contradiction either way.
 */
const approximate =
  (epsilon: number, delta: number): LeastProbability =>
  (x) =>
    Math.max(0, (x - delta) * Math.exp(-epsilon));

/** Φ(Φ⁻¹(x) − μ). */
const gaussian =
  (mu: number): LeastProbability =>
  (x) =>
    normalTail(normalTailQuantile(x) + mu);

/**
 * Is "v or more of g guesses about m canaries are right with probability 1 − level" impossible? Pick a canary at random. Let r be the
 * probability that i or more guesses are right and this one is among them, h that i or more are right and this one is guessed wrongly. Flipping
 * the canary's coin turns the one into the other but for what privacy allows: P(i − 1 or more, wrong) ≥ least(P(i or more, right)). From the
 * least r and h for i = v, the recursion goes down to i = 0, where r + h is the probability of a guess, g/m; more than that is a contradiction.
 */
function isRefuted({ canaries, guesses, correct }: OneRunCounts, level: number, least: LeastProbability): boolean {
  let right = ((1 - level) * correct) / canaries;
  let wrong = ((1 - level) * (guesses - correct)) / canaries;
  for (let i = correct - 1; i >= 0; i--) {
    const raised = Math.max(wrong, least(right));
    right = Math.min(1, right + (i / (guesses - i)) * (raised - wrong));
    wrong = raised;
  }
  return right + wrong > guesses / canaries;
}
