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
 * Sizes that fits start from, relative to the median norm; those after the first where the kernel sees the scale, for records that are still unexplained.
 * There every size has a direction of its own that fits the pattern, and from one far below the record's fits can end at another: of 300 records of normal
 * features that were asked of an RBF process 14 from the first alone, and none from all three.
 */
const STARTING_SIZES = [1, 1.5, 2.25];
/** Mismatch up to which label and answers are explained, in target units: rounding to float32 leaves below 1e-3, a wrong size some tenths. */
const EXPLAINED = 3e-3;

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
  const attempts = patterns.map(() => nothingToFit(d));
  const open = patterns.flatMap(({ oddShare }, index) => (oddShare === 0 ? [] : [index]));
  const setting: Setting = { gp, positions, amplitude, domain, maxIterations, observation, patterns };
  const seesScale = !isScaleFree(gp.kernel.spec);
  const fits = seesScale ? 1 + MORE_FITS : 1;
  // The last part of each is whether it is explained, or was tried from all sizes.
  const total = (fits + Number(seesScale)) * open.length;
  let done = 0;
  const report = (more: number) => {
    done += more;
    run.onProgress?.({ stage: 'sizes', done, total });
  };
  for (const [i, size] of (seesScale ? STARTING_SIZES : [1]).entries()) {
    const left = open.filter((index) => (attempts[index] as Attempt).mismatch > EXPLAINED);
    if (left.length === 0) break;
    const quiet: RunOptions = { signal: run.signal };
    const found = await fitFrom(size, left, fits, setting, i === 0 ? run : quiet, i === 0 ? report : () => {});
    for (const [k, index] of left.entries()) {
      const attempt = found[k] as Attempt;
      if (i === 0 || attempt.mismatch < (attempts[index] as Attempt).mismatch) attempts[index] = attempt;
    }
  }
  if (done < total) report(total - done);
  return attempts.map(({ point, climb }) => ({ point, climb }));
}

/** An attack and how badly it explains label and answers, in target units; Infinity where that is unknown. */
interface Attempt extends PredictionAttack {
  readonly mismatch: number;
}

/** What all fits of an attack share. */
interface Setting {
  readonly gp: GaussianProcess;
  readonly positions: readonly number[];
  readonly amplitude: Float64Array;
  readonly domain: Domain;
  readonly maxIterations: number;
  readonly observation: Observation;
  readonly patterns: readonly Pattern[];
}

/** Directions and sizes in turns, for the records at the indices, the first direction from a size relative to the median norm. */
async function fitFrom(
  startingSize: number,
  indices: readonly number[],
  fits: number,
  { gp, positions, amplitude, domain, maxIterations, observation, patterns }: Setting,
  run: RunOptions,
  report: (more: number) => void,
): Promise<Attempt[]> {
  const oddOf = (index: number) => (patterns[index] as Pattern).odd;
  const norms = indices.map((index) => startingSize * Math.sqrt(typicalSquaredNorm(gp, positions[index] as number)));
  let plans = indices.map((index, k): FitPlan => {
    return { pattern: oddOf(index), start: linearEstimate(oddOf(index), amplitude, norms[k] as number), domain };
  });
  let attempts: Attempt[] = [];
  for (let round = 0; round < fits; round++) {
    const quiet: RunOptions = { signal: run.signal };
    const climbs = await fitPatterns(gp.engine, gp.kernel, observation.probes, plans, maxIterations, round === 0 ? run : quiet);
    if (round === 0) report(0);
    const before = attempts;
    attempts = [];
    for (const [k, index] of indices.entries()) {
      const target = { index, position: positions[index] as number };
      attempts.push(sizedAttack(gp, observation, target, climbs[k] as FinishedClimb, before[k]));
      report(1);
      throwIfCancelled(run.signal);
      await yieldToEventLoop();
    }
    plans = indices.map((index, k): FitPlan => {
      // The next fit starts where this one led, on its side.
      const { point, climb } = attempts[k] as Attempt;
      const side = dot(point, climb.point) < 0 ? -1 : 1;
      return { pattern: oddOf(index).map((value) => side * value), start: point, domain };
    });
  }
  return attempts;
}

/** What a fit comes to, after those before it. */
function sizedAttack(
  gp: GaussianProcess,
  observation: Observation,
  target: SizedTarget,
  climb: FinishedClimb,
  before: Attempt | undefined,
): Attempt {
  if (climb.status === 'failed') return before ?? { point: climb.point, climb, mismatch: Number.POSITIVE_INFINITY };
  const sized = scaledByLabel(gp, observation, target, climb.point);
  if (before === undefined) return { ...sized, climb };
  const { iterations, evaluations, trace, steps } = before.climb;
  return {
    ...sized,
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
function nothingToFit(dimensions: number): Attempt {
  const point = new Float64Array(dimensions);
  const climb: FinishedClimb = {
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
  return { point, climb, mismatch: Number.POSITIVE_INFINITY };
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
