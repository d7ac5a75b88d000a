// What tests of networks share: TensorFlow.js on the plain WebAssembly backend, small networks, and automatic differentiation as the second route.

import type { Tensor } from '@tensorflow/tfjs-core';
import { createRandom } from '../../src/base/random.ts';
import { loadTensorflow, type TensorFlow } from '../../src/networks/tensorflow/loadTensorflow.ts';

export async function wasmTensorflow(): Promise<TensorFlow> {
  return (await loadTensorflow({ backend: 'wasm' })).tf;
}

export function randomTensor(tf: TensorFlow, shape: number[], seed: number): Tensor {
  const random = createRandom(seed);
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  );
}

/** Σ a∘b. */
export const inner = (tf: TensorFlow, a: Tensor, b: Tensor): number =>
  tf.tidy(() => (tf.sum(tf.mul(a, b)).dataSync() as Float32Array)[0] as number);
