import { beforeAll, describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { createNetwork } from '../../../src/networks/network.ts';
import type { Unit, Workplace } from '../../../src/networks/processes/messages.ts';
import { trainUnit } from '../../../src/networks/processes/trainUnit.ts';
import { recordGradients, squaredNorms } from '../../../src/networks/rivals/recordGradients.ts';
import type { TensorFlow } from '../../../src/networks/tensorflow/loadTensorflow.ts';
import { createLoss } from '../../../src/networks/training/loss.ts';
import { learningRateAt, type TrainingSpec } from '../../../src/networks/training/schedule.ts';
import { trainMembers } from '../../../src/networks/training/trainMembers.ts';
import { wasmTensorflow } from '../support.ts';

let tf: TensorFlow;
beforeAll(async () => {
  tf = await wasmTensorflow();
});

const random = createRandom(1);
const [N, D, C] = [12, 5, 2];
const workplace: Workplace = {
  network: { type: 'fcn', depth: 1, width: 8, activation: 'tanh', weightVariance: 2, biasVariance: 0.1 },
  shape: { inputs: D, outputs: C },
  data: {
    records: N,
    inputs: Float32Array.from({ length: N * D }, () => random.normal()),
    targets: Float32Array.from({ length: N * C }, (_, i) => ((i >> 1) % 2 === i % 2 ? 0.5 : -0.5)),
  },
  queries: Float32Array.from({ length: 3 * D }, () => random.normal()),
  rivals: { records: [7], options: { damping: 0.1, maxIterations: 10 } },
};
const training: TrainingSpec = { loss: 'squared', epochs: 4, batchSize: 5, learningRate: 0.1, momentum: 0.9, pull: 0 };
const unit: Unit = {
  training,
  members: [[], [0], [7]].map((leftOut) => ({ seed: 3, leftOut })),
  batchSeed: 9,
  asksRivals: true,
};

describe('a unit', () => {
  test('leaves no tensor behind, rivals or none', () => {
    const network = createNetwork(tf, workplace.network, workplace.shape);
    const before = tf.memory().numTensors;
    for (const asksRivals of [true, false]) trainUnit(tf, network, workplace, { ...unit, asksRivals }, () => {});
    expect(tf.memory().numTensors).toBe(before);
  });

  test('weighs the gradients of TracIn by the learning rate of their epoch, which falls', () => {
    const network = createNetwork(tf, workplace.network, workplace.shape);
    const { rivals } = trainUnit(tf, network, workplace, unit, () => {});
    const of = (values: Float32Array, cols: number) => tf.tensor3d([...values.subarray(7 * cols, 8 * cols)], [1, 1, cols]);
    const [x, y] = [of(workplace.data.inputs, D), of(workplace.data.targets, C)];
    // Three steps an epoch, the last of them shorter.
    const rates = [0, 3, 6, 9].map((step) => [0, 1, 2].reduce((sum, i) => sum + learningRateAt(training, step + i, 12) / 3, 0));
    let expected = 0;
    trainMembers(tf, network, workplace.data, training, [{ seed: 3, leftOut: new Set() }], 9, {
      onEpoch(epoch, parameters) {
        const { gradients } = recordGradients(tf, network, createLoss(tf, 'squared'), parameters, x, y);
        expected += (rates[epoch - 1] as number) * (squaredNorms(tf, gradients)[0] as number);
      },
    });
    // Members side by side round otherwise than one alone, in float32.
    expect((rivals?.tracIn[0] as number) / expected).toBeCloseTo(1, 4);
  });
});
