// Activations elementwise, with their derivatives. Called by network.ts. The names are those of the kernels (kernels/activations), and so are the
// conventions: the exact gelu, and slope 1 at 0 nowhere (derivatives of kinks are taken from the left).

import type { Tensor } from '@tensorflow/tfjs-core';
import { assertKnownName } from '../../base/names.ts';
import { DEFAULT_NEGATIVE_SLOPE } from '../../kernels/activations/createActivation.ts';
import type { ClosedFormActivation, QuadratureActivation } from '../../kernels/kernel.ts';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import type { Layer } from './layer.ts';

interface Elementwise {
  value(x: Tensor): Tensor;
  /** φ′(x), given y = φ(x) as well. */
  slope(x: Tensor, y: Tensor): Tensor;
}

type ActivationName = ClosedFormActivation | QuadratureActivation;

const elementwise = (tf: TensorFlow, negativeSlope: number): Record<ActivationName, Elementwise> => {
  const one = (y: Tensor) => tf.onesLike(y);
  const density = (x: Tensor) => tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  const below = (x: Tensor) => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
  return {
    relu: { value: (x) => tf.relu(x), slope: (x) => tf.step(x) },
    'leaky-relu': { value: (x) => tf.leakyRelu(x, negativeSlope), slope: (x) => tf.step(x, negativeSlope) },
    abs: { value: (x) => tf.abs(x), slope: (x) => tf.step(x, -1) },
    identity: { value: (x) => x.clone(), slope: (_x, y) => one(y) },
    gelu: { value: (x) => tf.mul(x, below(x)), slope: (x) => tf.add(below(x), tf.mul(x, density(x))) },
    erf: { value: (x) => tf.erf(x), slope: (x) => tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI)) },
    sin: { value: (x) => tf.sin(x), slope: (x) => tf.cos(x) },
    tanh: { value: (x) => tf.tanh(x), slope: (_x, y) => tf.sub(1, tf.square(y)) },
    sigmoid: { value: (x) => tf.sigmoid(x), slope: (_x, y) => tf.mul(y, tf.sub(1, y)) },
    silu: {
      value: (x) => tf.mul(x, tf.sigmoid(x)),
      slope: (x, y) => {
        const s = tf.sigmoid(x);
        return tf.add(s, tf.mul(y, tf.sub(1, s)));
      },
    },
    // For x ≤ 0, φ′ = e^x = φ + 1.
    elu: { value: (x) => tf.elu(x), slope: (_x, y) => tf.add(tf.minimum(y, 0), 1) },
  };
};

/** @throws AuditError NAME_UNKNOWN */
export function activationLayer(tf: TensorFlow, units: number, name: string, negativeSlope = DEFAULT_NEGATIVE_SLOPE): Layer {
  const table = elementwise(tf, negativeSlope);
  const { value, slope } = table[assertKnownName('activation', name, Object.keys(table)) as ActivationName];
  return {
    inputs: units,
    outputs: units,
    made: units,
    parameters: [],
    forward: (x) => value(x),
    backward: ({ x, y }, upstream) => ({ input: tf.mul(upstream, slope(x, y)), parameters: [] }),
    tangent: ({ x, y }, input) => (input === undefined ? tf.zerosLike(y) : tf.mul(input, slope(x, y))),
  };
}
