// Can a record be rebuilt from mean predictions alone, by somebody who knows all the others? The answers at the other records and at pairs of probes
// ±q along each feature leave a pattern that one input explains. Called by the reconstruction pipeline in src/audit.
// Nothing of the record itself enters: neither its values, label and weight, nor what is computed from them together with those of the others.

import { AuditError, throwIfCancelled } from '../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../base/progress.ts';
import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import { isScaleFree } from '../kernels/scaleFree.ts';
import { dot, matrix } from '../linalg/matrix.ts';
import type { FinishedClimb } from '../query/climbTogether.ts';
import type { Domain } from '../query/constraints/domain.ts';
import { type FitPlan, fitPatterns } from './kernelFit.ts';
import { type Observation, observe, type Pattern, patternOf } from './observation.ts';
import { type SizedTarget, scaledByLabel, typicalSquaredNorm } from './scaleFromLabel.ts';

export interface PredictionAttack {
  /** The rebuilt input, [d], with the size that its label implies. */
  readonly point: Float64Array;
  /** To its direction, all fits after each other. */
  readonly climb: FinishedClimb;
}

/** Share of the unexplained answers below which their odd part is only rounding, float32 answers having seven digits. */
const LEAST_ODD_SHARE = 1e-5;
/** Fits after the first one, each from the size found last, where the kernel sees the scale: there the pattern depends on it a little. */
const MORE_FITS = 2;

/**
 * Rebuilds each of the records from n − 1 + 2d answers of the model. O(2d·n(d + C)) for all together, and a few evaluations
 * of kernelFit.ts and scaleFromLabel.ts for each.
 *
 * @param positions of the records, each unknown to an attacker of its own
 * @param amplitude size of the probe along each feature, [d], above 0: as far as valid queries reach on both sides
 * @param domain where the record may lie
 * @param given what the attacker gets to see of an answer; by default float32 numbers
 * @throws AuditError OPTION_INVALID for a kernel that answers q and −q alike, CANCELLED
 */
export async function attackPredictions(
  gp: GaussianProcess,
  positions: readonly number[],
  amplitude: Float64Array,
  domain: Domain,
  maxIterations: number,
  run: RunOptions = {},
  given?: (answer: number) => number,
): Promise<PredictionAttack[]> {
  const d = gp.inputs.cols;
  const halfProbes = matrix(d, d);
  amplitude.forEach((size, i) => {
    halfProbes.data[i * (d + 1)] = size;
  });
  const observation = await observe(gp, halfProbes, positions, run, given);
  const patterns = observation.unexplained.map(patternOf);
  const heard = patterns.filter(({ isSilent }) => !isSilent);
  if (heard.length > 0 && heard.every(({ oddShare }) => oddShare < LEAST_ODD_SHARE)) throw blindToSign();
  const open = patterns.flatMap(({ oddShare }, index) => (oddShare === 0 ? [] : [index]));
  const typicalNorm = (index: number) => Math.sqrt(typicalSquaredNorm(gp, positions[index] as number));
  const patternAt = (index: number) => patterns[index] as Pattern;
  const attacks = patterns.map((): PredictionAttack => ({ point: new Float64Array(d), climb: nothingToFit(d) }));
  const fits = isScaleFree(gp.kernel.spec) ? 1 : 1 + MORE_FITS;
  let plans = open.map((index): FitPlan => {
    const { odd } = patternAt(index);
    return { pattern: odd, start: linearEstimate(odd, amplitude, typicalNorm(index)), domain };
  });
  let done = 0;
  const report = () => run.onProgress?.({ stage: 'sizes', done, total: fits * open.length });
  for (let round = 0; round < fits && open.length > 0; round++) {
    const quiet: RunOptions = { signal: run.signal };
    const climbs = await fitPatterns(gp.engine, gp.kernel, observation.probes, plans, maxIterations, round === 0 ? run : quiet);
    if (round === 0) report();
    plans = [];
    for (const [k, index] of open.entries()) {
      const target = { index, position: positions[index] as number };
      const attack = sizedAttack(gp, observation, target, climbs[k] as FinishedClimb, round === 0 ? undefined : attacks[index]);
      attacks[index] = attack;
      // The next fit starts where this one led, on its side.
      const side = dot(attack.point, attack.climb.point) < 0 ? -1 : 1;
      plans.push({ pattern: patternAt(index).odd.map((value) => side * value), start: attack.point, domain });
      done++;
      report();
      throwIfCancelled(run.signal);
      await yieldToEventLoop();
    }
  }
  return attacks;
}

/** What a fit comes to, after those before it. */
function sizedAttack(
  gp: GaussianProcess,
  observation: Observation,
  target: SizedTarget,
  climb: FinishedClimb,
  before: PredictionAttack | undefined,
): PredictionAttack {
  if (climb.status === 'failed') return before ?? { point: climb.point, climb };
  const point = scaledByLabel(gp, observation, target, climb.point);
  if (before === undefined) return { point, climb };
  const { iterations, evaluations, trace, steps } = before.climb;
  return {
    point,
    climb: {
      ...climb,
      iterations: iterations + climb.iterations,
      evaluations: evaluations + climb.evaluations,
      trace: [...trace, ...climb.trace.slice(1)],
      steps: [...steps, ...climb.steps.slice(1).map((step) => ({ ...step, iteration: iterations + step.iteration }))],
    },
  };
}

/** Without any pattern the best guess is the mean of the data. */
function nothingToFit(dimensions: number): FinishedClimb {
  const point = new Float64Array(dimensions);
  return {
    status: 'failed',
    reason: 'the answers at the probes are those that the other records explain',
    value: Number.NEGATIVE_INFINITY,
    point,
    gradientNorm: Number.POSITIVE_INFINITY,
    iterations: 0,
    evaluations: 0,
    trace: [],
    steps: [{ iteration: 0, point }],
  };
}

/** Each value from the pair of probes along it, as if the covariance were proportional to x·q. */
function linearEstimate(odd: Float64Array, amplitude: Float64Array, norm: number): Float64Array {
  const estimate = odd.map((value, i) => value / (amplitude[i] as number));
  const length = Math.sqrt(estimate.reduce((sum, value) => sum + value * value, 0));
  return estimate.map((value) => (norm * value) / length);
}

function blindToSign(): AuditError {
  return new AuditError('OPTION_INVALID', {
    expected: 'a kernel whose answers tell a query from its negative',
    got: 'answers that are the same up to rounding',
    try: '--threat-model distributions, or another activation',
  });
}
