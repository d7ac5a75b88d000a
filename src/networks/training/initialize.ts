// What are a network's parameters before training? Standard normal numbers from a seed; layers scale them. Called by trainMembers.ts.

import type { Tensor } from '@tensorflow/tfjs-core';
import { createRandom } from '../../base/random.ts';
import type { Network } from '../network.ts';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';

/** Parameters [G, …] of members with these seeds; the same numbers on every machine and whatever other members there are. */
export function initialParameters(tf: TensorFlow, network: Network, seeds: readonly number[]): Tensor[] {
  const distinct = [...new Set(seeds)];
  const numbers = distinct.map((seed) => normals(network.size, seed));
  let start = 0;
  return network.parameters.map((sides) => {
    const size = sides.reduce((product, side) => product * side, 1);
    const values = new Float32Array(seeds.length * size);
    for (const [g, seed] of seeds.entries()) {
      values.set((numbers[distinct.indexOf(seed)] as Float32Array).subarray(start, start + size), g * size);
    }
    start += size;
    return tf.tensor(values, [seeds.length, ...sides]);
  });
}

function normals(count: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) out[i] = random.normal();
  return out;
}
