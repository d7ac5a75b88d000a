// How well does the model explain its data? Evidence and leave-one-out predictive density, by which --noise-variance auto chooses.

import type { GaussianProcess } from './gaussianProcess.ts';
import type { LeaveOneOut } from './leaveOneOut.ts';

const LOG_2PI = Math.log(2 * Math.PI);

/** ln p(Y) = −½ tr(Yᵀα) − (C/2) ln|K + σ²I| − (nC/2) ln 2π, nats, summed over the C outputs (Rasmussen and Williams 2006, equation 2.30). */
export function logMarginalLikelihood(gp: GaussianProcess): number {
  const { targets, weights, factor } = gp;
  let fit = 0;
  for (let i = 0; i < targets.data.length; i++) fit += (targets.data[i] as number) * (weights.data[i] as number);
  return -0.5 * fit - 0.5 * targets.cols * (factor.logDet + factor.size * LOG_2PI);
}

/**
 * Mean over records and outputs of ln N(y; μ_without, v_without + σ²), nats per value: with y − μ_without = α/p and v_without + σ² = 1/p it
 * is ½ ln p − ½ α²/p − ½ ln 2π (Rasmussen and Williams 2006, equations 5.10 and 5.11).
 */
export function logPredictiveDensity(gp: GaussianProcess, { inverseDiagonal }: LeaveOneOut): number {
  const { rows, cols, data } = gp.weights;
  let sum = 0;
  for (let s = 0; s < rows; s++) {
    const p = inverseDiagonal[s] as number;
    for (let c = 0; c < cols; c++) sum += 0.5 * (Math.log(p) - (data[s * cols + c] as number) ** 2 / p - LOG_2PI);
  }
  return sum / (rows * cols);
}

/** Means closer to each other than this, relative to the targets, are equal up to rounding. */
const TIE = 1e-12;

/**
 * Share of records whose class has the largest leave-one-out posterior mean y − α/p; where k classes share the largest, a guess among them is
 * right in one case of k. Targets are one-hot up to a constant.
 */
export function leaveOneOutAccuracy(gp: GaussianProcess, { inverseDiagonal }: LeaveOneOut): number {
  const { rows, cols, data: targets } = gp.targets;
  const { data: weights } = gp.weights;
  const means = new Float64Array(cols);
  let right = 0;
  for (let s = 0; s < rows; s++) {
    const own = targets.subarray(s * cols, (s + 1) * cols);
    let scale = 0;
    for (let c = 0; c < cols; c++) {
      means[c] = (own[c] as number) - (weights[s * cols + c] as number) / (inverseDiagonal[s] as number);
      scale = Math.max(scale, Math.abs(own[c] as number));
    }
    const actual = own.indexOf(Math.max(...own));
    const threshold = Math.max(...means) - TIE * scale;
    if ((means[actual] as number) >= threshold) right += 1 / means.filter((mean) => mean >= threshold).length;
  }
  return right / rows;
}
