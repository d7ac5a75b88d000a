import { describe, expect, test } from '@jest/globals';
import { model as functional, input, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { gradientFeatures } from '../../../src/networks/features/gradients.ts';
import { modelInputs } from '../../../src/networks/features/modelInputs.ts';
import { assertSameInstance, resolveTensorFlow } from '../../../src/networks/features/tensorFlow.ts';
import { assertTrainedModel, layersOf, outputLayer, readoutLayer } from '../../../src/networks/features/trainedModel.ts';
import { expectAuditError } from '../../data/support.ts';
import { denseNetwork, inputsOf, layers, sequential, tf, waves } from './support.ts';

describe('a trained model', () => {
  test('is a sequential or functional one; anything else is refused with what it is', async () => {
    expect(() => assertTrainedModel(denseNetwork([3, 2]))).not.toThrow();
    for (const [model, got] of [
      [undefined, 'Got a value of type undefined'],
      ['model.json', 'Got the text "model.json"'],
      [{ executeAsync: () => {} }, 'Got a graph model'],
      [new Map(), 'Got an object of class Map'],
      [Object.create(null), 'Got an object of class none'],
      [sequential(), 'Got 0 inputs and 0 outputs'],
      [{ layers: [], apply: () => {} }, 'Got 0 inputs and 0 outputs'],
    ] as const) {
      await expectAuditError(() => assertTrainedModel(model), 'OPTION_INVALID', got, 'docs/models.md');
    }
  });

  test('has one input and one output', async () => {
    const entries = [input({ shape: [2] }), input({ shape: [2] })];
    const joined = layers.add().apply(entries) as SymbolicTensor;
    const other = layers.maximum().apply(entries) as SymbolicTensor;
    await expectAuditError(
      () => assertTrainedModel(functional({ inputs: entries, outputs: [joined, other] })),
      'OPTION_INVALID',
      'one input and one output',
      'Got 2 inputs and 2 outputs',
    );
  });

  test('is read out by its last layer with weights, which must be dense, or by the one named', async () => {
    const network = denseNetwork([3, 4, 2]);
    network.add(layers.dropout({ rate: 0.5 }));
    network.add(layers.softmax());
    const [first, second] = network.layers;
    expect(readoutLayer(network, undefined)).toBe(second);
    expect(readoutLayer(network, first?.name)).toBe(first);
    expect(outputLayer(network)).toBe(second);
    network.add(layers.batchNormalization({ name: 'norm' }));
    await expectAuditError(
      () => readoutLayer(network, undefined),
      'OPTION_INVALID',
      'to be dense',
      'Got "norm" (BatchNormalization)',
      `layer: '${second?.name}'`,
      "features: 'gradients'",
    );
    await expectAuditError(() => readoutLayer(network, 'nrom'), 'NAME_UNKNOWN', 'Got "nrom"', `${first?.name}`, 'Try "norm"');
  });

  test('without any weights has nothing to read out', async () => {
    const network = sequential();
    network.add(layers.softmax({ inputShape: [3] }));
    await expectAuditError(() => readoutLayer(network, undefined), 'OPTION_INVALID', 'a model with weights');
    expect(outputLayer(network)).toBe(network.layers[0]);
  });

  test('within another lends it its layers', () => {
    const inner = denseNetwork([3, 4, 2]);
    const outer = sequential();
    outer.add(inner);
    outer.add(layers.dense({ units: 1, name: 'last' }));
    expect(layersOf(outer).map(({ name }) => name)).toEqual([...inner.layers.map(({ name }) => name), 'last']);
  });

  test('takes records of the shape of its input, and the caller’s where it leaves sizes open', async () => {
    const { dataset, rows } = inputsOf(waves(4, 12).x);
    const shapeFor = (shape: (number | null)[], given: number[]) =>
      modelInputs({ ...denseNetwork([1, 1]), inputs: [{ shape: [null, ...shape] }] } as never, dataset, rows, given).shape;
    expect(shapeFor([3, 4, 1], [12])).toEqual([3, 4, 1]);
    expect(shapeFor([12], [3, 4])).toEqual([12]);
    expect(shapeFor([null, 4], [3, 4])).toEqual([3, 4]);
    for (const [shape, given] of [
      [[10], [12]],
      [[null, 4], [12]],
      [
        [null, 5],
        [3, 4],
      ],
    ] as const) {
      await expectAuditError(
        () => shapeFor([...shape], [...given]),
        'SHAPE_MISMATCH',
        `[${shape.map((size) => size ?? 'any').join(', ')}]`,
        `Got records of shape [${given.join(', ')}]`,
      );
    }
  });
});

describe('the TensorFlow.js that computes', () => {
  test('is the one passed, or the package', async () => {
    expect((await resolveTensorFlow(undefined)).variableGrads).toBe(tf.variableGrads);
    expect(await resolveTensorFlow(tf)).toBe(tf);
    await expectAuditError(() => resolveTensorFlow({} as never), 'OPTION_INVALID', 'Got an object without tidy, tensor');
    await expectAuditError(() => resolveTensorFlow(null as never), 'OPTION_INVALID', 'Got null', 'and { tf }');
  });

  test('may be another copy that shares the engine, and is told from one with an engine of its own', async () => {
    const copy = '@tensorflow/tfjs-core/dist/tf-core.es2017.js';
    const network = denseNetwork([3, 2]);
    const realm = globalThis as { _tfengine?: unknown };
    const shared = realm._tfengine;
    delete realm._tfengine;
    const apart = (await import(copy)).default;
    const own = realm._tfengine;
    realm._tfengine = shared;
    expect(own).not.toBe(shared);
    expect(apart.variableGrads).not.toBe(tf.variableGrads);
    await expectAuditError(() => assertSameInstance(apart, network), 'OPTION_INVALID', 'of another instance', '{ tf }');
    // In one realm all copies find the engine of the first.
    const beside = (await import('@tensorflow/tfjs-core/dist/tf-core.js' as string)).default;
    expect(beside.variableGrads).not.toBe(tf.variableGrads);
    expect(() => assertSameInstance(beside, network)).not.toThrow();
    const { x } = waves(4, 3);
    const { values } = await gradientFeatures(beside, network, inputsOf(x), { projections: 1e6, seed: 0 });
    expect(values).toEqual((await gradientFeatures(tf, network, inputsOf(x), { projections: 1e6, seed: 0 })).values);
  });

  test('must know the weights of the model', async () => {
    const network = denseNetwork([3, 2]);
    expect(() => assertSameInstance(tf, network)).not.toThrow();
    const other = { ...tf, engine: () => ({ registeredVariables: {} }) } as never;
    await expectAuditError(
      () => assertSameInstance(other, network),
      'OPTION_INVALID',
      `Expected the weights of "${network.name}" to belong to the TensorFlow.js that audits it`,
      'of another instance',
      'Try passing { tf }',
    );
    network.dispose();
    await expectAuditError(() => assertSameInstance(tf, network), 'OPTION_INVALID', 'whose weights can be read', 'disposed');
  });
});
