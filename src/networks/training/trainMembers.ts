// How are many networks trained at once? Members of an ensemble that see the same batches in the same order take every step together, each with its own
// parameters and without the records that it leaves out: their products are one batched product. Called by processes/worker.ts.

import type { Tensor } from '@tensorflow/tfjs-core';
import { createRandom, type Random } from '../../base/random.ts';
import { backward, forward, type Network, outputsOf } from '../network.ts';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import { initialParameters } from './initialize.ts';
import { createLoss, type Loss } from './loss.ts';
import { learningRateAt, type TrainingSpec } from './schedule.ts';

/** In single precision, as networks are trained. */
export interface TrainingData {
  /** n. */
  readonly records: number;
  /** [n, d]. */
  readonly inputs: Float32Array;
  /** [n, C], one-hot minus 1/C. */
  readonly targets: Float32Array;
}

export interface Member {
  /** Of its initial parameters. */
  readonly seed: number;
  /** Positions of the records that it is trained without. */
  readonly leftOut: ReadonlySet<number>;
}

export interface TrainedMembers {
  /** [G, …], for the caller to dispose of. */
  readonly parameters: readonly Tensor[];
  /** Mean loss over the records of each member in the first epoch and in the last, as met on the way. */
  readonly firstLoss: Float64Array;
  readonly lastLoss: Float64Array;
}

export interface TrainingWatch {
  /** After each epoch, from 1, with the mean learning rate of its steps; the parameters belong to the training. */
  readonly onEpoch?: ((epoch: number, parameters: readonly Tensor[], rate: number) => void) | undefined;
}

/**
 * Trains the members. A record that a member leaves out has no part in its steps, which otherwise are the same, and as many: the mean of a batch is over its
 * full size for everyone, so that members with one seed differ by nothing but the record. About 6·G·P·n flops an epoch.
 *
 * @param batchSeed of the order of records, the same for all members
 */
export function trainMembers(
  tf: TensorFlow,
  network: Network,
  data: TrainingData,
  training: TrainingSpec,
  members: readonly Member[],
  batchSeed: number,
  { onEpoch }: TrainingWatch = {},
): TrainedMembers {
  const { epochs, batchSize } = training;
  const random = createRandom(batchSeed);
  const order = Int32Array.from({ length: data.records }, (_, i) => i);
  const steps = epochs * Math.ceil(data.records / batchSize);
  const start = initialParameters(
    tf,
    network,
    members.map(({ seed }) => seed),
  );
  let state: State = { parameters: start.map((p) => p.clone()), velocities: start.map((p) => tf.zerosLike(p)) };
  const loss = createLoss(tf, training.loss);
  let firstLoss = new Float64Array(members.length);
  let lastLoss = firstLoss;
  for (let epoch = 1, done = 0; epoch <= epochs; epoch++) {
    shuffle(order, random);
    const sums = new Float64Array(members.length);
    const before = done;
    let rates = 0;
    for (let from = 0; from < order.length; from += batchSize, done++) {
      const batch = order.subarray(from, Math.min(from + batchSize, order.length));
      const rate = learningRateAt(training, done, steps);
      rates += rate;
      const step = { members, batch, rate, start, state };
      const made = tf.tidy(() => takeStep(tf, network, data, training, loss, step));
      tf.dispose([...state.parameters, ...state.velocities]);
      const losses = made.pop() as Tensor;
      state = { parameters: made.slice(0, start.length), velocities: made.slice(start.length) };
      for (const [i, value] of losses.dataSync().entries()) sums[Math.floor(i / batch.length)]! += value;
      losses.dispose();
    }
    lastLoss = sums.map((sum, g) => sum / (data.records - (members[g] as Member).leftOut.size));
    if (epoch === 1) firstLoss = lastLoss;
    onEpoch?.(epoch, state.parameters, rates / (done - before));
  }
  tf.dispose([...state.velocities, ...start]);
  return { parameters: state.parameters, firstLoss, lastLoss };
}

interface State {
  readonly parameters: readonly Tensor[];
  readonly velocities: readonly Tensor[];
}

interface Step {
  readonly members: readonly Member[];
  /** Positions of its records. */
  readonly batch: Int32Array;
  readonly rate: number;
  readonly start: readonly Tensor[];
  readonly state: State;
}

/** θ ← θ − ηv and v ← βv + ∇, and after these the losses before the step, [G, B], 0 where a member leaves the record out. */
function takeStep(
  tf: TensorFlow,
  network: Network,
  data: TrainingData,
  { momentum, pull }: TrainingSpec,
  loss: Loss,
  { members, batch, rate, start, state }: Step,
): Tensor[] {
  const x = gather(tf, data.inputs, data.records, batch);
  const y = gather(tf, data.targets, data.records, batch);
  const kept = keptRecords(tf, members, batch);
  const passes = forward(network, x, state.parameters);
  const f = outputsOf(passes);
  const values = loss.values(f, y);
  const slopes = tf.mul(loss.slopes(f, y), 1 / batch.length);
  const gradients = backward(network, passes, kept === undefined ? slopes : tf.mul(slopes, tf.expandDims(kept, 2)));
  const velocities = state.velocities.map((velocity, i) => {
    const next = tf.add(tf.mul(velocity, momentum), gradients[i] as Tensor);
    if (pull === 0) return next;
    return tf.add(next, tf.mul(tf.sub(state.parameters[i] as Tensor, start[i] as Tensor), pull / data.records));
  });
  const parameters = state.parameters.map((p, i) => tf.sub(p, tf.mul(velocities[i] as Tensor, rate)));
  return [...parameters, ...velocities, kept === undefined ? values : tf.mul(values, kept)];
}

/** [1, B, k] of the chosen rows of [n, k]. */
function gather(tf: TensorFlow, values: Float32Array, rows: number, chosen: Int32Array): Tensor {
  const cols = values.length / rows;
  const out = new Float32Array(chosen.length * cols);
  for (const [i, row] of chosen.entries()) out.set(values.subarray(row * cols, (row + 1) * cols), i * cols);
  return tf.tensor3d(out, [1, chosen.length, cols]);
}

/** [G, B], 1 where a member is trained on the record; undefined where all are on all. */
function keptRecords(tf: TensorFlow, members: readonly Member[], batch: Int32Array): Tensor | undefined {
  const kept = new Float32Array(members.length * batch.length).fill(1);
  let isWhole = true;
  for (const [g, { leftOut }] of members.entries()) {
    if (leftOut.size === 0) continue;
    for (const [b, record] of batch.entries()) {
      if (!leftOut.has(record)) continue;
      kept[g * batch.length + b] = 0;
      isWhole = false;
    }
  }
  return isWhole ? undefined : tf.tensor2d(kept, [members.length, batch.length]);
}

/** Fisher–Yates, in place. */
function shuffle(order: Int32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
}
