// Which learning rate is safe? Gradient descent on a loss of curvature λ diverges above 2/λ, whatever the network: λ is the greatest eigenvalue of the
// Gauss–Newton matrix at the start. Called once by the pipeline, through processes/worker.ts.

import type { Tensor } from '@tensorflow/tfjs-core';
import { backward, forward, type Network, tangent } from '../network.ts';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import { initialParameters } from './initialize.ts';
import { createLoss } from './loss.ts';
import type { LossName } from './lossNames.ts';
import type { TrainingData } from './trainMembers.ts';

/** Records that stand for all: the curvature along the mean direction of the data, which is the greatest, needs no more. */
const RECORDS = 500;
const ITERATIONS = 12;
/** Share of 1/λ taken; the bound is 2/λ without momentum and above it with. It leaves room for curvature that grows in training. */
const SHARE = 0.5;

/**
 * SHARE/λ for λ = (greatest curvature of the loss)·(greatest eigenvalue of JᵀJ/n), by power iteration.
 *
 * @param seed of the initial parameters, and of the vector that the iteration starts from
 */
export function safeLearningRate(tf: TensorFlow, network: Network, data: TrainingData, loss: LossName, seed: number): number {
  return tf.tidy(() => {
    const rows = Math.min(RECORDS, data.records);
    const d = data.inputs.length / data.records;
    // Rows may be sorted by class: every k-th one.
    const stride = Math.floor(data.records / rows);
    const x = new Float32Array(rows * d);
    for (let i = 0; i < rows; i++) x.set(data.inputs.subarray(i * stride * d, (i * stride + 1) * d), i * d);
    const passes = forward(network, tf.tensor3d(x, [1, rows, d]), initialParameters(tf, network, [seed]));
    let direction = initialParameters(tf, network, [seed + 1]);
    let eigenvalue = 0;
    for (let i = 0; i < ITERATIONS; i++) {
      const norm = normOf(tf, direction);
      const from = direction;
      // Tensors on the way are many, and would fill the memory if they stayed for all iterations.
      direction = tf.tidy(() => {
        const unit = from.map((part) => tf.div(part, norm));
        return backward(network, passes, tf.mul(tangent(network, passes, unit), 1 / rows));
      });
      tf.dispose(from);
      eigenvalue = normOf(tf, direction);
    }
    return SHARE / (createLoss(tf, loss).greatestCurvature * eigenvalue);
  });
}

const normOf = (tf: TensorFlow, parts: readonly Tensor[]): number =>
  Math.sqrt(parts.reduce((sum, part) => sum + ((tf.sum(tf.square(part)).dataSync() as Float32Array)[0] as number), 0));
