// The dense layer y = √(w²/k)·x W + √b²·β of k inputs, for standard normal W and β. Called by network.ts.

import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import type { Layer } from './layer.ts';

export interface Variances {
  /** w², of weights times the number of inputs. */
  readonly weightVariance: number;
  /** b²; a layer with 0 has no biases. */
  readonly biasVariance: number;
}

export function denseLayer(tf: TensorFlow, inputs: number, outputs: number, { weightVariance, biasVariance }: Variances): Layer {
  const scale = Math.sqrt(weightVariance / inputs);
  const biasScale = Math.sqrt(biasVariance);
  const hasBias = biasVariance > 0;
  const affine = (x: Tensor, weights: Tensor, bias: Tensor | undefined): Tensor => {
    const y = tf.mul(tf.matMul(x, weights), scale);
    return bias === undefined ? y : tf.add(y, tf.mul(bias, biasScale));
  };
  return {
    inputs,
    outputs,
    // The product, and what its scale makes of it.
    made: 2 * outputs,
    parameters: hasBias
      ? [
          [inputs, outputs],
          [1, outputs],
        ]
      : [[inputs, outputs]],
    forward: (x, [weights, bias]) => affine(x, weights as Tensor, bias),
    backward({ x, parameters: [weights] }, upstream, needsInput) {
      // The factor of y goes to ∂L/∂y, the smallest of the tensors it could go to.
      const scaled = tf.mul(upstream, scale);
      return {
        input: needsInput ? tf.matMul(scaled, weights as Tensor, false, true) : undefined,
        parameters: [tf.matMul(x, scaled, true, false), ...(hasBias ? [tf.mul(tf.sum(upstream, 1, true), biasScale)] : [])],
      };
    },
    tangent({ x, parameters: [weights] }, input, [weightTangent, biasTangent]) {
      const own = affine(x, weightTangent as Tensor, biasTangent);
      return input === undefined ? own : tf.add(own, tf.mul(tf.matMul(input, weights as Tensor), scale));
    },
  };
}
