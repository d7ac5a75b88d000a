import { beforeAll, expect, test } from '@jest/globals';
import { createNetwork, forward } from '../../src/networks/network.ts';
import type { NetworkSpec } from '../../src/networks/networkSpec.ts';
import { inputsAtOnce, networksSideBySide } from '../../src/networks/sideBySide.ts';
import type { TensorFlow } from '../../src/networks/tensorflow/loadTensorflow.ts';
import { initialParameters } from '../../src/networks/training/initialize.ts';
import { randomTensor, wasmTensorflow } from './support.ts';

let tf: TensorFlow;
beforeAll(async () => {
  tf = await wasmTensorflow();
});

const spec = (type: NetworkSpec['type']): NetworkSpec => ({
  type,
  depth: 2,
  width: 16,
  activation: 'relu',
  weightVariance: 2,
  biasVariance: 0,
});
const shape = (side: number) => ({ inputs: 3 * side ** 2, outputs: 10, grid: { height: side, width: side, channels: 3 } });

test.each(['fcn', 'cnn'] as const)('what layers make of inputs is counted: %s', (type) => {
  const network = createNetwork(tf, spec(type), shape(8));
  const x = randomTensor(tf, [1, 4, 192], 1);
  const parameters = initialParameters(tf, network, [1, 2, 3]);
  const before = tf.memory().numBytes;
  tf.engine().startScope();
  forward(network, x, parameters);
  const made = (tf.memory().numBytes - before) / 4;
  tf.engine().endScope();
  // TensorFlow.js counts views as well, and what the first layer makes of inputs that all share is made once: a budget needs no more than a factor of two.
  expect(made / (3 * 4 * network.made)).toBeGreaterThan(0.5);
  expect(made / (3 * 4 * network.made)).toBeLessThan(2);
});

test('few networks fit side by side where parameters are many, or what layers make of inputs', () => {
  expect(networksSideBySide({ size: 2 ** 20, made: 1 }, 100)).toBe(16);
  expect(networksSideBySide({ size: 1, made: 2 ** 20 }, 16)).toBe(4);
  expect(networksSideBySide({ size: 2 ** 30, made: 2 ** 30 }, 100)).toBe(1);
  expect(inputsAtOnce({ made: 2 ** 20 }, 16)).toBe(4);
  expect(inputsAtOnce({ made: 2 ** 30 }, 16)).toBe(1);
  const cifar = createNetwork(tf, spec('cnn'), shape(32));
  expect(networksSideBySide(cifar, 100)).toBeLessThan(5);
});
