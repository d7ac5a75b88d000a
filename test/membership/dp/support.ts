// Mechanisms whose ε is known, and how often a bound may exceed it: what the tests of src/membership/dp are held to.

import type { Random } from '../../../src/base/random.ts';
import { createRandom } from '../../../src/base/random.ts';
import { binomialProbabilities } from '../../../src/statistics/binomial.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';

/** One release about one bit. */
export type Mechanism = (isMember: boolean, random: Random) => number;

/** The bit with Laplace noise: exactly (ε, 0). */
export const laplace =
  (epsilon: number): Mechanism =>
  (isMember, random) => {
    const u = random.uniform() - 0.5;
    return (isMember ? epsilon : 0) - Math.sign(u) * Math.log1p(-2 * Math.abs(u));
  };

/** The bit with normal noise: exactly μ-GDP. */
export const gaussian =
  (mu: number): Mechanism =>
  (isMember, random) =>
    (isMember ? mu : 0) + random.normal();

/** The bit itself with probability δ, and else the bit or its opposite: exactly (ε, δ). */
export const randomizedResponse =
  (epsilon: number, delta = 0): Mechanism =>
  (isMember, random) => {
    if (random.uniform() < delta) return isMember ? 2 : -1;
    return Number(random.uniform() < 1 / (1 + Math.exp(-epsilon)) === isMember);
  };

/** How often the bit that this randomized response shows is right. */
export const rightShare = (epsilon: number, delta: number): number => delta + (1 - delta) / (1 + Math.exp(-epsilon));

export interface Trials {
  readonly scores: Float64Array;
  readonly members: Uint8Array;
}

/** As many members as others, members first. */
export function trialsOf(mechanism: Mechanism, each: number, random: Random): Trials {
  const members = Uint8Array.from({ length: 2 * each }, (_, i) => Number(i < each));
  return { scores: Float64Array.from(members, (isMember) => mechanism(isMember === 1, random)), members };
}

/** Canaries of one run, each a member by a fair coin. */
export function canariesOf(mechanism: Mechanism, count: number, random: Random): Trials {
  const members = Uint8Array.from({ length: count }, () => random.integer(2));
  return { scores: Float64Array.from(members, (isMember) => mechanism(isMember === 1, random)), members };
}

/** In how many of `runs` repetitions `bound` exceeds the truth. */
export function exceedances(runs: number, seed: number, truth: number, bound: (random: Random, run: number) => number): number {
  const random = createRandom(seed);
  let count = 0;
  for (let run = 0; run < runs; run++) count += Number(bound(random, run) > truth);
  return count;
}

/** The most exceedances that agree with the promise: runs·(1 − level), and 5 standard errors of that. */
export function allowed(runs: number, level: number): number {
  const expected = runs * (1 - level);
  return expected + MONTE_CARLO_STANDARD_ERRORS * Math.sqrt(expected * level);
}

/** P(Bin(n, p) = k) for all k. */
export const binomial = (n: number, p: number): Float64Array => binomialProbabilities(n, p / (1 - p));
