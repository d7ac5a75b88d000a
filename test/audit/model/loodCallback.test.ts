import { describe, expect, test } from '@jest/globals';
import * as layersNamespace from '@tensorflow/tfjs-layers';
import { callbacks as kerasCallbacks, type LayersModel, type ModelFitArgs } from '@tensorflow/tfjs-layers';
import { auditModel } from '../../../src/audit/auditModel.ts';
import { type LoodCallbackOptions, loodCallback, type TrainingAudit } from '../../../src/audit/model/loodCallback.ts';
import { expectAuditError } from '../../data/support.ts';
import { denseNetwork, tensorsLeft, tf, waves } from '../../networks/features/support.ts';

const { x, y } = waves(12, 3);
const inputs = tf.tensor2d(x);
const targets = tf.oneHot(tf.tensor1d(y, 'int32'), 2);

/** A network ready to train; every weight in it is set by seed. */
function compiled(): LayersModel {
  const network = denseNetwork([3, 4, 2], 'tanh', 'softmax');
  network.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
  return network;
}

const train = (network: LayersModel, epochs: number, callbacks: NonNullable<ModelFitArgs['callbacks']>, more: object = {}) =>
  network.fit(inputs, targets, { epochs, batchSize: 4, shuffle: false, verbose: 0, callbacks, ...more });

describe('a callback of model.fit', () => {
  test('audits the model at the end of training, as auditModel does then', async () => {
    const network = compiled();
    const callback = loodCallback({ x, y, noiseVariance: 0.3 });
    await train(network, 2, callback);
    expect(callback.audits.map(({ epochs }) => epochs)).toEqual([2]);
    expect(callback.audits[0]?.result.records).toEqual((await auditModel(network, x, y, { noiseVariance: 0.3 })).records);
    expect(callback.failures).toEqual([]);
  });

  test.each([
    [5, 2, [2, 4, 5]],
    [4, 2, [2, 4]],
    [2, 9, [2]],
  ])('in %i epochs, every %i of them, audits after %j, each once', async (epochs, every, expected) => {
    const callback = loodCallback({ x: inputs, y: targets, every });
    await train(compiled(), epochs, [callback]);
    expect(callback.audits.map((audit) => audit.epochs)).toEqual(expected);
    // Each sees the weights of its time.
    const kls = callback.audits.map(({ result }) => result.records[0]?.kl);
    expect(new Set(kls).size).toBe(expected.length);
  });

  test('is waited for, and so is what it hands the audits to', async () => {
    const network = compiled();
    const order: string[] = [];
    const onAudit = async ({ epochs }: TrainingAudit) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push(`audit ${epochs}`);
    };
    const callback = loodCallback({ x, y, every: 1, onAudit });
    const listener = { onEpochBegin: async (epoch: number) => void order.push(`epoch ${epoch}`) };
    await train(network, 2, [callback, new layersNamespace.CustomCallback(listener)]);
    expect(order).toEqual(['epoch 0', 'audit 1', 'epoch 1', 'audit 2']);
  });

  test('works beside early stopping, in a second fit, and in a fit that goes on', async () => {
    const network = compiled();
    const callback = loodCallback({ x, y });
    await train(network, 9, [kerasCallbacks.earlyStopping({ monitor: 'loss', minDelta: 1e9 }), callback]);
    // Two epochs without progress.
    expect(callback.audits.map(({ epochs }) => epochs)).toEqual([2]);
    await train(network, 4, callback, { initialEpoch: 3 });
    await train(network, 4, callback, { initialEpoch: 4 });
    expect(callback.audits.map(({ epochs }) => epochs)).toEqual([2, 4, 4]);
  });

  test.each<[string, (network: LayersModel) => Partial<LoodCallbackOptions>]>([
    ['the model itself', (network) => ({ model: network })],
    ['a namespace with the class Callback', () => ({ tf: { ...tf, ...layersNamespace } as never })],
  ])('takes %s', async (_, options) => {
    const network = compiled();
    const callback = loodCallback({ x, y, ...options(network) });
    await train(network, 1, callback);
    expect(callback.audits).toHaveLength(1);
  });

  test('leaves no tensors', async () => {
    const network = compiled();
    await train(network, 1, []);
    expect(await tensorsLeft(() => train(network, 2, loodCallback({ x, y, every: 1, features: 'gradients' })))).toBe(0);
  });
});

describe('what goes wrong in a callback', () => {
  const diverging = (): LayersModel => {
    const network = compiled();
    network.setWeights(network.getWeights().map((weight) => tf.fill(weight.shape, Number.NaN)));
    return network;
  };

  test('ends the training with an error that says when', async () => {
    const callback = loodCallback({ x, y, every: 2 });
    const error = await expectAuditError(
      () => train(diverging(), 5, callback),
      'NOT_FINITE',
      'NaN for record 0 (audit after 2 epochs of training)',
    );
    expect(error.cause).toMatchObject({ code: 'NOT_FINITE' });
    expect(callback.audits).toEqual([]);
  });

  test('is noted, and training goes on, where that is asked for', async () => {
    const callback = loodCallback({ x, y, every: 2, onFailure: 'continue' });
    await train(diverging(), 3, callback);
    expect(callback.failures.map(({ epochs, error }) => [epochs, error.code])).toEqual([
      [2, 'NOT_FINITE'],
      [3, 'NOT_FINITE'],
    ]);
    expect(callback.audits).toEqual([]);
  });

  test('ends the training all the same when it was cancelled, or when the caller’s own code fails', async () => {
    const signal = AbortSignal.abort();
    await expectAuditError(
      () => train(compiled(), 2, loodCallback({ x, y, signal, onFailure: 'continue' })),
      'CANCELLED',
      'after 2 epochs',
    );
    const onAudit = () => {
      throw new Error('disk full');
    };
    await expect(train(compiled(), 2, loodCallback({ x, y, onAudit, onFailure: 'continue' }))).rejects.toThrow('disk full');
  });

  test('is told before any epoch where TensorFlow.js does not say which model it trains', async () => {
    class Callback {}
    await expectAuditError(
      () => train(compiled(), 1, loodCallback({ x, y, tf: { ...tf, Callback } as never })),
      'OPTION_INVALID',
      'which model it trains',
      'Try loodCallback({ model, … })',
    );
  });

  test.each<[string, object, string]>([
    ['no epochs', { every: 0 }, 'every to be a whole number of epochs'],
    ['no function', { onAudit: 'print' }, 'onAudit to be a function'],
    ['another word', { onFailure: 'ignore' }, "onFailure to be 'stop' or 'continue'"],
    ['what auditModel refuses', { priorVariance: -1 }, 'a prior variance above 0'],
  ])('is refused at once: %s', async (_, options, expected) => {
    await expectAuditError(() => loodCallback({ x, y, ...options }), 'OPTION_INVALID', expected);
  });
});
