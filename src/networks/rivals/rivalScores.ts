// What do other methods say of the same records and the same network? Loss and margin of the trained network, TracIn over its training, the influence function
// at its end. Called by processes/trainUnit.ts.

import type { Tensor } from '@tensorflow/tfjs-core';
import type { Network } from '../network.ts';
import { networksSideBySide } from '../sideBySide.ts';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import type { Loss } from '../training/loss.ts';
import type { TrainingData } from '../training/trainMembers.ts';
import { CHUNK, type InfluenceOptions, selfInfluence } from './influence.ts';
import { recordGradients, squaredNorms } from './recordGradients.ts';

/** Of each record; higher means more exposed for every one of them. */
export interface RivalScores {
  /** ℓ. */
  readonly loss: Float64Array;
  /** −(f_class − max of the others). */
  readonly negativeMargin: Float64Array;
  /** Σ_epochs η‖∇ℓ‖² after each epoch, η the mean learning rate of its steps (Pruthi et al. 2020, section 3.2: that between two checkpoints). */
  readonly tracIn: Float64Array;
  /** gᵀ(H + λ)⁻¹g. */
  readonly influence: Float64Array;
  /** What conjugate gradients left of their equations, relative. */
  readonly influenceResidual: number;
}

export interface RivalWatch {
  /** To be called after each epoch with the parameters of one member, [1, …], which stay the caller's, and the mean learning rate of its steps. */
  onEpoch(parameters: readonly Tensor[], learningRate: number): void;
  /** With the parameters at the end, which stay the caller's. */
  finish(parameters: readonly Tensor[]): RivalScores;
}

export function watchRivals(
  tf: TensorFlow,
  network: Network,
  loss: Loss,
  data: TrainingData,
  records: readonly number[],
  options: InfluenceOptions,
): RivalWatch {
  const chosen = (values: Float32Array, some: readonly number[]): Tensor => {
    const cols = values.length / data.records;
    const rows = some.map((s) => values.subarray(s * cols, (s + 1) * cols));
    return tf.tensor3d(Float32Array.from(rows.flatMap((row) => [...row])), [some.length, 1, cols]);
  };
  // Records take the place of networks: as many at once as fit into memory.
  const atOnce = networksSideBySide(network, CHUNK);
  const groups = Array.from({ length: Math.ceil(records.length / atOnce) }, (_, i) => {
    const some = records.slice(i * atOnce, (i + 1) * atOnce);
    return { at: i * atOnce, x: chosen(data.inputs, some), y: chosen(data.targets, some) };
  });
  const tracIn = new Float64Array(records.length);
  return {
    onEpoch(parameters, learningRate) {
      for (const { at, x, y } of groups) {
        const { gradients } = recordGradients(tf, network, loss, parameters, x, y);
        for (const [i, square] of squaredNorms(tf, gradients).entries()) tracIn[at + i]! += learningRate * square;
        tf.dispose(gradients as Tensor[]);
      }
    },
    finish(parameters) {
      const [losses, negativeMargin, influence] = [0, 1, 2].map(() => new Float64Array(records.length)) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      let influenceResidual = 0;
      for (const { at, x, y } of groups) {
        const said = recordGradients(tf, network, loss, parameters, x, y);
        const { influences, residual } = selfInfluence(tf, network, loss, data, parameters, said.gradients, options);
        tf.dispose([...said.gradients, x, y]);
        losses.set(said.losses, at);
        negativeMargin.set(
          said.margins.map((margin) => 0 - margin),
          at,
        );
        influence.set(influences, at);
        influenceResidual = Math.max(influenceResidual, residual);
      }
      return { loss: losses, negativeMargin, tracIn, influence, influenceResidual };
    },
  };
}
