import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Tensor } from '@tensorflow/tfjs-core';
import { createRandom } from '../../../src/base/random.ts';
import { backward, createNetwork, forward, type Network, outputsOf } from '../../../src/networks/network.ts';
import type { TensorFlow } from '../../../src/networks/tensorflow/loadTensorflow.ts';
import { initialParameters } from '../../../src/networks/training/initialize.ts';
import { safeLearningRate } from '../../../src/networks/training/learningRate.ts';
import type { TrainingSpec } from '../../../src/networks/training/schedule.ts';
import { type Member, type TrainingData, trainMembers } from '../../../src/networks/training/trainMembers.ts';
import { wasmTensorflow } from '../support.ts';

let tf: TensorFlow;
beforeAll(async () => {
  tf = await wasmTensorflow();
});

const D = 4;
const C = 3;

function randomData(records: number, seed: number): TrainingData {
  const random = createRandom(seed);
  const targets = new Float32Array(records * C).fill(-1 / C);
  for (let i = 0; i < records; i++) targets[i * C + random.integer(C)]! += 1;
  return { records, inputs: Float32Array.from({ length: records * D }, () => random.normal()), targets };
}

const training: TrainingSpec = { loss: 'squared', epochs: 3, batchSize: 4, learningRate: 0.05, momentum: 0.8, pull: 0 };
const whole = (seed: number): Member => ({ seed, leftOut: new Set() });
const without = (seed: number, ...records: number[]): Member => ({ seed, leftOut: new Set(records) });
const network = (width = 6, depth = 1): Network =>
  createNetwork(
    tf,
    { type: 'fcn', depth, width, activation: 'tanh', weightVariance: 1.5, biasVariance: 0.1 },
    { inputs: D, outputs: C },
  );
const member = (parameters: readonly Tensor[], g: number): number[] =>
  parameters.flatMap((p) => [...tf.slice(p, [g, ...p.shape.slice(1).map(() => 0)], [1, ...p.shape.slice(1)]).dataSync()]);
const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));

/** Steps of order one in float32, a few dozen of them. */
const FLOAT32 = 2e-5;

describe('members', () => {
  const data = randomData(10, 1);

  test('are trained as they are alone', () => {
    const net = network();
    const together = trainMembers(tf, net, data, training, [whole(1), without(1, 3), whole(2)], 9);
    for (const [g, one] of [whole(1), without(1, 3), whole(2)].entries()) {
      const alone = trainMembers(tf, net, data, training, [one], 9);
      expect(largestDifference(member(together.parameters, g), member(alone.parameters, 0))).toBeLessThan(FLOAT32);
      expect(together.lastLoss[g]).toBeCloseTo(alone.lastLoss[0] as number, 5);
    }
  });

  test('take the steps of plain gradient descent with momentum', () => {
    const net = network();
    const full: TrainingSpec = { ...training, batchSize: 10, epochs: 4 };
    const trained = trainMembers(tf, net, data, full, [without(5, 2, 7)], 1);
    // Written out for one network and the eight records that are left, in any order.
    const kept = [0, 1, 3, 4, 5, 6, 8, 9];
    const rows = (values: Float32Array, cols: number) => kept.flatMap((s) => [...values.subarray(s * cols, (s + 1) * cols)]);
    const x = tf.tensor3d(rows(data.inputs, D), [1, 8, D]);
    const y = tf.tensor3d(rows(data.targets, C), [1, 8, C]);
    let parameters = initialParameters(tf, net, [5]);
    let velocities = parameters.map((p) => tf.zerosLike(p));
    for (let step = 0; step < 4; step++) {
      const passes = forward(net, x, parameters);
      const gradients = backward(net, passes, tf.mul(tf.sub(outputsOf(passes), y), 1 / 10));
      velocities = velocities.map((v, i) => tf.add(tf.mul(v, 0.8), gradients[i] as Tensor));
      const rate = 0.05 * Math.min(1, 2 * (1 - step / 4));
      parameters = parameters.map((p, i) => tf.sub(p, tf.mul(velocities[i] as Tensor, rate)));
    }
    expect(largestDifference(member(trained.parameters, 0), member(parameters, 0))).toBeLessThan(FLOAT32);
  });

  test('take the mean over the records of a batch, however few the last one has', () => {
    const net = network();
    const [a, b] = [10, 64].map((batchSize) => trainMembers(tf, net, data, { ...training, batchSize }, [whole(1)], 2).parameters);
    expect(largestDifference(member(a ?? [], 0), member(b ?? [], 0))).toBe(0);
  });

  test('that leave out a record do not see its values', () => {
    const net = network();
    const changed = { ...data, inputs: data.inputs.slice(), targets: data.targets.slice() };
    changed.inputs.fill(3, 4 * D, 5 * D);
    changed.targets.fill(0.5, 4 * C, 5 * C);
    const [a, b] = [data, changed].map((d) => trainMembers(tf, net, d, training, [without(1, 4), whole(1)], 2)) as [
      ReturnType<typeof trainMembers>,
      ReturnType<typeof trainMembers>,
    ];
    expect(largestDifference(member(a.parameters, 0), member(b.parameters, 0))).toBe(0);
    expect(largestDifference(member(a.parameters, 1), member(b.parameters, 1))).toBeGreaterThan(1e-3);
  });

  test('with one seed are the same network, and with another are not', () => {
    const { parameters } = trainMembers(tf, network(), data, training, [whole(1), whole(1), whole(2)], 2);
    expect(largestDifference(member(parameters, 0), member(parameters, 1))).toBe(0);
    expect(largestDifference(member(parameters, 0), member(parameters, 2))).toBeGreaterThan(0.1);
  });

  test('see another order of records under another seed of it', () => {
    const [a, b] = [1, 2].map((seed) => trainMembers(tf, network(), data, training, [whole(1)], seed));
    expect(largestDifference(member(a?.parameters ?? [], 0), member(b?.parameters ?? [], 0))).toBeGreaterThan(1e-4);
  });

  test('leave no tensors behind but their parameters', () => {
    const net = network();
    const before = tf.memory().numTensors;
    const { parameters } = trainMembers(tf, net, data, training, [whole(1), without(1, 0)], 2);
    expect(tf.memory().numTensors - before).toBe(parameters.length);
    tf.dispose([...parameters]);
  });
});

test('a wide network with a pull ends where kernel ridge regression with its tangent kernel does', () => {
  const data = randomData(6, 4);
  const net = network(2048);
  const ridge = 0.4;
  const spec: TrainingSpec = { loss: 'squared', epochs: 250, batchSize: 6, learningRate: 0.5, momentum: 0.7, pull: ridge };
  const x = tf.tensor3d(data.inputs, [1, 6, D]);
  const start = initialParameters(tf, net, [11]);
  const before = outputsOf(forward(net, x, start)).dataSync();
  const { parameters } = trainMembers(tf, net, data, spec, [whole(11)], 1);
  const after = outputsOf(forward(net, x, parameters)).dataSync();
  // Outputs of one class share their tangent kernel with those of the others in the limit; here the first output's is taken.
  const gradients = Array.from({ length: 6 }, (_, i) => {
    const passes = forward(net, tf.tensor3d(data.inputs.slice(i * D, (i + 1) * D), [1, 1, D]), start);
    return backward(net, passes, tf.tensor3d([1, 0, 0], [1, 1, C])).flatMap((g) => [...g.dataSync()]);
  });
  const theta = gradients.map((a) => gradients.map((b) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)));
  // f = f₀ + Θ(Θ + λ)⁻¹(y − f₀).
  const rest = Array.from({ length: 6 }, (_, i) => (data.targets[i * C] as number) - (before[i * C] as number));
  const alpha = solve(
    theta.map((row, i) => row.map((value, j) => value + (i === j ? ridge : 0))),
    rest,
  );
  for (let i = 0; i < 6; i++) {
    const expected =
      (before[i * C] as number) + (theta[i] as number[]).reduce((sum, value, j) => sum + value * (alpha[j] as number), 0);
    // Terms of order 1/√width that training moves the kernel by.
    expect(Math.abs((after[i * C] as number) - expected)).toBeLessThan(3 / Math.sqrt(2048));
  }
});

function solve(a: number[][], b: number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i] as number]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows[k] as number[];
    for (let i = 0; i < rows.length; i++) {
      if (i === k) continue;
      const row = rows[i] as number[];
      const factor = (row[k] as number) / (pivot[k] as number);
      for (let j = k; j < row.length; j++) row[j]! -= factor * (pivot[j] as number);
    }
  }
  return rows.map((row, i) => (row.at(-1) as number) / (row[i] as number));
}

describe('the safe learning rate', () => {
  test('is half the inverse of the greatest curvature: steps below converge, steps far above diverge', () => {
    const data = randomData(40, 6);
    const net = network(64);
    const rate = safeLearningRate(tf, net, data, 'squared', 1);
    const lossAfter = (factor: number): number => {
      const spec = { ...training, batchSize: 40, momentum: 0, epochs: 30, learningRate: factor * rate };
      return trainMembers(tf, net, data, spec, [whole(1)], 1).lastLoss[0] as number;
    };
    const start = trainMembers(tf, net, data, { ...training, epochs: 1, batchSize: 40 }, [whole(1)], 1).firstLoss[0] as number;
    expect(lossAfter(1)).toBeLessThan(0.5 * start);
    // Gradient descent bears 2/λ, four times the rate.
    expect(lossAfter(3)).toBeLessThan(start);
    const far = lossAfter(12);
    expect(Number.isFinite(far) ? far : Number.POSITIVE_INFINITY).toBeGreaterThan(lossAfter(1));
  });

  test('is found in the memory of one step of the iteration', async () => {
    const data = randomData(40, 6);
    const net = network(64, 2);
    // What other tests left is counted as well.
    const before = tf.memory().numBytes;
    const { peakBytes } = await tf.profile(() => {
      safeLearningRate(tf, net, data, 'squared', 1);
      return tf.scalar(0);
    });
    // A few times the values of 40 records and the parameters; twelve steps held together take four times this.
    expect(peakBytes - before).toBeLessThan(4 * (10 * 40 * net.made + 20 * net.size));
  });

  test('is larger for cross-entropy, whose curvature is at most a half', () => {
    const data = randomData(20, 6);
    expect(safeLearningRate(tf, network(), data, 'cross-entropy', 1)).toBeCloseTo(
      2 * safeLearningRate(tf, network(), data, 'squared', 1),
      8,
    );
  });
});
