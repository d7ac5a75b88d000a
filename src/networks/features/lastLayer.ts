// What does the last layer of a trained network see of each record? Its inputs, in which the outputs are linear; with them as features, the linear
// kernel is that of training the last layer alone. Called by audit/auditModel.ts.

import { throwIfCancelled } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import { assertFiniteAnswers, FEATURES_STAGE, type Features } from './features.ts';
import { dispose, hearLayer } from './hearLayer.ts';
import { batchTensor, type ModelInputs } from './modelInputs.ts';
import type { TensorFlow } from './tensorFlow.ts';
import { countOf, hasBias, type LayerLike, type ModelLike } from './trainedModel.ts';

/**
 * φ(x), the inputs of `layer` at every record, with more than one axis flattened. The model answers as in inference.
 *
 * @param batchSize records that the model answers at a time
 * @returns features [records, d] in float64, as exact as the model's float32
 * @throws AuditError NOT_FINITE where a feature or an output of the layer is no finite number, CANCELLED. Cost: one forward pass
 */
export async function lastLayerFeatures(
  tf: TensorFlow,
  model: ModelLike,
  layer: LayerLike,
  inputs: ModelInputs,
  { batchSize, onProgress, signal }: RunOptions & { readonly batchSize: number },
): Promise<Features> {
  const { rows } = inputs;
  const name = plainText(model.name, 60);
  let values = new Float64Array(0);
  let dimensions = 0;
  for (let from = 0; from < rows.length; from += batchSize) {
    onProgress?.({ stage: FEATURES_STAGE, done: from, total: rows.length });
    await yieldToEventLoop();
    throwIfCancelled(signal);
    const to = Math.min(rows.length, from + batchSize);
    const { features, outputs } = answersOf(tf, model, layer, inputs, from, to);
    const rowOf = (position: number) => rows[from + position] as number;
    assertFiniteAnswers(outputs, `outputs of layer "${plainText(layer.name, 60)}"`, name, outputs.length / (to - from), rowOf);
    if (from === 0) {
      dimensions = features.length / to;
      values = new Float64Array(inputs.dataset.records * dimensions);
    }
    assertFiniteAnswers(features, `inputs of layer "${plainText(layer.name, 60)}"`, name, dimensions, rowOf);
    for (let i = from; i < to; i++) {
      values.set(features.subarray((i - from) * dimensions, (i - from + 1) * dimensions), (rows[i] as number) * dimensions);
    }
  }
  onProgress?.({ stage: FEATURES_STAGE, done: rows.length, total: rows.length });
  return { values, dimensions, hasConstant: hasBias(layer), layer: layer.name, parameters: countOf(layer.weights) };
}

function answersOf(
  tf: TensorFlow,
  model: ModelLike,
  layer: LayerLike,
  inputs: ModelInputs,
  from: number,
  to: number,
): { features: Float32Array; outputs: Float32Array } {
  let features = new Float32Array(0);
  let outputs = new Float32Array(0);
  tf.tidy(() => {
    const heard = hearLayer(tf, model, layer, batchTensor(tf, inputs, from, to), { linear: true });
    features = Float32Array.from(heard.input.dataSync());
    outputs = Float32Array.from(heard.output.dataSync());
    dispose(tf, [heard]);
  });
  return { features, outputs };
}
