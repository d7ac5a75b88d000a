// What is a layer of networks that are trained side by side? Tensors have one leading index more than usual, the member of an ensemble: each member has its
// own parameters, and the products of all are one batched product. Three passes: values forwards, gradients backwards, and tangents forwards, which the
// influence function needs. Parameters are standard normal at first, and the layer scales them (as the kernels in src/kernels have it).

import type { Tensor } from '@tensorflow/tfjs-core';

/** Parameters of one layer, in its own order, each [G, …] for G members. */
export type Parameters = readonly Tensor[];

export interface Pulled {
  /** ∂L/∂x, of x's shape; undefined where it was not asked for. */
  readonly input: Tensor | undefined;
  /** ∂L/∂(each parameter), [G, …]. */
  readonly parameters: readonly Tensor[];
}

/** A layer maps x [G or 1, B, k] to y [G, B, m]: B inputs of k values, those of an image row by row, channels last. */
export interface Layer {
  /** Values in and out. */
  readonly inputs: number;
  readonly outputs: number;
  /** Numbers that a forward pass makes of one input, those on the way as well. */
  readonly made: number;
  /** Shapes of its parameters, without the members. */
  readonly parameters: readonly (readonly number[])[];
  forward(x: Tensor, parameters: Parameters): Tensor;
  /** From ∂L/∂y, for the x and y of a forward pass. */
  backward(pass: Pass, upstream: Tensor, needsInput: boolean): Pulled;
  /** ẏ = (∂y/∂x) ẋ + (∂y/∂parameters) of their tangents; ẋ is undefined where x does not move. */
  tangent(pass: Pass, input: Tensor | undefined, parameters: Parameters): Tensor;
}

/** What a forward pass went through. */
export interface Pass {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly parameters: Parameters;
}
