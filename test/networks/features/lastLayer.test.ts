import { describe, expect, test } from '@jest/globals';
import type { Tensor } from '@tensorflow/tfjs-core';
import { model as functional, input, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Progress } from '../../../src/base/progress.ts';
import { lastLayerFeatures } from '../../../src/networks/features/lastLayer.ts';
import type { ModelInputs } from '../../../src/networks/features/modelInputs.ts';
import { type ModelLike, readoutLayer } from '../../../src/networks/features/trainedModel.ts';
import { expectAuditError } from '../../data/support.ts';
import { denseNetwork, FLOAT32, inputsOf, layers, relativeDifference, sequential, tensorsLeft, tf, waves } from './support.ts';

const { x } = waves(7, 3);

const featuresOf = (
  model: ModelLike,
  inputs: ModelInputs,
  { layer, batchSize = 3 }: { layer?: string; batchSize?: number } = {},
) => lastLayerFeatures(tf, model, readoutLayer(model, layer), inputs, { batchSize });

describe('the inputs of the last layer', () => {
  test('of a linear model are the inputs', async () => {
    const { values, dimensions, hasConstant, parameters } = await featuresOf(denseNetwork([3, 2]), inputsOf(x));
    expect([...values]).toEqual(x.flat());
    expect([dimensions, hasConstant, parameters]).toEqual([3, true, 8]);
    expect((await featuresOf(denseNetwork([3, 2], 'tanh', 'linear', false), inputsOf(x))).hasConstant).toBe(false);
  });

  test('are what a model cut off before it answers', async () => {
    const network = denseNetwork([3, 6, 4, 2], 'relu', 'softmax');
    const cut = functional({ inputs: network.inputs, outputs: network.layers[1]?.output as SymbolicTensor });
    const { values, dimensions, layer } = await featuresOf(network, inputsOf(x));
    expect(dimensions).toBe(4);
    expect(layer).toBe(network.layers[2]?.name);
    expect(relativeDifference(values, (cut.predict(tf.tensor2d(x)) as Tensor).dataSync())).toBeLessThan(FLOAT32);
  });

  test('are linear in the outputs before the softmax', async () => {
    const network = denseNetwork([3, 5, 2], 'tanh', 'softmax');
    const { values, dimensions } = await featuresOf(network, inputsOf(x));
    const [kernel, bias] = (network.layers[1] as (typeof network.layers)[number]).getWeights() as [Tensor, Tensor];
    const answers = tf.softmax(tf.add(tf.matMul(tf.tensor2d(Float32Array.from(values), [7, dimensions]), kernel as never), bias));
    const predicted = (network.predict(tf.tensor2d(x)) as Tensor).dataSync();
    expect(relativeDifference(answers.dataSync(), predicted)).toBeLessThan(FLOAT32);
  });

  test('are those of the records asked for, and the same in batches of any size', async () => {
    const network = denseNetwork([3, 4, 2]);
    const whole = await featuresOf(network, inputsOf(x), { batchSize: 100 });
    expect(await featuresOf(network, inputsOf(x), { batchSize: 1 })).toEqual(whole);
    const some = await featuresOf(network, { ...inputsOf(x), rows: Int32Array.of(1, 4, 6) }, { batchSize: 2 });
    expect(some.values).toEqual(whole.values.map((value, i) => ([1, 4, 6].includes(Math.floor(i / 4)) ? value : 0)));
  });

  test('of an image network are what its last pooling or flattening gives, with all that follows left out', async () => {
    const network = sequential();
    network.add(layers.conv2d({ filters: 2, kernelSize: 3, activation: 'relu', inputShape: [5, 4, 1] }));
    network.add(layers.flatten());
    network.add(layers.dropout({ rate: 0.9 }));
    network.add(layers.dense({ units: 2 }));
    network.add(layers.softmax());
    const { x: images } = waves(5, 20);
    const { values, dimensions } = await featuresOf(network, inputsOf(images, [5, 4, 1]));
    expect(dimensions).toBe(3 * 2 * 2);
    const cut = functional({ inputs: network.inputs, outputs: network.layers[1]?.output as SymbolicTensor });
    const expected = (cut.predict(tf.tensor4d(images.flat(), [5, 5, 4, 1])) as Tensor).dataSync();
    expect(relativeDifference(values, expected)).toBeLessThan(FLOAT32);
  });

  test('of functional models with branches, and of models within models', async () => {
    const entry = input({ shape: [3] });
    const body = denseNetwork([3, 4], 'tanh', 'tanh');
    const branches = [body.apply(entry), layers.dense({ units: 2 }).apply(entry)] as SymbolicTensor[];
    const joined = layers.concatenate().apply(branches) as SymbolicTensor;
    const head = denseNetwork([6, 3, 2], 'tanh', 'softmax');
    const network = functional({ inputs: entry, outputs: head.apply(joined) as SymbolicTensor });
    const { values, dimensions, layer } = await featuresOf(network, inputsOf(x));
    expect([dimensions, layer]).toEqual([3, head.layers[1]?.name]);
    const hidden = functional({ inputs: head.inputs, outputs: head.layers[0]?.output as SymbolicTensor });
    const cut = functional({ inputs: entry, outputs: joined });
    const expected = (hidden.predict(cut.predict(tf.tensor2d(x)) as Tensor) as Tensor).dataSync();
    expect(relativeDifference(values, expected)).toBeLessThan(FLOAT32);
    expect((await featuresOf(network, inputsOf(x), { layer: head.layers[0]?.name as string })).dimensions).toBe(6);
  });

  test('report progress, can be cancelled, and leave no tensors and the model as it was', async () => {
    const network = denseNetwork([3, 4, 2], 'tanh', 'softmax');
    const layer = readoutLayer(network, undefined);
    const before = Array.from((network.predict(tf.tensor2d(x)) as Tensor).dataSync());
    const own = Object.keys(layer);
    const seen: Progress[] = [];
    const run = { batchSize: 3, onProgress: (step: Progress) => seen.push(step) };
    expect(await tensorsLeft(() => lastLayerFeatures(tf, network, layer, inputsOf(x), run))).toBe(0);
    expect(seen.map(({ done }) => done)).toEqual([0, 3, 6, 7]);
    expect(seen.every(({ stage, total }) => stage === 'features' && total === 7)).toBe(true);
    const signal = AbortSignal.abort();
    const cancelled = () => lastLayerFeatures(tf, network, layer, inputsOf(x), { ...run, signal });
    expect(await tensorsLeft(() => expectAuditError(cancelled, 'CANCELLED'))).toBe(0);
    expect(Object.keys(layer)).toEqual(own);
    expect(Array.from((network.predict(tf.tensor2d(x)) as Tensor).dataSync())).toEqual(before);
  });
});

describe('features that there are not', () => {
  test('after training that diverged: the record is named, and no tensor is left', async () => {
    const network = denseNetwork([3, 4, 2]);
    network.setWeights(network.getWeights().map((weight, i) => (i === 2 ? tf.fill(weight.shape, Number.NaN) : weight)));
    const work = () => featuresOf(network, inputsOf(x));
    expect(
      await tensorsLeft(() =>
        expectAuditError(work, 'NOT_FINITE', 'Expected the outputs of layer "dense', 'Got NaN for record 0', 'training loss'),
      ),
    ).toBe(0);
  });

  test('for a record whose features overflow, though not its outputs', async () => {
    const network = denseNetwork([1, 1, 1], 'linear');
    network.setWeights([tf.tensor2d([[1e30]]), tf.tensor1d([0]), tf.tensor2d([[0]]), tf.tensor1d([0])]);
    // ∞ · 0 is no number, so that the outputs are seen first.
    await expectAuditError(() => featuresOf(network, inputsOf([[1], [2], [1e10], [3]])), 'NOT_FINITE', 'for record 2');
  });

  test('of a layer that is used twice', async () => {
    const shared = layers.dense({ units: 3 });
    const entry = input({ shape: [3] });
    const network = functional({ inputs: entry, outputs: shared.apply(shared.apply(entry) as SymbolicTensor) as SymbolicTensor });
    expect(
      await tensorsLeft(() =>
        expectAuditError(() => featuresOf(network, inputsOf(x)), 'OPTION_INVALID', 'to be used once', 'Got 2 uses'),
      ),
    ).toBe(0);
  });
});
