// How large is a network's loss, how does it slope and curve? Called by trainMembers.ts and rivals/.

import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import type { LossName } from './lossNames.ts';

/** Of outputs f [G, B, C] and targets y [1, B, C], one-hot minus 1/C, as Gaussian processes have them; per record, before means over records. */
export interface Loss {
  /** ½‖f − y‖², or −ln softmax(f)_class in nats: [G, B]. */
  values(outputs: Tensor, targets: Tensor): Tensor;
  /** ∂/∂f, [G, B, C]. */
  slopes(outputs: Tensor, targets: Tensor): Tensor;
  /** (∂²/∂f²)·ḟ, [G, B, C]. */
  curvature(outputs: Tensor, tangents: Tensor): Tensor;
  /** Greatest eigenvalue of ∂²/∂f² at any outputs. */
  readonly greatestCurvature: number;
}

export function createLoss(tf: TensorFlow, name: LossName): Loss {
  return name === 'squared' ? squaredError(tf) : crossEntropy(tf);
}

function squaredError(tf: TensorFlow): Loss {
  return {
    values: (f, y) => tf.mul(tf.sum(tf.square(tf.sub(f, y)), -1), 0.5),
    slopes: (f, y) => tf.sub(f, y),
    curvature: (_f, tangents) => tangents.clone(),
    greatestCurvature: 1,
  };
}

function crossEntropy(tf: TensorFlow): Loss {
  const oneHot = (y: Tensor): Tensor => tf.add(y, 1 / (y.shape.at(-1) as number));
  const softmax = (f: Tensor): Tensor => tf.softmax(f);
  return {
    values: (f, y) => tf.sub(tf.logSumExp(f, -1), tf.sum(tf.mul(f, oneHot(y)), -1)),
    slopes: (f, y) => tf.sub(softmax(f), oneHot(y)),
    curvature(f, tangents) {
      const p = softmax(f);
      const moved = tf.mul(p, tangents);
      return tf.sub(moved, tf.mul(p, tf.sum(moved, -1, true)));
    },
    greatestCurvature: 0.5,
  };
}
