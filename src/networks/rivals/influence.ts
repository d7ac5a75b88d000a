// How much would a network's loss on a record change without it, to first order? The influence function (Koh and Liang 2017) of a record on itself,
//   I = gᵀ (H + λ)⁻¹ g,   g = ∇ℓ(record),   H = the Gauss–Newton matrix of the mean loss,
// by conjugate gradients for many records at once. Called by rivalScores.ts.

import type { Tensor } from '@tensorflow/tfjs-core';
import { backward, forward, type Network, outputsOf, tangent } from '../network.ts';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import type { Loss } from '../training/loss.ts';
import type { TrainingData } from '../training/trainMembers.ts';
import { dots } from './recordGradients.ts';

export interface InfluenceOptions {
  /** λ. */
  readonly damping: number;
  readonly maxIterations: number;
}

export interface Influence {
  /** I of each record, [R]. */
  readonly influences: Float64Array;
  /** ‖residual‖/‖g‖ at the end, the greatest: what conjugate gradients left. */
  readonly residual: number;
  readonly iterations: number;
}

/** Relative residual at which all records are done; float32 gets no further than about 1e-6. */
const TOLERANCE = 1e-3;
/** Records of the data that a product goes through at once. */
export const CHUNK = 128;

/**
 * The Gauss–Newton matrix stands for the Hessian, which is indefinite in networks and would leave conjugate gradients without a meaning; the two agree where the
 * network fits (Martens 2020, section 8). Each iteration costs one pass over all data for each record, about 6·R·P·n flops.
 *
 * @param parameters of one member, [1, …]
 * @param gradients g of each record, [R, …]
 */
export function selfInfluence(
  tf: TensorFlow,
  network: Network,
  loss: Loss,
  data: TrainingData,
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  { damping, maxIterations }: InfluenceOptions,
): Influence {
  const records = (gradients[0] as Tensor).shape[0] as number;
  const scaled = (parts: readonly Tensor[], factors: Float64Array): Tensor[] =>
    parts.map((part) => tf.mul(part, tf.tensor(Float32Array.from(factors), [records, ...part.shape.slice(1).map(() => 1)])));
  const start = squares(tf, gradients);
  let solution = gradients.map((g) => tf.zerosLike(g));
  let residual = gradients.map((g) => g.clone());
  let direction = gradients.map((g) => g.clone());
  let remaining: Float64Array = start.slice();
  let iterations = 0;
  const worst = () => Math.sqrt(Math.max(...remaining.map((r, i) => r / ((start[i] as number) || 1))));
  while (iterations < maxIterations && worst() > TOLERANCE) {
    const product = gaussNewtonProduct(tf, network, loss, data, parameters, direction, damping);
    const curvature = Float64Array.from(dots(tf, direction, product));
    const step = remaining.map((r, i) => (r === 0 ? 0 : r / (curvature[i] as number)));
    const next = tf.tidy(() => [
      ...scaled(direction, step).map((part, i) => tf.add(solution[i] as Tensor, part)),
      ...scaled(product, step).map((part, i) => tf.sub(residual[i] as Tensor, part)),
    ]);
    tf.dispose([...solution, ...residual, ...product]);
    [solution, residual] = [next.slice(0, gradients.length), next.slice(gradients.length)];
    const left = squares(tf, residual);
    const ratio = left.map((r, i) => (remaining[i] === 0 ? 0 : r / (remaining[i] as number)));
    const turned = tf.tidy(() => scaled(direction, ratio).map((part, i) => tf.add(residual[i] as Tensor, part)));
    tf.dispose(direction);
    direction = turned;
    remaining = left;
    iterations++;
  }
  const influences = Float64Array.from(dots(tf, gradients, solution));
  const outcome = { influences, residual: worst(), iterations };
  tf.dispose([...solution, ...residual, ...direction]);
  return outcome;
}

const squares = (tf: TensorFlow, parts: readonly Tensor[]): Float64Array => Float64Array.from(dots(tf, parts, parts));

/** (H + λ)·v of each record's v: (1/n) Σ_i J_iᵀ (∂²ℓ/∂f²) J_i v + λv. */
export function gaussNewtonProduct(
  tf: TensorFlow,
  network: Network,
  loss: Loss,
  { records, inputs }: TrainingData,
  parameters: readonly Tensor[],
  vectors: readonly Tensor[],
  damping: number,
): Tensor[] {
  const d = inputs.length / records;
  let sum = tf.tidy(() => vectors.map((v) => tf.mul(v, damping)));
  for (let from = 0; from < records; from += CHUNK) {
    const rows = Math.min(CHUNK, records - from);
    const next = tf.tidy(() => {
      const passes = forward(network, tf.tensor3d(inputs.subarray(from * d, (from + rows) * d), [1, rows, d]), parameters);
      const moved = tangent(network, passes, vectors);
      const pulled = backward(network, passes, tf.mul(loss.curvature(outputsOf(passes), moved), 1 / records));
      return pulled.map((part, i) => tf.add(sum[i] as Tensor, part));
    });
    tf.dispose(sum);
    sum = next;
  }
  return sum;
}
