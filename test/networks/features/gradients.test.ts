import { describe, expect, test } from '@jest/globals';
import { serialization, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers as layerClasses } from '@tensorflow/tfjs-layers';
import type { Progress } from '../../../src/base/progress.ts';
import { gradientFeatures } from '../../../src/networks/features/gradients.ts';
import { signProjection } from '../../../src/networks/features/signProjection.ts';
import type { ModelLike } from '../../../src/networks/features/trainedModel.ts';
import { expectAuditError } from '../../data/support.ts';
import {
  denseNetwork,
  FLOAT32,
  inputsOf,
  layers,
  relativeDifference,
  sequential,
  tensorsLeft,
  tf,
  waves,
  weightsOf,
} from './support.ts';

const all = { projections: 1e6, seed: 0 };
const { x } = waves(6, 3);

/** Σ_c f_c of dense layers with tanh between them, in float64. */
function summedOutputs(record: readonly number[], weights: readonly ArrayLike<number>[]): number {
  let values = [...record];
  for (let layer = 0; layer < weights.length; layer += 2) {
    const [kernel, bias] = [weights[layer] as ArrayLike<number>, weights[layer + 1] as ArrayLike<number>];
    values = Array.from(bias, (b, unit) =>
      values.reduce((sum, value, input) => sum + value * (kernel[input * bias.length + unit] as number), b),
    );
    if (layer < weights.length - 2) values = values.map(Math.tanh);
  }
  return values.reduce((sum, value) => sum + value, 0);
}

describe('gradients of the outputs by the weights', () => {
  test('agree with central differences in float64', async () => {
    const network = denseNetwork([3, 5, 4, 2]);
    const { values, dimensions, parameters } = await gradientFeatures(tf, network, inputsOf(x), all);
    const weights = weightsOf(network);
    expect(parameters).toBe(weights.reduce((sum, weight) => sum + weight.length, 0));
    expect(dimensions).toBe(parameters);
    const h = 1e-5;
    x.forEach((record, i) => {
      const differences = weights.flatMap((weight) =>
        Array.from(weight, (value, j) => {
          weight[j] = value + h;
          const above = summedOutputs(record, weights);
          weight[j] = value - h;
          const below = summedOutputs(record, weights);
          weight[j] = value;
          return (above - below) / (2 * h);
        }),
      );
      expect(relativeDifference(values.subarray(i * parameters, (i + 1) * parameters), differences)).toBeLessThan(FLOAT32);
    });
  });

  test('of a linear model are the inputs, once for every class, and ones', async () => {
    const { values, layer } = await gradientFeatures(tf, denseNetwork([3, 2]), inputsOf(x), all);
    expect(layer).toMatch(/^dense/);
    expect([...values]).toEqual(x.flatMap((record) => [...record.flatMap((value) => [value, value]), 1, 1]));
  });

  test.each(['softmax', 'sigmoid'] as const)('are those before a last %s, whose sum over classes need not vary', async (last) => {
    const gradients = async (network: ModelLike) => (await gradientFeatures(tf, network, inputsOf(x), all)).values;
    const plain = await gradients(denseNetwork([3, 4, 2]));
    expect(await gradients(denseNetwork([3, 4, 2], 'tanh', last))).toEqual(plain);
    const apart = denseNetwork([3, 4, 2]);
    apart.add(layers.activation({ activation: last }));
    expect(await gradients(apart)).toEqual(plain);
  });

  test('know no dropout, and leave out what is frozen', async () => {
    const network = sequential();
    network.add(layers.dense({ units: 4, inputShape: [3], trainable: false }));
    network.add(layers.dropout({ rate: 0.5 }));
    network.add(layers.dense({ units: 1 }));
    const first = await gradientFeatures(tf, network, inputsOf(x), all);
    expect(first.dimensions).toBe(5);
    expect((await gradientFeatures(tf, network, inputsOf(x), all)).values).toEqual(first.values);
  });

  test('pass through convolutions, pooling and batch normalization', async () => {
    const network = sequential();
    network.add(layers.conv2d({ filters: 2, kernelSize: 2, activation: 'relu', inputShape: [4, 4, 1] }));
    network.add(layers.batchNormalization());
    network.add(layers.globalAveragePooling2d({}));
    network.add(layers.softmax());
    const { x: images } = waves(4, 16);
    const { values, parameters, layer } = await gradientFeatures(tf, network, inputsOf(images, [4, 4, 1]), all);
    expect(layer).toMatch(/^global_average_pooling2d/);
    // Two filters of four numbers and a bias each; γ and β of two channels.
    expect(parameters).toBe(14);
    // The derivative by β is 1 for each of the two outputs.
    for (let i = 0; i < 4; i++) expect([...values.subarray(i * 14 + 12, (i + 1) * 14)]).toEqual([1, 1]);
  });

  test('are 0 by weights that have no say', async () => {
    class Unused extends layerClasses.Layer {
      static className = 'Unused';
      override build(): void {
        this.addWeight('unused', [2], 'float32', initializers.zeros());
        this.built = true;
      }
      override call(inputs: Tensor | Tensor[]): Tensor {
        return (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor;
      }
    }
    serialization.registerClass(Unused);
    const network = denseNetwork([3, 2]);
    network.add(new Unused({}));
    network.add(layers.dense({ units: 1 }));
    const { values, dimensions } = await gradientFeatures(tf, network, inputsOf(x), all);
    expect(dimensions).toBe(13);
    for (let i = 0; i < x.length; i++) expect([...values.subarray(i * 13 + 8, i * 13 + 10)]).toEqual([0, 0]);
  });

  test('are projected where there are more than asked for', async () => {
    const network = denseNetwork([3, 5, 4, 2]);
    const whole = await gradientFeatures(tf, network, inputsOf(x), all);
    const projected = await gradientFeatures(tf, network, inputsOf(x), { projections: 10, seed: 4 });
    expect(projected.dimensions).toBe(10);
    expect(projected.values).toEqual(signProjection(Float32Array.from(whole.values), whole.parameters, 10, 4));
  });

  test('report progress, can be cancelled, and leave no tensors and the model as it was', async () => {
    const network = denseNetwork([3, 4, 2], 'tanh', 'softmax');
    const before = Array.from((network.predict(tf.tensor2d(x)) as Tensor).dataSync());
    const seen: Progress[] = [];
    expect(
      await tensorsLeft(() => gradientFeatures(tf, network, inputsOf(x), { ...all, onProgress: (step) => seen.push(step) })),
    ).toBe(0);
    expect(seen[0]).toEqual({ stage: 'features', done: 0, total: 6 });
    expect(seen.at(-1)).toEqual({ stage: 'features', done: 6, total: 6 });
    const signal = AbortSignal.abort();
    expect(
      await tensorsLeft(() =>
        expectAuditError(() => gradientFeatures(tf, network, inputsOf(x), { ...all, signal }), 'CANCELLED'),
      ),
    ).toBe(0);
    expect(Array.from((network.predict(tf.tensor2d(x)) as Tensor).dataSync())).toEqual(before);
  });
});

describe('gradients that there are not', () => {
  test('of frozen models', async () => {
    const network = denseNetwork([3, 2]);
    network.trainable = false;
    await expectAuditError(
      () => gradientFeatures(tf, network, inputsOf(x), all),
      'OPTION_INVALID',
      'Expected a model with trainable weights',
      "Try features: 'last-layer'",
    );
  });

  test('of weights that are no numbers', async () => {
    const network = denseNetwork([3, 4, 2]);
    network.setWeights(network.getWeights().map((weight, i) => (i === 0 ? tf.fill(weight.shape, Number.NaN) : weight)));
    expect(
      await tensorsLeft(() =>
        expectAuditError(
          () => gradientFeatures(tf, network, inputsOf(x), all),
          'NOT_FINITE',
          'summed outputs',
          'NaN for record 0',
        ),
      ),
    ).toBe(0);
  });

  test('of outputs that do not overflow before their gradients do', async () => {
    const network = denseNetwork([1, 1, 1], 'linear');
    // f = 1e30 · (1e-30 x + 0), whose derivative by the first weight is 1e30 x: infinite in float32 for x = 1e9.
    network.setWeights([tf.tensor2d([[1e-30]]), tf.tensor1d([0]), tf.tensor2d([[1e30]]), tf.tensor1d([0])]);
    await expectAuditError(
      () => gradientFeatures(tf, network, inputsOf([[1], [1e9], [2]]), all),
      'NOT_FINITE',
      'the gradients of',
      'Infinity for record 1',
    );
  });

  test('of operations without a derivative', async () => {
    class Rounded extends layerClasses.Layer {
      static className = 'Rounded';
      override call(inputs: Tensor | Tensor[]): Tensor {
        return tf.topk((Array.isArray(inputs) ? inputs[0] : inputs) as Tensor, 1).values;
      }
    }
    const network = denseNetwork([3, 2]);
    network.add(new Rounded({}));
    await expectAuditError(
      () => gradientFeatures(tf, network, inputsOf(x), all),
      'OPTION_INVALID',
      'Expected a model whose outputs have gradients',
      'of which TensorFlow.js says',
    );
  });
});
