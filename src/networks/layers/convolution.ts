// The convolution y = √(w²/(9k))·patches(x) W + √b²·β over windows of 3 × 3 pixels with k channels, zeros around the image, for standard normal W and β:
// patches are laid side by side as rows, so that a convolution of all members is one batched product as well. Called by network.ts.

import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import { denseLayer, type Variances } from './dense.ts';
import type { Layer } from './layer.ts';

/** Of images whose values stand row by row, channels last. */
export interface Grid {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Side of the windows, and pixels on either side of their middle. */
const SIDE = 3;
const REACH = 1;

export function convolutionLayer(
  tf: TensorFlow,
  { height, width, channels }: Grid,
  outputs: number,
  variances: Variances,
): Layer {
  const dense = denseLayer(tf, SIDE * SIDE * channels, outputs, variances);
  const pixels = height * width;
  const offsets = Array.from({ length: SIDE * SIDE }, (_, i) => [Math.floor(i / SIDE), i % SIDE] as const);

  /** [g, B, HWk] → [g, B·HW, 9k]. */
  const patches = (x: Tensor): Tensor => {
    const [members, batch] = x.shape as [number, number];
    const images = tf.reshape(x, [members * batch, height, width, channels]);
    const padded = tf.pad(images, [
      [0, 0],
      [REACH, REACH],
      [REACH, REACH],
      [0, 0],
    ]);
    const shifted = offsets.map(([i, j]) => tf.slice(padded, [0, i, j, 0], [members * batch, height, width, channels]));
    return tf.reshape(tf.concat(shifted, 3), [members, batch * pixels, SIDE * SIDE * channels]);
  };

  /** The adjoint of patches: every value back to the pixel that it came from. */
  const gathered = (rows: Tensor, members: number, batch: number): Tensor => {
    const windows = tf.reshape(rows, [members * batch, height, width, SIDE * SIDE * channels]);
    const parts = offsets.map(([i, j], at) => {
      const part = tf.slice(windows, [0, 0, 0, at * channels], [members * batch, height, width, channels]);
      return tf.pad(part, [
        [0, 0],
        [i, 2 * REACH - i],
        [j, 2 * REACH - j],
        [0, 0],
      ]);
    });
    const padded = parts.reduce((sum, part) => tf.add(sum, part));
    const images = tf.slice(padded, [0, REACH, REACH, 0], [members * batch, height, width, channels]);
    return tf.reshape(images, [members, batch, pixels * channels]);
  };

  const asImages = (rows: Tensor, batch: number): Tensor => tf.reshape(rows, [rows.shape[0] as number, batch, pixels * outputs]);
  const asRows = (y: Tensor): Tensor => tf.reshape(y, [y.shape[0] as number, (y.shape[1] as number) * pixels, outputs]);
  return {
    inputs: pixels * channels,
    outputs: pixels * outputs,
    // Shifted images, and the same side by side.
    made: 2 * SIDE * SIDE * pixels * channels + pixels * dense.made,
    parameters: dense.parameters,
    forward: (x, parameters) => asImages(dense.forward(patches(x), parameters), x.shape[1] as number),
    backward({ x, y, parameters }, upstream, needsInput) {
      const pulled = dense.backward({ x: patches(x), y: asRows(y), parameters }, asRows(upstream), needsInput);
      const [members, batch] = upstream.shape as [number, number];
      return { ...pulled, input: pulled.input && gathered(pulled.input, members, batch) };
    },
    tangent({ x, y, parameters }, input, tangents) {
      const moved = input && patches(input);
      return asImages(dense.tangent({ x: patches(x), y: asRows(y), parameters }, moved, tangents), x.shape[1] as number);
    },
  };
}
