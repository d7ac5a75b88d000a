// Which noise variance suits the data? The one with the best leave-one-out predictive density: a decade grid, then a golden-section search
// around its best point, each candidate one factorization of the same Gram matrix.

import { AuditError } from '../base/errors.ts';
import type { RunOptions } from '../base/progress.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { Engine } from '../linalg/engine.ts';
import type { Matrix } from '../linalg/matrix.ts';
import type { TiledLower } from '../linalg/tiles.ts';
import { logMarginalLikelihood, logPredictiveDensity } from './evidence.ts';
import { fitToGram, traceOf } from './gaussianProcess.ts';
import { leaveOneOut } from './leaveOneOut.ts';

export interface NoiseCandidate {
  readonly noiseVariance: number;
  /** Leave-one-out log predictive density, nats per record and output. */
  readonly logPredictiveDensity: number;
  /** Nats. */
  readonly logMarginalLikelihood: number;
}

export interface NoiseSelection {
  readonly noiseVariance: number;
  /** Every candidate tried, ascending in noise variance. */
  readonly curve: readonly NoiseCandidate[];
}

/** Decades of σ² relative to the mean prior variance. Below 1e-6 float64 kernels cease to be positive definite; above 10 nothing is learnt. */
const DECADES = [-6, -5, -4, -3, -2, -1, 0, 1];
/** Golden-section steps inside the two decades around the best: they find σ² to within 30%, where the curve is flat. */
const REFINEMENTS = 5;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Chooses σ² for the Gram matrix, which is left as it is. Candidates are rounded to three significant digits. Cost: 14 factorizations
 * and one copy of the Gram matrix at a time.
 *
 * @param options with a jitter (default 0), noise that every candidate has besides its own
 * @throws AuditError NOT_POSITIVE_DEFINITE when no candidate can be factored, or the kernel vanishes
 */
export async function selectNoiseVariance(
  engine: Engine,
  kernel: Kernel,
  inputs: Matrix,
  targets: Matrix,
  gram: TiledLower,
  { jitter = 0, ...run }: RunOptions & { readonly jitter?: number } = {},
): Promise<NoiseSelection> {
  const scale = traceOf(gram) / gram.size;
  if (!(scale > 0)) throw noneFactors(scale);
  const curve: NoiseCandidate[] = [];
  const total = DECADES.length + REFINEMENTS + 1;
  const score = async (log10: number): Promise<number> => {
    run.onProgress?.({ stage: 'noise variance', done: curve.length, total });
    const noiseVariance = Number((scale * 10 ** log10).toPrecision(3));
    const work = engine.copy(gram);
    try {
      const gp = await fitToGram(engine, kernel, inputs, targets, work, noiseVariance + jitter, { signal: run.signal });
      const density = logPredictiveDensity(gp, leaveOneOut(gp));
      curve.push({ noiseVariance, logPredictiveDensity: density, logMarginalLikelihood: logMarginalLikelihood(gp) });
      return density;
    } catch (error) {
      if (error instanceof AuditError && (error.code === 'NOT_POSITIVE_DEFINITE' || error.code === 'NUMERICAL_FAILURE')) {
        return Number.NEGATIVE_INFINITY;
      }
      throw error;
    } finally {
      engine.release(work);
    }
  };
  const scores: number[] = [];
  for (const decade of DECADES) scores.push(await score(decade));
  const best = scores.indexOf(Math.max(...scores));
  if (curve.length === 0) throw noneFactors(scale);
  await goldenSection(score, (DECADES[best] as number) - 1, (DECADES[best] as number) + 1);
  run.onProgress?.({ stage: 'noise variance', done: total, total });
  curve.sort((a, b) => a.noiseVariance - b.noiseVariance);
  const chosen = curve.reduce((a, b) => (b.logPredictiveDensity > a.logPredictiveDensity ? b : a));
  return { noiseVariance: chosen.noiseVariance, curve };
}

async function goldenSection(score: (x: number) => Promise<number>, low: number, high: number): Promise<void> {
  let [a, b] = [low, high];
  let left = b - GOLDEN * (b - a);
  let right = a + GOLDEN * (b - a);
  let [scoreLeft, scoreRight] = [await score(left), await score(right)];
  for (let step = 1; step < REFINEMENTS; step++) {
    if (scoreLeft > scoreRight) {
      [b, right, scoreRight] = [right, left, scoreLeft];
      left = b - GOLDEN * (b - a);
      scoreLeft = await score(left);
    } else {
      [a, left, scoreLeft] = [left, right, scoreRight];
      right = a + GOLDEN * (b - a);
      scoreRight = await score(right);
    }
  }
}

function noneFactors(scale: number): AuditError {
  return new AuditError('NOT_POSITIVE_DEFINITE', {
    expected: 'a noise variance at which the kernel matrix can be factored',
    got:
      scale > 0
        ? `none between ${(scale * 1e-6).toPrecision(3)} and ${(scale * 10).toPrecision(3)}`
        : 'a kernel that is zero at every record',
    try: 'another kernel, or --noise-variance with a larger value',
  });
}
