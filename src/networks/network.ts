// Which finite network stands beside a kernel? The same layers in the same parametrization, of finite width: as the width grows, its random functions tend to
// the Gaussian process of the NNGP kernel, and training it by gradient descent to that of the NTK. Called by training/ and rivals/.

import type { Tensor } from '@tensorflow/tfjs-core';
import { AuditError } from '../base/errors.ts';
import { activationLayer } from './layers/activation.ts';
import { convolutionLayer, type Grid } from './layers/convolution.ts';
import { denseLayer } from './layers/dense.ts';
import type { Layer, Parameters, Pass } from './layers/layer.ts';
import { averagePooling, pooledGrid } from './layers/pooling.ts';
import type { NetworkSpec } from './networkSpec.ts';
import type { TensorFlow } from './tensorflow/loadTensorflow.ts';

/** What goes in and out. */
export interface NetworkShape {
  /** d, values of an input. */
  readonly inputs: number;
  /** C. */
  readonly outputs: number;
  /** Of images: needed by `cnn`. */
  readonly grid?: Grid | undefined;
}

export interface Network {
  readonly layers: readonly Layer[];
  /** Shapes of all parameters, without the members, layer after layer. */
  readonly parameters: readonly (readonly number[])[];
  /** P, numbers in all parameters of one member. */
  readonly size: number;
  /** Numbers that the layers of one member make of one input. */
  readonly made: number;
}

/** @throws AuditError OPTION_INVALID for a cnn without images, NAME_UNKNOWN for the activation */
export function createNetwork(tf: TensorFlow, spec: NetworkSpec, shape: NetworkShape): Network {
  const layers = [...hiddenLayers(tf, spec, shape)];
  layers.push(denseLayer(tf, layers.at(-1)?.outputs ?? shape.inputs, shape.outputs, spec));
  const parameters = layers.flatMap((layer) => layer.parameters);
  return {
    layers,
    parameters,
    size: parameters.reduce((sum, sides) => sum + sides.reduce((product, side) => product * side, 1), 0),
    made: layers.reduce((sum, layer) => sum + layer.made, 0),
  };
}

function* hiddenLayers(tf: TensorFlow, spec: NetworkSpec, { inputs, grid }: NetworkShape): Generator<Layer> {
  if (spec.type === 'cnn') {
    if (grid === undefined) throw imagesNeeded();
    let at = grid;
    for (let i = 0; i < spec.depth; i++) {
      const convolution = convolutionLayer(tf, at, spec.width, spec);
      yield convolution;
      yield activationLayer(tf, convolution.outputs, spec.activation, spec.negativeSlope);
      at = { ...at, channels: spec.width };
      if (Math.min(at.height, at.width) < 2) continue;
      yield averagePooling(tf, at);
      at = pooledGrid(at);
    }
    return;
  }
  for (let i = 0; i < spec.depth; i++) {
    yield denseLayer(tf, i === 0 ? inputs : spec.width, spec.width, spec);
    yield activationLayer(tf, spec.width, spec.activation, spec.negativeSlope);
  }
}

/** What a convolutional network says to other records. */
export function imagesNeeded(): AuditError {
  return new AuditError('OPTION_INVALID', {
    expected: 'images for a convolutional network',
    got: 'records that are no images, or whose channels stand before their pixels',
    try: '--network fcn, or --image-shape to say that records are images',
  });
}

/** Values after each layer, and the outputs last. */
export function forward({ layers }: Network, x: Tensor, parameters: Parameters): Pass[] {
  const rest = [...parameters];
  const passes: Pass[] = [];
  let value = x;
  for (const layer of layers) {
    const own = rest.splice(0, layer.parameters.length);
    const y = layer.forward(value, own);
    passes.push({ x: value, y, parameters: own });
    value = y;
  }
  return passes;
}

/** The outputs of a forward pass, [G, B, C]. */
export const outputsOf = (passes: readonly Pass[]): Tensor => (passes.at(-1) as Pass).y;

/** ∂L/∂(each parameter) from ∂L/∂outputs. */
export function backward({ layers }: Network, passes: readonly Pass[], upstream: Tensor): Tensor[] {
  const gradients: Tensor[][] = [];
  let flowing = upstream;
  const first = layers.findIndex((layer) => layer.parameters.length > 0);
  for (let i = layers.length - 1; i >= first; i--) {
    const pulled = (layers[i] as Layer).backward(passes[i] as Pass, flowing, i > first);
    gradients.unshift([...pulled.parameters]);
    if (pulled.input === undefined) break;
    flowing = pulled.input;
  }
  return gradients.flat();
}

/** The outputs' tangent under a tangent of the parameters: J·ṗ, [G, B, C]. */
export function tangent({ layers }: Network, passes: readonly Pass[], parameterTangents: Parameters): Tensor {
  const rest = [...parameterTangents];
  let moving: Tensor | undefined;
  for (const [i, layer] of layers.entries()) {
    const own = rest.splice(0, layer.parameters.length);
    // Before the first parameters nothing moves.
    if (moving === undefined && own.length === 0) continue;
    moving = layer.tangent(passes[i] as Pass, moving, own);
  }
  return moving as Tensor;
}
