// How are networks trained? Stochastic gradient descent with momentum; called by trainMembers.ts, described in results.

import type { LossName } from './lossNames.ts';

export interface TrainingSpec {
  readonly loss: LossName;
  readonly epochs: number;
  /** Records of a step. */
  readonly batchSize: number;
  /** η of the mean loss over records. */
  readonly learningRate: number;
  readonly momentum: number;
  /** λ: (λ/2n)‖θ − θ₀‖² is added to the mean loss, a ridge toward the initial parameters as in the Gaussian process, where it is σ². */
  readonly pull: number;
}

/** Share of the steps after which the learning rate falls, linearly down to zero. */
const STEADY_SHARE = 0.5;

/** Learning rate of a step. */
export function learningRateAt({ learningRate }: TrainingSpec, step: number, steps: number): number {
  return learningRate * Math.min(1, (1 - step / steps) / (1 - STEADY_SHARE));
}
