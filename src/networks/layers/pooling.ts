// Averages over squares of 2 × 2 pixels; a last odd row or column is left out. Called by network.ts.

import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import type { Grid } from './convolution.ts';
import type { Layer } from './layer.ts';

export const pooledGrid = ({ height, width, channels }: Grid): Grid => ({ height: height >> 1, width: width >> 1, channels });

export function averagePooling(tf: TensorFlow, grid: Grid): Layer {
  const { height, width, channels } = grid;
  const half = pooledGrid(grid);
  const used = [2 * half.height, 2 * half.width] as const;
  const inputs = height * width * channels;
  const outputs = half.height * half.width * channels;
  const pool = (x: Tensor): Tensor => {
    const [members, batch] = x.shape as [number, number];
    const images = tf.slice(
      tf.reshape(x, [members * batch, height, width, channels]),
      [0, 0, 0, 0],
      [members * batch, ...used, channels],
    );
    const rows = tf.sum(tf.reshape(images, [members * batch * half.height, 2, used[1] * channels]), 1);
    const squares = tf.sum(tf.reshape(rows, [members * batch * half.height * half.width, 2, channels]), 1);
    return tf.mul(tf.reshape(squares, [members, batch, outputs]), 0.25);
  };
  return {
    inputs,
    outputs,
    made: inputs + outputs,
    parameters: [],
    forward: (x) => pool(x),
    backward(_pass, upstream) {
      const [members, batch] = upstream.shape as [number, number];
      const wide = tf.tile(
        tf.reshape(tf.mul(upstream, 0.25), [members * batch * half.height * half.width, 1, channels]),
        [1, 2, 1],
      );
      const tall = tf.tile(tf.reshape(wide, [members * batch * half.height, 1, used[1] * channels]), [1, 2, 1]);
      const images = tf.reshape(tall, [members * batch, ...used, channels]);
      const padded = tf.pad(images, [
        [0, 0],
        [0, height - used[0]],
        [0, width - used[1]],
        [0, 0],
      ]);
      return { input: tf.reshape(padded, [members, batch, inputs]), parameters: [] };
    },
    tangent: ({ y }, input) => (input === undefined ? tf.zerosLike(y) : pool(input)),
  };
}
