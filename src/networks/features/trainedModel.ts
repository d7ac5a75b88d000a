// What is a trained model here, and which of its layers reads the features out? A TensorFlow.js LayersModel, known by what it has and not by its
// class, so that a model of any copy of the library will do. Called by every file of this folder.

import { AuditError } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import { describe } from '../../data/arrayInput.ts';

/** What a caller may pass: a namespace of any copy of TensorFlow.js, whose types need not be those installed here. */
export interface TensorFlowLike {
  tidy(work: () => void): unknown;
  engine(): unknown;
  variableGrads: unknown;
}

/** A weight: `read` gives the variable. */
export interface WeightLike {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  read(): unknown;
}

export interface LayerLike {
  readonly name: string;
  readonly weights: readonly WeightLike[];
  getClassName(): string;
  call(inputs: unknown, kwargs: unknown): unknown;
}

/** What is used of a LayersModel, sequential or functional. */
export interface ModelLike {
  readonly name: string;
  readonly layers: readonly LayerLike[];
  readonly weights: readonly WeightLike[];
  readonly trainableWeights: readonly WeightLike[];
  readonly inputs: readonly { readonly shape: readonly (number | null)[] }[];
  readonly outputs: readonly { readonly shape: readonly (number | null)[] }[];
  apply(inputs: unknown, kwargs?: unknown): unknown;
}

/** Layers that may follow the outputs without weights of their own: what comes before them is looked at. */
const OUTPUT_ACTIVATIONS = ['Activation', 'Softmax', 'Dropout'];

/** @throws AuditError OPTION_INVALID for anything but a built model with one input, one output and weights */
export function assertTrainedModel(model: unknown): asserts model is ModelLike {
  const candidate = model as Partial<ModelLike> | null | undefined;
  if (typeof candidate?.apply !== 'function' || !Array.isArray(candidate.layers)) {
    throw refused('a trained model of TensorFlow.js layers (sequential or functional)', whatItIs(model));
  }
  const [inputs, outputs] = [candidate.inputs?.length ?? 0, candidate.outputs?.length ?? 0];
  if (inputs !== 1 || outputs !== 1) {
    throw refused('a model with one input and one output', `${inputs} inputs and ${outputs} outputs`);
  }
}

function whatItIs(model: unknown): string {
  if (typeof (model as { executeAsync?: unknown } | null | undefined)?.executeAsync === 'function') {
    return 'a graph model, whose layers cannot be told apart';
  }
  return typeof model === 'object' && model !== null
    ? `an object of class ${model.constructor?.name ?? 'none'}`
    : describe(model);
}

function refused(expected: string, got: string): AuditError {
  return new AuditError('OPTION_INVALID', {
    expected,
    got,
    try: 'exporting features to a file and lood audit features.npz --kernel linear (docs/models.md)',
  });
}

/** All layers from the input on, those of nested models in the place of the model. */
export function layersOf(model: { readonly layers: readonly LayerLike[] }): LayerLike[] {
  return model.layers.flatMap((layer) => {
    const inner = (layer as LayerLike & { readonly layers?: unknown }).layers;
    return Array.isArray(inner) ? layersOf(layer as LayerLike & { readonly layers: readonly LayerLike[] }) : [layer];
  });
}

/**
 * The layer whose inputs are the features: the last one with weights, which must be dense since the outputs are linear in the features of no
 * other; or any layer by its name.
 *
 * @throws AuditError NAME_UNKNOWN, OPTION_INVALID
 */
export function readoutLayer(model: ModelLike, name: string | undefined): LayerLike {
  const layers = layersOf(model).filter((layer) => layer.getClassName() !== 'InputLayer');
  const names = layers.map((layer) => layer.name);
  if (name !== undefined) {
    const named = layers.findLast((layer) => layer.name === name);
    if (named !== undefined) return named;
    throw new AuditError('NAME_UNKNOWN', {
      expected: `the layer to be one of ${names
        .slice(-20)
        .map((known) => plainText(known, 40))
        .join(', ')}`,
      got: `"${plainText(String(name), 60)}"`,
      try: `"${plainText(names.at(-1) ?? '', 40)}"`,
    });
  }
  const last = layers.findLast((layer) => layer.weights.length > 0);
  if (last === undefined) throw refused('a model with weights', `"${plainText(model.name, 60)}", which has none`);
  if (last.getClassName() === 'Dense') return last;
  const dense = layers.findLast((layer) => layer.getClassName() === 'Dense');
  throw new AuditError('OPTION_INVALID', {
    expected: 'the last layer with weights to be dense, so that the outputs are linear in its inputs',
    got: `"${plainText(last.name, 40)}" (${plainText(last.getClassName(), 40)})`,
    try: `features: 'gradients', or layer: '${plainText((dense ?? last).name, 40)}' to take the inputs of that layer`,
  });
}

/** The layer whose outputs are the model's, before softmax and the like. */
export function outputLayer(model: ModelLike): LayerLike {
  const layers = layersOf(model);
  return (layers.findLast((layer) => !OUTPUT_ACTIVATIONS.includes(layer.getClassName())) ?? layers.at(-1)) as LayerLike;
}

/** Whether the layer adds a bias to what it computes. */
export function hasBias(layer: LayerLike): boolean {
  return (layer as LayerLike & { readonly bias?: unknown }).bias != null;
}

/** Numbers in these weights. */
export function countOf(weights: readonly WeightLike[]): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce<number>((product, size) => product * (size ?? 1), 1), 0);
}
