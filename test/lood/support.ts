// The two output distributions as explicit densities and as samples: the second route to everything in src/lood and src/membership.

import { createRandom } from '../../src/base/random.ts';
import type { GaussianProcess, QueryCovariances } from '../../src/gp/gaussianProcess.ts';
import { leaveOut } from '../../src/gp/leaveOut.ts';
import { type Matrix, matrix } from '../../src/linalg/matrix.ts';
import { hellinger, klWithoutWith, klWithWithout, renyiWithWithout } from '../../src/lood/divergences.ts';
import type { GaussianPair, Mode } from '../../src/lood/gaussianPair.ts';
import { hockeyStickWith, totalVariation } from '../../src/lood/lossTail.ts';
import { queryPair } from '../../src/lood/pairs.ts';

/** A pair with these modes [u, δ²]. */
export function pairOf(outputs: number, ...modes: readonly (readonly [number, number])[]): GaussianPair {
  return { outputs, modes: modes.map(([varianceRatio, shiftSquared]): Mode => ({ varianceRatio, shiftSquared })) };
}

/** The privacy loss where one mode's C outputs have squared distances r0 from the mean with and r1 from the mean without the record. */
function modeLoss(u: number, outputs: number, r0: number, r1: number): number {
  return (outputs / 2) * Math.log1p(u) - r0 / 2 + r1 / (2 * (1 + u));
}

/** ℓ at the output f of a pair with one mode and one output; with the record f is N(0, 1), without it N(δ, 1 + u). */
export function lossAt(u: number, delta: number, f: number): number {
  return modeLoss(u, 1, f * f, (f - delta) ** 2);
}

export function normalDensity(x: number, mean = 0, variance = 1): number {
  return Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
}

/** Seeded draws of ℓ under both distributions. */
export function sampleLosses(
  pair: GaussianPair,
  count: number,
  seed: number,
): { withRecord: Float64Array; without: Float64Array } {
  const random = createRandom(seed);
  const draw = (isWith: boolean) => {
    let loss = 0;
    for (const { varianceRatio: u, shiftSquared } of pair.modes) {
      const delta = Math.sqrt(shiftSquared);
      let [r0, r1] = [0, 0];
      for (let c = 0; c < pair.outputs; c++) {
        // The whole shift lies along the first output.
        const mean = c === 0 ? delta : 0;
        const f = isWith ? random.normal() : mean + Math.sqrt(1 + u) * random.normal();
        r0 += f * f;
        r1 += (f - mean) ** 2;
      }
      loss += modeLoss(u, pair.outputs, r0, r1);
    }
    return loss;
  };
  return {
    withRecord: Float64Array.from({ length: count }, () => draw(true)),
    without: Float64Array.from({ length: count }, () => draw(false)),
  };
}

/** Pairs across all regimes: tiny to strong, changes of variance, of mean, of both; one, two and ten outputs; one and several modes. */
export const SAMPLE_PAIRS: readonly (readonly [string, GaussianPair])[] = [
  ['a pure shift', pairOf(1, [0, 1])],
  ['a pure change of variance', pairOf(2, [0.8, 0])],
  ['both', pairOf(1, [0.5, 2])],
  ['a weak change', pairOf(3, [0.01, 0.02])],
  ['a strong change', pairOf(2, [20, 30])],
  ['many outputs', pairOf(10, [0.3, 1.5])],
  ['two modes', pairOf(2, [0.4, 0.5], [2, 0.1])],
  ['three modes, one of them pure shift', pairOf(1, [1, 0.3], [0, 0.7], [0.05, 0])],
];

/** The pair of a group at queries of these covariances. */
export const pairAt = async (gp: GaussianProcess, group: readonly number[], queries: QueryCovariances) =>
  queryPair(await leaveOut(gp, group, queries));

/** Several numbers that together describe a pair. */
export const summary = (pair: GaussianPair) => [
  klWithoutWith(pair),
  klWithWithout(pair),
  renyiWithWithout(pair, 2),
  hellinger(pair),
  totalVariation(pair),
  hockeyStickWith(pair, 0.1).delta,
];

/** The rows of all parts, one below the other. */
export function stack(...parts: readonly Matrix[]): Matrix {
  const cols = parts[0]?.cols ?? 0;
  return matrix(
    parts.reduce((sum, part) => sum + part.rows, 0),
    cols,
    Float64Array.from(parts.flatMap((part) => Array.from(part.data))),
  );
}
