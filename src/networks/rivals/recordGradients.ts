// What does one trained network say of single records: their loss, their margin, the gradient of their loss? Called by rivalScores.ts and influence.ts.

import type { Tensor } from '@tensorflow/tfjs-core';
import { backward, forward, type Network, outputsOf } from '../network.ts';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import type { Loss } from '../training/loss.ts';

export interface RecordGradients {
  /** ℓ of each record. */
  readonly losses: Float32Array;
  /** f_class − max of the others. */
  readonly margins: Float32Array;
  /** ∂ℓ/∂(each parameter) of each record, [R, …]: records take the place of members. For the caller to dispose of. */
  readonly gradients: readonly Tensor[];
}

/**
 * @param parameters of one member, [1, …]
 * @param x [R, 1, d]
 * @param y [R, 1, C], one-hot minus 1/C
 */
export function recordGradients(
  tf: TensorFlow,
  network: Network,
  loss: Loss,
  parameters: readonly Tensor[],
  x: Tensor,
  y: Tensor,
): RecordGradients {
  const [losses, margins, ...gradients] = tf.tidy(() => {
    const passes = forward(network, x, parameters);
    const f = outputsOf(passes);
    return [loss.values(f, y), marginsOf(tf, f, y), ...backward(network, passes, loss.slopes(f, y))];
  }) as [Tensor, Tensor, ...Tensor[]];
  const read = (tensor: Tensor): Float32Array => {
    const values = tensor.dataSync() as Float32Array;
    tensor.dispose();
    return values;
  };
  return { losses: read(losses), margins: read(margins), gradients };
}

/** More than any output. */
const FAR = 1e30;

function marginsOf(tf: TensorFlow, f: Tensor, y: Tensor): Tensor {
  const isClass = tf.step(y);
  const own = tf.sum(tf.mul(f, isClass), -1);
  return tf.sub(own, tf.max(tf.sub(f, tf.mul(isClass, FAR)), -1));
}

/** Σ of squares over all parameters, of each record: [R]. */
export function squaredNorms(tf: TensorFlow, parts: readonly Tensor[]): Float32Array {
  return dots(tf, parts, parts);
}

/** Σ a∘b over all parameters, of each record: [R]. */
export function dots(tf: TensorFlow, a: readonly Tensor[], b: readonly Tensor[]): Float32Array {
  const sum = tf.tidy(() =>
    a
      .map((part, i) => tf.sum(tf.reshape(tf.mul(part, b[i] as Tensor), [part.shape[0] as number, -1]), 1))
      .reduce((x, y) => tf.add(x, y)),
  );
  const values = sum.dataSync() as Float32Array;
  sum.dispose();
  return values;
}
