// What does a training process do with a unit? As many members side by side as keep the machine's caches useful, the others after them. Called by worker.ts.

import type { Tensor } from '@tensorflow/tfjs-core';
import { forward, type Network, outputsOf } from '../network.ts';
import { type RivalScores, watchRivals } from '../rivals/rivalScores.ts';
import { inputsAtOnce, networksSideBySide } from '../sideBySide.ts';
import type { TensorFlow } from '../tensorflow/loadTensorflow.ts';
import { createLoss } from '../training/loss.ts';
import { trainMembers } from '../training/trainMembers.ts';
import type { Unit, UnitResult, Workplace } from './messages.ts';

/** More members at once gain nothing. */
const MOST = 16;
/** Inputs asked at once, at most. */
const ASKED = 256;

export function trainUnit(
  tf: TensorFlow,
  network: Network,
  workplace: Workplace,
  unit: Unit,
  onProgress: (share: number) => void,
): UnitResult {
  const { data, shape, queries, rivals } = workplace;
  const { training, members, batchSeed, asksRivals } = unit;
  const asked = queries.length / shape.inputs;
  const outputs = new Float32Array(members.length * asked * shape.outputs);
  const [firstLoss, lastLoss] = [new Float64Array(members.length), new Float64Array(members.length)];
  const atOnce = Math.min(MOST, networksSideBySide(network, training.batchSize));
  let scores: RivalScores | null = null;
  for (let from = 0; from < members.length; from += atOnce) {
    const some = members.slice(from, from + atOnce);
    const watch =
      asksRivals && from === 0 && rivals
        ? watchRivals(tf, network, createLoss(tf, training.loss), data, rivals.records, rivals.options)
        : undefined;
    const trained = trainMembers(
      tf,
      network,
      data,
      training,
      some.map(({ seed, leftOut }) => ({ seed, leftOut: new Set(leftOut) })),
      batchSeed,
      {
        onEpoch(epoch, parameters, rate) {
          if (watch) withFirst(tf, parameters, (first) => watch.onEpoch(first, rate));
          onProgress((from + (some.length * epoch) / training.epochs) / members.length);
        },
      },
    );
    firstLoss.set(trained.firstLoss, from);
    lastLoss.set(trained.lastLoss, from);
    ask(tf, network, trained.parameters, workplace, outputs.subarray(from * asked * shape.outputs));
    if (watch) scores = withFirst(tf, trained.parameters, (first) => watch.finish(first));
    tf.dispose([...trained.parameters]);
  }
  return { outputs, firstLoss, lastLoss, rivals: scores };
}

/** Lends the parameters of the first member, [1, …]. */
function withFirst<T>(tf: TensorFlow, parameters: readonly Tensor[], use: (first: readonly Tensor[]) => T): T {
  const first = parameters.map((p) => tf.slice(p, [0, ...p.shape.slice(1).map(() => 0)], [1, ...p.shape.slice(1)]));
  const result = use(first);
  tf.dispose(first);
  return result;
}

/** Writes the outputs of all members at all queries, [G, Q, C]. */
function ask(
  tf: TensorFlow,
  network: Network,
  parameters: readonly Tensor[],
  { shape, queries }: Workplace,
  out: Float32Array,
): void {
  const asked = queries.length / shape.inputs;
  const atOnce = Math.min(ASKED, inputsAtOnce(network, (parameters[0] as Tensor).shape[0] as number));
  for (let from = 0; from < asked; from += atOnce) {
    const rows = Math.min(atOnce, asked - from);
    const values = tf.tidy(() => {
      const x = tf.tensor3d(queries.subarray(from * shape.inputs, (from + rows) * shape.inputs), [1, rows, shape.inputs]);
      return outputsOf(forward(network, x, parameters)).dataSync();
    });
    const size = rows * shape.outputs;
    for (let g = 0; g * size < values.length; g++) {
      out.set((values as Float32Array).subarray(g * size, (g + 1) * size), (g * asked + from) * shape.outputs);
    }
  }
}
