// How probable is each number of successes? All binomial probabilities at once, with full relative precision also far out in the tails. Called
// from membership/dp/.

/**
 * P(Bin(n, p) = k) for k = 0 … n, at p = odds/(1 + odds): taken relative to the most probable number and multiplied up from there to both
 * sides, so that nothing cancels and no factorial is needed. Right to n·1e-16 of themselves at worst, 0 below about 1e-308. The odds rather
 * than p, because p near 1 has lost 1 − p. O(n).
 *
 * @param trials n, a whole number ≥ 0
 * @param odds p/(1 − p) in [0, ∞]
 * @returns n + 1 numbers with sum 1
 */
export function binomialProbabilities(trials: number, odds: number): Float64Array {
  const probabilities = new Float64Array(trials + 1);
  const mode = Math.min(trials, Math.floor((trials + 1) / (1 + 1 / odds)));
  let sum = 1;
  probabilities[mode] = 1;
  for (let k = mode, w = 1; k < trials && w > 0; k++) {
    w *= ((trials - k) / (k + 1)) * odds;
    probabilities[k + 1] = w;
    sum += w;
  }
  for (let k = mode, w = 1; k > 0 && w > 0; k--) {
    w *= k / (trials - k + 1) / odds;
    probabilities[k - 1] = w;
    sum += w;
  }
  for (let k = 0; k <= trials; k++) (probabilities[k] as number) /= sum;
  return probabilities;
}

/** Sum of the elements from index `from` on: an upper tail, of which the smallest terms are added first. */
export function tailFrom(probabilities: Float64Array, from: number): number {
  let sum = 0;
  for (let k = probabilities.length - 1; k >= from; k--) sum += probabilities[k] as number;
  return sum;
}
