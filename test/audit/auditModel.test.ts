import { describe, expect, test } from '@jest/globals';
import { model as functional, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { audit } from '../../src/audit/audit.ts';
import { auditModel } from '../../src/audit/auditModel.ts';
import type { AuditModelOptions } from '../../src/audit/model/options.ts';
import { type AuditResult, auditResultSchema } from '../../src/audit/result.ts';
import type { Progress } from '../../src/base/progress.ts';
import { expectAuditError } from '../data/support.ts';
import { denseNetwork, layers, sequential, tensorsLeft, tf, waves } from '../networks/features/support.ts';
import { ALGEBRA } from '../support/tolerances.ts';

const { x, y } = waves(20, 3);

/** Mean of k(x, x) that the result's kernel has at these features. */
function meanPrior({ model }: AuditResult, features: readonly (readonly number[])[]): number {
  const { weightVariance, biasVariance } = model.kernel as { weightVariance: number; biasVariance: number };
  const squares = features.map((row) => row.reduce((sum, value) => sum + value * value, 0) / row.length);
  return biasVariance + (weightVariance * squares.reduce((sum, value) => sum + value, 0)) / features.length;
}

describe('the audit of a trained model', () => {
  test.each<[string, AuditModelOptions]>([
    ['with all defaults', {}],
    [
      'with gradients and everything set',
      {
        features: 'gradients',
        projections: 5,
        limit: 12,
        seed: 3,
        noiseVariance: 'auto',
        jitter: 1e-6,
        delta: 1e-3,
        failAbove: { auc: 0.6 },
        batchSize: 4,
        name: 'waves',
        classNames: ['low', 'high'],
      },
    ],
  ])('fits the schema of every audit: %s', async (_, options) => {
    const result = await auditModel(denseNetwork([3, 4, 2]), x, y, options);
    expect(auditResultSchema.safeParse(result).error?.issues ?? []).toEqual([]);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test('of a linear model is the audit of its inputs with the linear kernel', async () => {
    for (const useBias of [true, false]) {
      const model = await auditModel(denseNetwork([3, 2], 'tanh', 'linear', useBias), x, y);
      const { weightVariance, biasVariance } = model.model.kernel as { weightVariance: number; biasVariance: number };
      expect(biasVariance > 0).toBe(useBias);
      const plain = await audit({ x, y }, { kernel: 'linear', weightVariance, biasVariance, normalize: 'none' });
      expect(model.records).toEqual(plain.records);
      expect(model.certificate).toEqual(plain.certificate);
      expect(model.exhibits).toEqual(plain.exhibits);
      expect(model.dataset.sha256).toBe(plain.dataset.sha256);
    }
  });

  test('of a linear model by its gradients is the same: each class has the inputs and a one', async () => {
    const [readout, gradients] = await Promise.all([
      auditModel(denseNetwork([3, 2]), x, y),
      auditModel(denseNetwork([3, 2]), x, y, { features: 'gradients' }),
    ]);
    for (const [i, { kl, auc }] of readout.records.entries()) {
      expect(Math.abs((gradients.records[i]?.kl as number) / kl - 1)).toBeLessThan(ALGEBRA);
      expect(Math.abs((gradients.records[i]?.auc as number) / auc - 1)).toBeLessThan(ALGEBRA);
    }
  });

  test('is that of a file of its features and a column of ones, scaled to a mean square of 1', async () => {
    const network = denseNetwork([3, 5, 2], 'relu', 'softmax');
    const cut = functional({ inputs: network.inputs, outputs: network.layers.at(-1)?.input as SymbolicTensor });
    const hidden = (cut.predict(tf.tensor2d(x)) as ReturnType<typeof tf.tensor2d>).arraySync();
    const rows = hidden.map((row) => [...row, 1]);
    const scale = Math.sqrt(rows.flat().reduce((sum, value) => sum + value * value, 0) / rows.flat().length);
    const exported = await audit(
      { x: rows.map((row) => row.map((value) => value / scale)), y },
      { kernel: 'linear', normalize: 'none' },
    );
    const { records } = await auditModel(network, x, y);
    for (const [i, { kl, auc }] of records.entries()) {
      expect(Math.abs((exported.records[i]?.kl as number) / kl - 1)).toBeLessThan(ALGEBRA);
      expect(Math.abs((exported.records[i]?.auc as number) / auc - 1)).toBeLessThan(ALGEBRA);
    }
  });

  test('scales the kernel to the prior variance asked for, over the records that take part', async () => {
    const given = await auditModel(denseNetwork([3, 2]), x, y);
    expect(meanPrior(given, x)).toBeCloseTo(2, 12);
    const some = await auditModel(denseNetwork([3, 2]), x, y, { priorVariance: 0.25, limit: 8 });
    expect(
      meanPrior(
        some,
        some.records.map(({ record }) => x[record] as number[]),
      ),
    ).toBeCloseTo(0.25, 12);
  });

  test('gives the same for arrays and tensors, indices, one-hot rows and names', async () => {
    const network = denseNetwork([3, 4, 2]);
    const { records } = await auditModel(network, x, y);
    const [tensor, hot] = [tf.tensor2d(x), tf.oneHot(tf.tensor1d(y, 'int32'), 2)];
    expect((await auditModel(network, tensor, hot)).records).toEqual(records);
    expect((await auditModel(network, Float32Array.from(x.flat()), Int32Array.from(y))).records).toEqual(records);
    expect(
      (
        await auditModel(
          network,
          x,
          y.map((label) => ['a', 'b'][label] as string),
        )
      ).records,
    ).toEqual(records);
    expect((await auditModel(network, x, y, { batchSize: 3, tf })).records).toEqual(records);
  });

  test('chooses records as an audit does, and names them by their place in x', async () => {
    const three = x.map((_, i) => i % 3);
    const network = denseNetwork([3, 4, 3]);
    const some = await auditModel(network, x, three, { classes: [0, 2], limit: 8, seed: 5 });
    const plain = await audit({ x, y: three }, { classes: [0, 2], limit: 8, seed: 5 });
    expect(some.records.map(({ record }) => record)).toEqual(plain.records.map(({ record }) => record));
    for (const { record, values } of some.exhibits) expect(values).toEqual(x[record]);
    expect(some.preprocessing).toMatchObject({ normalize: 'none', classes: ['0', '2'], limit: 8, seed: 5 });
  });

  test('shows the records, not their features: pictures stay pictures', async () => {
    const network = sequential();
    network.add(layers.flatten({ inputShape: [2, 2, 3] }));
    network.add(layers.dense({ units: 5, activation: 'tanh' }));
    network.add(layers.dense({ units: 1, activation: 'sigmoid' }));
    const images = tf.tensor4d(waves(20, 12).x.flat(), [20, 2, 2, 3]);
    const { dataset, exhibits } = await auditModel(network, images, y);
    expect(dataset).toMatchObject({ dimensions: 12, image: { height: 2, width: 2, channels: 3, layout: 'channels-last' } });
    const [{ record, values }] = exhibits as [(typeof exhibits)[number]];
    expect(values.map(Math.fround)).toEqual(
      Array.from(tf.slice(images, [record, 0, 0, 0], [1, 2, 2, 3]).dataSync() as Float32Array),
    );
  });

  test('says how the kernel was made, and what it cannot tell', async () => {
    const network = denseNetwork([3, 4, 2]);
    const last = network.layers[1]?.name;
    const readout = await auditModel(network, x, y);
    expect(readout.dataset.name).toBe(`training records of ${network.name}`);
    expect(readout.model.kernelDescription).toBe(
      `linear in the 4 inputs of layer "${last}" of the trained network "${network.name}", and a constant; mean k(x, x) = 2`,
    );
    expect(readout.warnings[0]).toMatchObject({
      code: 'FEATURES_LEARNED',
      message: expect.stringContaining('training its last layer'),
    });
    expect(readout.warnings[0]?.message).not.toContain('noise variance');
    expect(readout.manifest.settings).toMatchObject({
      model: network.name,
      features: 'last-layer',
      layer: last,
      priorVariance: 2,
      kernel: 'linear',
      normalize: 'none',
      noiseVariance: 0.1,
    });
    expect(readout.manifest.timings[0]?.stage).toBe('features');

    const gradients = await auditModel(network, x, y, {
      features: 'gradients',
      projections: 8,
      noiseVariance: 'auto',
      name: 'mine',
    });
    expect(gradients.dataset.name).toBe('mine');
    expect(gradients.model.kernelDescription).toBe(
      `linear in gradients of the outputs of the trained network "${network.name}" by its 26 weights, projected to 8; mean k(x, x) = 2`,
    );
    expect(gradients.warnings[0]?.message).toContain('near them');
    expect(gradients.warnings[0]?.message).toContain('and the noise variance chosen by it probably too small,');
    expect(gradients.manifest.settings).toMatchObject({ features: 'gradients', projections: 8, noiseVariance: 'auto' });
    const exact = await auditModel(network, x, y, { features: 'gradients' });
    expect(exact.model.kernelDescription).toContain('by its 26 weights; mean');
    expect(exact.manifest.settings).toMatchObject({ projections: 26 });
  });

  test('warns of fewer projections than records, unless the gradients have no more themselves', async () => {
    const codes = async (options: AuditModelOptions, network = denseNetwork([3, 4, 2])) =>
      (await auditModel(network, x, y, options)).warnings.map(({ code }) => code);
    expect(await codes({ features: 'gradients', projections: 19 })).toEqual(['FEATURES_LEARNED', 'PROJECTIONS_FEW']);
    expect(await codes({ features: 'gradients', projections: 20 })).toEqual(['FEATURES_LEARNED']);
    expect(await codes({ features: 'gradients', projections: 12, limit: 12 })).toEqual(['FEATURES_LEARNED']);
    expect(await codes({ features: 'gradients' }, denseNetwork([3, 2]))).toEqual(['FEATURES_LEARNED']);
    expect(await codes({})).toEqual(['FEATURES_LEARNED']);
  });

  test('reports progress of features first, can be cancelled in either part, and leaves no tensors', async () => {
    const network = denseNetwork([3, 4, 2]);
    const seen: Progress[] = [];
    expect(await tensorsLeft(() => auditModel(network, x, y, { onProgress: (step) => seen.push(step) }))).toBe(0);
    expect(seen[0]?.stage).toBe('features');
    expect(new Set(seen.map(({ stage }) => stage)).size).toBeGreaterThan(2);
    for (const stage of ['features', 'records']) {
      const abort = new AbortController();
      const onProgress = (step: Progress) => {
        if (step.stage === stage) abort.abort();
      };
      const cancelled = () => auditModel(network, x, y, { signal: abort.signal, onProgress, features: 'gradients' });
      expect(await tensorsLeft(() => expectAuditError(cancelled, 'CANCELLED'))).toBe(0);
    }
  });
});

describe('what the audit of a trained model refuses', () => {
  const network = denseNetwork([3, 4, 2]);

  test.each<[string, AuditModelOptions, readonly string[]]>([
    ['another kernel', { kernel: 'rbf' } as never, ['Expected no kernel with a trained model', 'Got kernel']],
    ['normalization', { normalize: 'feature' } as never, ['Expected no normalize with a trained model']],
    ['a layer for gradients', { features: 'gradients', layer: 'dense' }, ['Expected no layer with gradients', 'Got "dense"']],
    ['projections for a layer', { projections: 8 }, ['Expected no projections with the inputs of a layer', 'Got 8']],
    [
      'no projection',
      { features: 'gradients', projections: 0 },
      ['Expected projections to be a whole number', 'Got 0', 'Try projections: 4096'],
    ],
    ['empty batches', { batchSize: 1.5 }, ['Expected batchSize to be a whole number', 'Got 1.5']],
    ['no prior variance', { priorVariance: 0 }, ['Expected a prior variance above 0', 'Got 0', 'Try priorVariance: 2']],
    ['something else as TensorFlow.js', { tf: {} as never }, ['Expected tf to be the namespace of TensorFlow.js']],
    ['what an audit refuses', { noiseVariance: -1 }, ['noise variance']],
  ])('%s', async (_, options, fragments) => {
    await expectAuditError(() => auditModel(network, x, y, options), 'OPTION_INVALID', ...fragments);
  });

  test('names that are not known', async () => {
    await expectAuditError(() => auditModel(network, x, y, { feature: 'gradients' } as never), 'NAME_UNKNOWN', 'Try "features"');
    await expectAuditError(() => auditModel(network, x, y, { features: 'gradient' as never }), 'NAME_UNKNOWN', 'Try "gradients"');
    await expectAuditError(() => auditModel(network, x, y, { layer: 'x' }), 'NAME_UNKNOWN', 'Got "x"');
  });

  test('records of another shape, and no model', async () => {
    await expectAuditError(
      () => auditModel(network, waves(20, 4).x, y),
      'SHAPE_MISMATCH',
      'takes, [3]',
      'Got records of shape [4]',
    );
    await expectAuditError(() => auditModel({} as never, x, y), 'OPTION_INVALID', 'Expected a trained model');
    await expectAuditError(() => auditModel(network, x, y.slice(1)), 'SHAPE_MISMATCH', 'as many labels as records');
  });

  test('a model of another TensorFlow.js', async () => {
    const other = { ...tf, engine: () => ({ registeredVariables: {} }) } as never;
    await expectAuditError(
      () => auditModel(network, x, y, { tf: other }),
      'OPTION_INVALID',
      'of another instance',
      'passing { tf }',
    );
  });

  test('features that are all zero', async () => {
    const dead = denseNetwork([3, 4, 2], 'relu');
    dead.setWeights(
      dead.getWeights().map((weight, i) => (i === 0 ? tf.zerosLike(weight) : i === 1 ? tf.fill(weight.shape, -1) : weight)),
    );
    await expectAuditError(() => auditModel(dead, x, y), 'CONSTANT_FEATURES', 'zeros alone from layer', 'training loss');
  });
});
