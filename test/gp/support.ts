// The slow and obvious way to what src/gp does by identities: dense matrices, and refitting without the records.

import { CholeskyDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { createRandom } from '../../src/base/random.ts';
import { fitGaussianProcess, type GaussianProcess } from '../../src/gp/gaussianProcess.ts';
import { createKernel } from '../../src/kernels/createKernel.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import { type Matrix, matrix, rowOf } from '../../src/linalg/matrix.ts';
import { randomMatrix } from '../support/randomMatrices.ts';

/** One specification of every type, and both outputs of a network. */
export const SPECS: readonly (readonly [string, KernelSpec])[] = [
  ['rbf', { type: 'rbf', gamma: 0.7, variance: 1.3 }],
  ['matern 1/2', { type: 'matern', smoothness: 0.5, gamma: 0.4, variance: 0.8 }],
  ['matern 5/2', { type: 'matern', smoothness: 2.5, gamma: 0.4, variance: 0.8 }],
  ['linear', { type: 'linear', weightVariance: 1.5, biasVariance: 0.2 }],
  ['relu network', { type: 'fcn', output: 'nngp', activation: 'relu', depth: 2, weightVariance: 2, biasVariance: 0 }],
  ['erf tangent kernel', { type: 'fcn', output: 'ntk', activation: 'erf', depth: 2, weightVariance: 1.5, biasVariance: 0.1 }],
];

export const NOISE_VARIANCES = [1e-4, 1e-2, 1, 1e2, 1e4];

export function toMl(m: Matrix): MlMatrix {
  return new MlMatrix(Array.from({ length: m.rows }, (_, i) => Array.from(rowOf(m, i))));
}

export function fromMl(m: MlMatrix): Matrix {
  return matrix(m.rows, m.columns, Float64Array.from(m.to1DArray()));
}

/** One-hot minus 1/C with random classes: [n, C]. */
export function randomTargets(n: number, classes: number, seed: number): Matrix {
  const random = createRandom(seed);
  const out = matrix(n, classes, new Float64Array(n * classes).fill(-1 / classes));
  for (let i = 0; i < n; i++) out.data[i * classes + random.integer(classes)] = 1 - 1 / classes;
  return out;
}

/** The process of a kernel spec fitted to inputs [n, d] and targets [n, C]. */
export function processOn(spec: KernelSpec, inputs: Matrix, targets: Matrix, noiseVariance: number): Promise<GaussianProcess> {
  return fitGaussianProcess(createWasmEngine(), createKernel(spec, inputs.cols), inputs, targets, noiseVariance);
}

/** A fitted process on seeded random inputs [n, d] and targets [n, C]. */
export async function sampleProcess(
  spec: KernelSpec,
  { n = 12, d = 3, classes = 2, noiseVariance = 0.1, seed = 1 } = {},
): Promise<GaussianProcess> {
  const inputs = randomMatrix(n, d, seed);
  return processOn(spec, inputs, randomTargets(n, classes, seed + 1), noiseVariance);
}

/** The same process with its Gram matrix in the place of inputs. */
export function precomputed({ kernel, inputs, targets, noiseVariance }: GaussianProcess): Promise<GaussianProcess> {
  const gram = kernel.gram(inputs);
  return processOn({ type: 'precomputed' }, gram, targets, noiseVariance);
}

export interface DensePosterior {
  readonly mean: MlMatrix;
  readonly covariance: MlMatrix;
}

/** Textbook posterior at `queries` of a process trained on all records but those in `group`: μ = cA⁻¹Y, Σ = K_QQ − cA⁻¹cᵀ. */
export function refit(gp: GaussianProcess, group: readonly number[], queries: Matrix): DensePosterior {
  const { kernel, noiseVariance } = gp;
  const kept = Array.from({ length: gp.inputs.rows }, (_, i) => i).filter((i) => !group.includes(i));
  const inputs = fromMl(toMl(gp.inputs).subMatrixRow(kept));
  const a = toMl(kernel.gram(inputs)).add(MlMatrix.eye(kept.length).mul(noiseVariance));
  const factor = new CholeskyDecomposition(a);
  const cross = toMl(kernel.cross(queries, inputs));
  return {
    mean: cross.mmul(factor.solve(toMl(gp.targets).subMatrixRow(kept))),
    covariance: toMl(kernel.gram(queries)).sub(cross.mmul(factor.solve(cross.transpose()))),
  };
}

/** KL(without ‖ with) in nats by determinants, traces and solves, summed over the outputs that share a covariance. */
export function denseKl(without: DensePosterior, withRecords: DensePosterior): number {
  const m = without.covariance.rows;
  const outputs = without.mean.columns;
  const factor = choleskyOf(withRecords.covariance);
  const shift = MlMatrix.sub(withRecords.mean, without.mean);
  const trace = factor.solve(without.covariance).trace();
  const distance = shift.transpose().mmul(factor.solve(shift)).trace();
  const logRatio = logDeterminant(choleskyOf(without.covariance)) - logDeterminant(factor);
  return 0.5 * (outputs * (trace - m - logRatio) + distance);
}

/**
 * Rényi divergence of order a ≠ 1 of (P ‖ Q) in nats: a/2 Δᵀ Σ_a⁻¹ Δ − ln(|Σ_a| |Σ_P|^{a−1} |Σ_Q|^{−a})/(2(a−1)) with
 * Σ_a = aΣ_Q + (1−a)Σ_P, summed over the outputs.
 */
export function denseRenyi(p: DensePosterior, q: DensePosterior, order: number): number {
  const mixed = choleskyOf(MlMatrix.mul(q.covariance, order).add(MlMatrix.mul(p.covariance, 1 - order)));
  const shift = MlMatrix.sub(p.mean, q.mean);
  const distance = shift.transpose().mmul(mixed.solve(shift)).trace();
  const [logMixed, logP, logQ] = [mixed, choleskyOf(p.covariance), choleskyOf(q.covariance)].map(logDeterminant);
  const logRatio = (logMixed as number) - (1 - order) * (logP as number) - order * (logQ as number);
  return 0.5 * (order * distance - (p.mean.columns * logRatio) / (order - 1));
}

function logDeterminant(factor: CholeskyDecomposition): number {
  return factor.lowerTriangularMatrix.diagonal().reduce((sum, l) => sum + 2 * Math.log(l), 0);
}

/** Rounding leaves the textbook's covariances not quite symmetric. */
function choleskyOf(a: MlMatrix): CholeskyDecomposition {
  return new CholeskyDecomposition(a.clone().add(a.transpose()).mul(0.5));
}
