// How do records become batches that the model takes? In float32, in the shape of the model's input. Called by lastLayer.ts and gradients.ts.

import { AuditError } from '../../base/errors.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { TensorFlow } from './tensorFlow.ts';
import type { ModelLike } from './trainedModel.ts';

/** Records of a data set and the shape in which the model takes one. */
export interface ModelInputs {
  readonly dataset: Dataset;
  /** Which records, ascending. */
  readonly rows: Int32Array;
  /** Sizes of one record, without the axis of the batch. */
  readonly shape: readonly number[];
}

/**
 * @param given shape of one record as the caller has it; decides sizes that the model leaves open
 * @throws AuditError SHAPE_MISMATCH when a record has more or fewer values than the model takes
 */
export function modelInputs(model: ModelLike, dataset: Dataset, rows: Int32Array, given: readonly number[]): ModelInputs {
  const wanted = (model.inputs[0] as ModelLike['inputs'][number]).shape.slice(1);
  const shape = wanted.length === given.length ? wanted.map((size, axis) => size ?? (given[axis] as number)) : wanted;
  const count = shape.reduce<number>((product, size) => product * (size ?? Number.NaN), 1);
  if (count === dataset.dimensions) return { dataset, rows, shape: shape as number[] };
  throw new AuditError(
    'SHAPE_MISMATCH',
    {
      expected: `records of the shape that the model takes, [${wanted.map((size) => size ?? 'any').join(', ')}]`,
      got: `records of shape [${given.join(', ')}]`,
      try: 'giving x as it was given to model.fit',
    },
    { wanted, given },
  );
}

/** The records at positions `from` to `to` of `rows`, [to − from, …shape]. The caller disposes of it. */
export function batchTensor(
  tf: TensorFlow,
  inputs: ModelInputs,
  from: number,
  to: number,
): import('@tensorflow/tfjs-core').Tensor {
  const { dataset, rows, shape } = inputs;
  const { dimensions, values } = dataset;
  const batch = new Float32Array((to - from) * dimensions);
  for (let i = from; i < to; i++) {
    const start = (rows[i] as number) * dimensions;
    batch.set(values.subarray(start, start + dimensions), (i - from) * dimensions);
  }
  return tf.tensor(batch, [to - from, ...shape], 'float32');
}
