// Along which direction does each record move the trained weights? The gradient of the summed outputs with respect to all trainable weights: with
// it as features, the linear kernel is that of the network linearized around its weights (pseudo-NTK; Mohamadi, Bae and Sutherland, A fast,
// well-founded approximation to the empirical neural tangent kernel, ICML 2023, equation 2). Called by audit/auditModel.ts.

import { AuditError, throwIfCancelled } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import { assertArrayFits } from '../../data/memory.ts';
import { assertFiniteAnswers, FEATURES_STAGE, type Features } from './features.ts';
import { dispose, type Heard, hearLayer } from './hearLayer.ts';
import { batchTensor, type ModelInputs } from './modelInputs.ts';
import { signProjection } from './signProjection.ts';
import type { TensorFlow } from './tensorFlow.ts';
import { countOf, type LayerLike, type ModelLike, outputLayer } from './trainedModel.ts';

type Variable = import('@tensorflow/tfjs-core').Variable;

/** Numbers of gradients held at once, 64 MB: what is drawn for the projection serves all records whose gradients fit. */
const HELD = 2 ** 24;
/** Milliseconds of work after which the event loop has a turn. */
const TURN = 50;

export interface GradientOptions extends RunOptions {
  /** k: the gradients are projected to this many numbers, unless they have no more. */
  readonly projections: number;
  /** Of the projection. */
  readonly seed: number;
}

/**
 * ∇_θ Σ_c f_c(x) at every record, f the outputs before softmax or sigmoid (whose sum over classes would be constant), projected to k numbers by
 * signProjection.ts, which keeps inner products to about 1/√k of the norms.
 *
 * @returns features [records, min(k, P)] in float64, as exact as the model's float32; P is the number of trainable parameters
 * @throws AuditError NOT_FINITE, OPTION_INVALID for a model without trainable weights or an operation without gradient, TOO_LARGE, CANCELLED
 *
 * Cost: one forward and one backward pass for each record by itself, 8·P additions for its projection.
 */
export async function gradientFeatures(
  tf: TensorFlow,
  model: ModelLike,
  inputs: ModelInputs,
  { projections, seed, onProgress, signal }: GradientOptions,
): Promise<Features> {
  const { rows, dataset } = inputs;
  const layer = outputLayer(model);
  const parameters = countOf(model.trainableWeights);
  if (parameters === 0) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'a model with trainable weights',
      got: `"${plainText(model.name, 60)}", all of whose weights are frozen`,
      try: "features: 'last-layer'",
    });
  }
  const dimensions = Math.min(projections, parameters);
  const size = dataset.records * dimensions;
  assertArrayFits(
    size,
    8 * size,
    `${dimensions} numbers for each of ${dataset.records} records`,
    'TOO_LARGE',
    'fewer projections',
  );
  const values = new Float64Array(size);
  const atOnce = Math.max(1, Math.min(rows.length, Math.floor(HELD / parameters)));
  const held = new Float32Array(atOnce * parameters);
  let turn = performance.now();
  for (let from = 0; from < rows.length; from += atOnce) {
    const to = Math.min(rows.length, from + atOnce);
    for (let i = from; i < to; i++) {
      if (i === 0 || performance.now() - turn > TURN) {
        onProgress?.({ stage: FEATURES_STAGE, done: i, total: rows.length });
        await yieldToEventLoop();
        throwIfCancelled(signal);
        turn = performance.now();
      }
      writeGradient(tf, model, layer, inputs, i, held.subarray((i - from) * parameters, (i - from + 1) * parameters));
    }
    const gradients = held.subarray(0, (to - from) * parameters);
    assertFiniteAnswers(
      gradients,
      'gradients',
      plainText(model.name, 60),
      parameters,
      (position) => rows[from + position] as number,
    );
    const projected =
      dimensions === parameters ? Float64Array.from(gradients) : signProjection(gradients, parameters, dimensions, seed);
    for (let i = from; i < to; i++) {
      const start = (i - from) * dimensions;
      values.set(projected.subarray(start, start + dimensions), (rows[i] as number) * dimensions);
    }
  }
  onProgress?.({ stage: FEATURES_STAGE, done: rows.length, total: rows.length });
  return { values, dimensions, hasConstant: false, layer: layer.name, parameters };
}

/** The gradient at one record, weight after weight in the order of `trainableWeights`; 0 where the output does not depend on a weight. */
function writeGradient(
  tf: TensorFlow,
  model: ModelLike,
  layer: LayerLike,
  inputs: ModelInputs,
  position: number,
  gradient: Float32Array,
): void {
  const variables = model.trainableWeights.map((weight) => weight.read()) as Variable[];
  const heard: Heard[] = [];
  try {
    tf.tidy(() => {
      const batch = batchTensor(tf, inputs, position, position + 1);
      const { value, grads } = tf.variableGrads(() => {
        const answer = hearLayer(tf, model, layer, batch, { linear: true });
        heard.push(answer);
        return tf.sum(answer.output);
      }, variables);
      const row = inputs.rows[position] as number;
      assertFiniteAnswers(value.dataSync(), 'summed outputs', plainText(model.name, 60), 1, () => row);
      let at = 0;
      for (const { name, size } of variables) {
        const part = grads[name]?.dataSync();
        if (part === undefined) gradient.fill(0, at, at + size);
        else gradient.set(part, at);
        at += size;
      }
    });
  } catch (cause) {
    throw cause instanceof AuditError ? cause : withoutGradient(model, cause);
  } finally {
    dispose(tf, heard);
  }
}

function withoutGradient(model: ModelLike, cause: unknown): AuditError {
  const said = plainText(cause instanceof Error ? cause.message : String(cause), 200);
  return new AuditError(
    'OPTION_INVALID',
    {
      expected: 'a model whose outputs have gradients with respect to its weights',
      got: `"${plainText(model.name, 60)}", of which TensorFlow.js says: ${said}`,
      try: "features: 'last-layer'",
    },
    {},
    cause,
  );
}
