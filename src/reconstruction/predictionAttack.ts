// Can a record be rebuilt from mean predictions alone, by somebody who knows all the others? The answers at the other records and at pairs of probes
// ±q along each feature leave a pattern that one input explains. Called by the reconstruction pipeline in src/audit.

import { AuditError, throwIfCancelled } from '../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../base/progress.ts';
import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import { matrix } from '../linalg/matrix.ts';
import type { FinishedClimb } from '../query/climbTogether.ts';
import type { Domain } from '../query/constraints/domain.ts';
import { fitPatterns } from './kernelFit.ts';
import { observe, patternOf } from './observation.ts';
import { scaledByLabel } from './scaleFromLabel.ts';

export interface PredictionAttack {
  /** The rebuilt input, [d], with the size that its label implies. */
  readonly point: Float64Array;
  readonly climb: FinishedClimb;
}

/** Share of the unexplained answers below which their odd part is only rounding, float32 answers having seven digits. */
const LEAST_ODD_SHARE = 1e-5;

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
  const typical = Math.sqrt(medianSquaredNorm(gp));
  const plans = patterns.flatMap(({ odd, oddShare }) =>
    oddShare === 0 ? [] : [{ pattern: odd, start: linearEstimate(odd, amplitude, typical), domain }],
  );
  const fits = plans.length === 0 ? [] : await fitPatterns(gp.engine, gp.kernel, observation.probes, plans, maxIterations, run);
  const climbs = patterns.map(({ oddShare }) => (oddShare === 0 ? nothingToFit(d) : (fits.shift() as FinishedClimb)));
  const out: PredictionAttack[] = [];
  for (const [index, climb] of climbs.entries()) {
    const position = positions[index] as number;
    const isKnown = climb.status !== 'failed';
    const point = isKnown ? scaledByLabel(gp, observation, { index, position }, climb.point) : climb.point;
    out.push({ point, climb });
    run.onProgress?.({ stage: 'sizes', done: index + 1, total: climbs.length });
    throwIfCancelled(run.signal);
    await yieldToEventLoop();
  }
  return out;
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

function medianSquaredNorm({ inputs }: GaussianProcess): number {
  const norms = Array.from({ length: inputs.rows }, (_, j) =>
    inputs.data.subarray(j * inputs.cols, (j + 1) * inputs.cols).reduce((sum, value) => sum + value * value, 0),
  ).sort((a, b) => a - b);
  return norms[Math.floor(norms.length / 2)] as number;
}

function blindToSign(): AuditError {
  return new AuditError('OPTION_INVALID', {
    expected: 'a kernel whose answers tell a query from its negative',
    got: 'answers that are the same up to rounding',
    try: '--threat-model distributions, or another activation',
  });
}
