// TensorFlow.js for the tests of trained models: its JavaScript backend, which computes the same on every machine, and small networks.

import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayersModel, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { datasetFromArrays } from '../../../src/data/datasetFromArrays.ts';
import type { ModelInputs } from '../../../src/networks/features/modelInputs.ts';

// Else it advertises its native backend on the console.
tf.env().set('IS_TEST', true);

/** Relative to the largest entry; a few dozen roundings in float32 (6e-8 each). */
export const FLOAT32 = 2e-6;

export { layers, sequential, tf };

type Activation = 'relu' | 'tanh' | 'softmax' | 'sigmoid' | 'linear';

/** Dense layers of these widths, the first number being that of the inputs; weights and biases are drawn by seed. */
export function denseNetwork(
  widths: readonly number[],
  hidden: Activation = 'tanh',
  last: Activation = 'linear',
  useBias = true,
): Sequential {
  const network = sequential();
  widths.slice(1).forEach((units, i) => {
    network.add(
      layers.dense({
        units,
        useBias,
        activation: i === widths.length - 2 ? last : hidden,
        kernelInitializer: initializers.glorotNormal({ seed: 10 + i }),
        biasInitializer: initializers.randomNormal({ stddev: 0.3, seed: 20 + i }),
        ...(i === 0 && { inputShape: [widths[0] as number] }),
      }),
    );
  });
  return network;
}

/** Records that differ in every value, of two classes in turn. */
export function waves(records: number, dimensions: number): { x: number[][]; y: number[] } {
  const x = Array.from({ length: records }, (_, i) =>
    // Exact in float32, so that both precisions see the same records.
    Array.from({ length: dimensions }, (_, j) => Math.fround(Math.sin(1 + i * (j + 1)) + (i % 2) * 0.5)),
  );
  return { x, y: x.map((_, i) => i % 2) };
}

/** All records of `x` as a model with inputs of this shape takes them. */
export function inputsOf(x: readonly (readonly number[])[], shape: readonly number[] = [(x[0] as number[]).length]): ModelInputs {
  const dataset = datasetFromArrays({ x, y: x.map((_, i) => i % 2) });
  return { dataset, rows: Int32Array.from(x.keys()), shape };
}

/** Weights in the order of the model, in float64. */
export function weightsOf(model: LayersModel): Float64Array[] {
  return model.trainableWeights.map((weight) => Float64Array.from(weight.read().dataSync()));
}

/** Runs `work` and returns how many tensors it left behind. */
export async function tensorsLeft(work: () => unknown): Promise<number> {
  const before = tf.memory().numTensors;
  await work();
  return tf.memory().numTensors - before;
}

/** Largest difference, relative to the largest entry of `expected`. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const places = Array.from({ length: Math.max(actual.length, expected.length) }, (_, i) => i);
  const difference = Math.max(...places.map((i) => Math.abs((actual[i] ?? Number.NaN) - (expected[i] ?? Number.NaN))));
  return difference / Math.max(...places.map((i) => Math.abs(expected[i] as number)));
}
