// Which input has this pattern of covariances with the probes? The one whose own pattern has the largest cosine with it, found by climbing from the
// linear estimate; for all records in question at once. Called by predictionAttack.ts.
// With κ(x) = [k(x, q) − k(x, −q)]/2 over the pairs of probes and ρ the pattern seen, φ = ln(ρ·κ/‖κ‖), which is 0 at the record, and
// ∂φ/∂κ = ρ/(ρ·κ) − κ/‖κ‖².

import type { RunOptions } from '../base/progress.ts';
import { type CrossDerivatives, crossDerivatives } from '../gp/crossDerivatives.ts';
import { crossGradients } from '../gp/crossGradients.ts';
import type { PairSide } from '../gp/tileFinisher.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Engine } from '../linalg/engine.ts';
import { type Matrix, matrix, rowSquaredNorms } from '../linalg/matrix.ts';
import { inSharedMemory, sharedArray } from '../linalg/tiles.ts';
import { climbTogether, type FinishedClimb } from '../query/climbTogether.ts';
import type { Domain } from '../query/constraints/domain.ts';
import { BATCH, type Evaluation } from '../query/evaluateQueries.ts';

export interface FitPlan {
  /** ρ, one number for each pair of probes, of norm 1. */
  readonly pattern: Float64Array;
  /** [d]. */
  readonly start: Float64Array;
  readonly domain: Domain;
}

/**
 * Fits every pattern. Each evaluation of B inputs costs 8N·d·B flops and 2N·B kernel evaluations.
 *
 * @param probes q, then −q: [2N, d]
 */
export async function fitPatterns(
  engine: Engine,
  kernel: Kernel,
  probes: Matrix,
  plans: readonly FitPlan[],
  maxIterations: number,
  run: RunOptions = {},
): Promise<FinishedClimb[]> {
  const shared = inSharedMemory(probes);
  const side: PairSide = { inputs: shared, norms: rowSquaredNorms(shared) };
  return climbTogether(
    plans.map(({ start, domain }, group) => ({ group, start, domain })),
    async (requests) => {
      const patterns = requests.map(({ climb }) => (plans[climb] as FitPlan).pattern);
      const queries = matrix(requests.length, probes.cols);
      requests.forEach(({ point }, i) => {
        queries.data.set(point, i * probes.cols);
      });
      const cross = await crossDerivatives(engine, kernel, queries, side, { signal: run.signal });
      const { values, weights } = alignments(cross, patterns);
      const gradients = await crossGradients(engine, kernel, queries, shared, cross, weights, { signal: run.signal });
      return values.map(
        (value, i): Evaluation => ({ value, gradient: gradients.data.slice(i * probes.cols, (i + 1) * probes.cols) }),
      );
    },
    { optimizer: 'lbfgs', maxIterations, capacity: BATCH, keepSteps: 'some' },
    run,
  );
}

/** φ of each column, and ∂φ/∂k for all its covariances, [2N, B]. */
function alignments({ values: k }: CrossDerivatives, patterns: readonly Float64Array[]): { values: number[]; weights: Matrix } {
  const { rows, cols } = k;
  const pairs = rows / 2;
  const weights = matrix(rows, cols, sharedArray(rows * cols));
  const values = patterns.map((pattern, b) => {
    const odd = (i: number) => ((k.data[i * cols + b] as number) - (k.data[(pairs + i) * cols + b] as number)) / 2;
    let [product, square] = [0, 0];
    for (let i = 0; i < pairs; i++) {
      product += (pattern[i] as number) * odd(i);
      square += odd(i) ** 2;
    }
    if (!(product > 0)) return Number.NEGATIVE_INFINITY;
    for (let i = 0; i < pairs; i++) {
      const slope = (pattern[i] as number) / product - odd(i) / square;
      weights.data[i * cols + b] = slope / 2;
      weights.data[(pairs + i) * cols + b] = -slope / 2;
    }
    return Math.log(product / Math.sqrt(square));
  });
  return { values, weights };
}
