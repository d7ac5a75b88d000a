// What do other methods say of the same records and the same network? Loss and margin of the trained network, TracIn over its training, the influence function
// at its end. Called by processes/trainUnit.ts.

import type { Tensor } from '@tensorflow/tfjs-core';
import type { Network } from '../network.ts';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import type { Loss } from '../training/loss.ts';
import type { TrainingData } from '../training/trainMembers.ts';
import { type InfluenceOptions, selfInfluence } from './influence.ts';
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
  const chosen = (values: Float32Array): Tensor => {
    const cols = values.length / data.records;
    const rows = records.map((s) => values.subarray(s * cols, (s + 1) * cols));
    return tf.tensor3d(Float32Array.from(rows.flatMap((row) => [...row])), [records.length, 1, cols]);
  };
  const [x, y] = [chosen(data.inputs), chosen(data.targets)];
  const tracIn = new Float64Array(records.length);
  return {
    onEpoch(parameters, learningRate) {
      const { gradients } = recordGradients(tf, network, loss, parameters, x, y);
      for (const [i, square] of squaredNorms(tf, gradients).entries()) tracIn[i]! += learningRate * square;
      tf.dispose(gradients as Tensor[]);
    },
    finish(parameters) {
      const { losses, margins, gradients } = recordGradients(tf, network, loss, parameters, x, y);
      const { influences, residual } = selfInfluence(tf, network, loss, data, parameters, gradients, options);
      tf.dispose([...gradients, x, y]);
      return {
        loss: Float64Array.from(losses),
        negativeMargin: Float64Array.from(margins, (margin) => 0 - margin),
        tracIn,
        influence: influences,
        influenceResidual: residual,
      };
    },
  };
}
