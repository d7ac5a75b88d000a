import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Tensor } from '@tensorflow/tfjs-core';
import { createKernel } from '../../src/kernels/createKernel.ts';
import { matrix } from '../../src/linalg/matrix.ts';
import { backward, createNetwork, forward, outputsOf, tangent } from '../../src/networks/network.ts';
import type { NetworkSpec } from '../../src/networks/networkSpec.ts';
import type { TensorFlow } from '../../src/networks/tensorflow/loadTensorflow.ts';
import { initialParameters } from '../../src/networks/training/initialize.ts';
import { expectAuditError } from '../data/support.ts';
import { inner, randomTensor, wasmTensorflow } from './support.ts';

let tf: TensorFlow;
beforeAll(async () => {
  tf = await wasmTensorflow();
});

const fcn = (spec: Partial<NetworkSpec> = {}): NetworkSpec => ({
  type: 'fcn',
  depth: 2,
  width: 7,
  activation: 'tanh',
  weightVariance: 1.5,
  biasVariance: 0.2,
  ...spec,
});
const GRID = { height: 6, width: 5, channels: 2 };
const NETWORKS: readonly (readonly [string, NetworkSpec, number])[] = [
  ['fully connected', fcn(), 5],
  ['linear', fcn({ depth: 0 }), 5],
  ['convolutional', fcn({ type: 'cnn', depth: 2, width: 3 }), 60],
];

describe.each(NETWORKS)('a %s network', (_name, spec, inputs) => {
  const setUp = (members: number) => {
    const network = createNetwork(tf, spec, { inputs, outputs: 3, grid: GRID });
    const parameters = initialParameters(
      tf,
      network,
      Array.from({ length: members }, (_, g) => g),
    );
    return { network, parameters, x: randomTensor(tf, [1, 4, inputs], 5) };
  };

  test('pulls back by the adjoint of its tangents', () => {
    const { network, parameters, x } = setUp(2);
    const passes = forward(network, x, parameters);
    const moved = parameters.map((p, i) => randomTensor(tf, p.shape, 30 + i));
    const upstream = randomTensor(tf, [2, 4, 3], 40);
    const forwards = inner(tf, upstream, tangent(network, passes, moved));
    const backwards = backward(network, passes, upstream).reduce((sum, g, i) => sum + inner(tf, g, moved[i] as Tensor), 0);
    expect(Math.abs(forwards - backwards)).toBeLessThan(1e-4 * (1 + Math.abs(forwards)));
  });

  test('has the gradients of central differences', () => {
    const { network, parameters, x } = setUp(1);
    const upstream = randomTensor(tf, [1, 4, 3], 40);
    const moved = parameters.map((p, i) => randomTensor(tf, p.shape, 30 + i));
    const slope = backward(network, forward(network, x, parameters), upstream).reduce(
      (s, g, i) => s + inner(tf, g, moved[i] as Tensor),
      0,
    );
    const h = 1e-3;
    const at = (sign: number) => {
      const shifted = parameters.map((p, i) => tf.add(p, tf.mul(moved[i] as Tensor, sign * h)));
      return inner(tf, outputsOf(forward(network, x, shifted)), upstream);
    };
    // Outputs of order one in float32, divided by the step.
    expect(Math.abs((at(1) - at(-1)) / (2 * h) - slope)).toBeLessThan(5e-3 * (1 + Math.abs(slope)));
  });

  test('gives every member what it gives it alone', () => {
    const { network, parameters, x } = setUp(3);
    const all = outputsOf(forward(network, x, parameters)).dataSync();
    const alone = outputsOf(forward(network, x, initialParameters(tf, network, [2]))).dataSync();
    alone.forEach((value, i) => {
      expect(all[2 * 12 + i]).toBeCloseTo(value, 4);
    });
  });

  test('counts its parameters', () => {
    const { network, parameters } = setUp(1);
    expect(parameters.reduce((sum, p) => sum + p.size, 0)).toBe(network.size);
  });
});

/** Two inputs of three values, of different norms. */
const X = Float64Array.of(0.9, -0.4, 1.3, -0.2, 0.8, 0.5);

describe.each(['relu', 'gelu', 'tanh'])('wide networks of %s', (activation) => {
  const spec = { type: 'fcn', depth: 2, weightVariance: 1.8, biasVariance: 0.15, activation } as const;

  test('have the covariance of the NNGP kernel over initializations', () => {
    const network = createNetwork(tf, { ...spec, width: 128 }, { inputs: 3, outputs: 16 });
    const members = 64;
    const x = tf.tensor3d(Float32Array.from(X), [1, 2, 3]);
    const f = outputsOf(
      forward(
        network,
        x,
        initialParameters(
          tf,
          network,
          Array.from({ length: members }, (_, g) => g),
        ),
      ),
    ).dataSync();
    const kernel = createKernel({ ...spec, output: 'nngp' }, 3).gram(matrix(2, 3, X)).data;
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      let sum = 0;
      for (let g = 0; g < members; g++)
        for (let c = 0; c < 16; c++) sum += (f[(g * 2 + i) * 16 + c] as number) * (f[(g * 2 + j) * 16 + c] as number);
      const samples = members * 16;
      const expected = kernel[i * 2 + j] as number;
      // Standard error of a product of Gaussians; four of them, and 1/width for what finite networks differ by.
      const se = Math.sqrt(((kernel[i * 3] as number) * (kernel[j * 3] as number) + expected ** 2) / samples);
      expect(Math.abs(sum / samples - expected)).toBeLessThan(4 * se + (4 * (kernel[0] as number)) / 128);
    }
  });

  test('have tangents whose products are the NTK', () => {
    const width = 512;
    const network = createNetwork(tf, { ...spec, width }, { inputs: 3, outputs: 1 });
    const parameters = initialParameters(tf, network, [3]);
    const gradients = [0, 1].map((i) => {
      const passes = forward(network, tf.tensor3d(Float32Array.from(X.subarray(3 * i, 3 * i + 3)), [1, 1, 3]), parameters);
      return backward(network, passes, tf.onesLike(outputsOf(passes)));
    }) as [Tensor[], Tensor[]];
    const kernel = createKernel({ ...spec, output: 'ntk' }, 3).gram(matrix(2, 3, X)).data;
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const product = (gradients[i] as Tensor[]).reduce(
        (sum, part, p) => sum + inner(tf, part, (gradients[j] as Tensor[])[p] as Tensor),
        0,
      );
      // Fluctuations of order 1/√width around the limit, a few of them in each of three layers.
      expect(Math.abs(product - (kernel[i * 2 + j] as number))).toBeLessThan((6 * (kernel[0] as number)) / Math.sqrt(width));
    }
  });
});

test('a convolutional network of records that are no images is an error', async () => {
  const create = () => createNetwork(tf, fcn({ type: 'cnn' }), { inputs: 60, outputs: 2 });
  await expectAuditError(create, 'OPTION_INVALID', 'images for a convolutional network', '--image-shape');
});
