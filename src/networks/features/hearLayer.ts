// What goes into a layer of a model, and what comes out of it, while the model answers? Works for layers of nested models too, of which no
// submodel can be cut out. Called by lastLayer.ts and gradients.ts.

import { AuditError } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import type { TensorFlow } from './tensorFlow.ts';
import type { LayerLike, ModelLike } from './trainedModel.ts';

type Tensor = import('@tensorflow/tfjs-core').Tensor;

/** Both are kept beyond any `tidy`: whoever hears them disposes of them. */
export interface Heard {
  readonly input: Tensor;
  readonly output: Tensor;
}

/** Layers whose activation is applied after their weights, so that without it they answer with the linear outputs (logits). */
const LINEAR_LAYERS = ['Dense', 'Conv1D', 'Conv2D', 'Conv3D', 'DepthwiseConv2D', 'SeparableConv2D'];

const IDENTITY = { apply: (values: unknown) => values, getClassName: () => 'linear' };

/**
 * Runs the model for inference (no dropout, batch normalization with its running means) and returns what the layer was given and what it
 * answered. Gradients flow through the output. The layer is as before when this returns or throws.
 *
 * @param batch inputs of the model, [b, …]
 * @param linear whether the layer's own activation is left out
 * @throws AuditError OPTION_INVALID for a layer that is not used exactly once
 */
export function hearLayer(
  tf: TensorFlow,
  model: ModelLike,
  layer: LayerLike,
  batch: Tensor,
  { linear }: { readonly linear: boolean },
): Heard {
  const heard: Heard[] = [];
  const changes: Record<string, unknown> = {
    call(inputs: unknown, kwargs: unknown): unknown {
      const outputs = call.call(layer, inputs, kwargs);
      heard.push({ input: keptCopy(tf, inputs), output: keptCopy(tf, outputs) });
      return outputs;
    },
  };
  const { call } = layer;
  if (linear && LINEAR_LAYERS.includes(layer.getClassName())) changes.activation = IDENTITY;
  try {
    withChanges(layer, changes, () => model.apply(batch, { training: false }));
  } catch (error) {
    dispose(tf, heard);
    throw error;
  }
  const [only] = heard;
  if (heard.length === 1 && only !== undefined) return only;
  dispose(tf, heard);
  throw new AuditError('OPTION_INVALID', {
    expected: `the layer "${plainText(layer.name, 60)}" to be used once`,
    got: `${heard.length} uses in one answer of the model`,
    try: 'another layer',
  });
}

/** Disposes of what was heard. */
export function dispose(tf: TensorFlow, heard: readonly Heard[]): void {
  for (const { input, output } of heard) tf.dispose([input, output]);
}

/** Of the first tensor; layers that take or give several are not read out. */
function keptCopy(tf: TensorFlow, tensors: unknown): Tensor {
  const [first] = (Array.isArray(tensors) ? tensors : [tensors]) as [Tensor];
  // The model disposes of its intermediate tensors as soon as it can.
  return tf.keep(tf.clone(first));
}

/** Runs `work` while the object has other values under some names. */
function withChanges(target: object, changes: Readonly<Record<string, unknown>>, work: () => void): void {
  const before = Object.keys(changes).map((key) => [key, Object.getOwnPropertyDescriptor(target, key)] as const);
  Object.assign(target, changes);
  try {
    work();
  } finally {
    for (const [key, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(target, key);
      else Object.defineProperty(target, key, descriptor);
    }
  }
}
