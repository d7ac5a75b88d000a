import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Matrix, solve } from 'ml-matrix';
import { createRandom } from '../../../src/base/random.ts';
import { backward, createNetwork, forward, outputsOf } from '../../../src/networks/network.ts';
import { gaussNewtonProduct, selfInfluence } from '../../../src/networks/rivals/influence.ts';
import { recordGradients, squaredNorms } from '../../../src/networks/rivals/recordGradients.ts';
import { watchRivals } from '../../../src/networks/rivals/rivalScores.ts';
import type { TensorFlow } from '../../../src/networks/tensorflow/loadTensorflow.ts';
import { initialParameters } from '../../../src/networks/training/initialize.ts';
import { createLoss } from '../../../src/networks/training/loss.ts';
import { LOSS_NAMES } from '../../../src/networks/training/lossNames.ts';
import type { TrainingData } from '../../../src/networks/training/trainMembers.ts';
import { wasmTensorflow } from '../support.ts';

let tf: TensorFlow;
beforeAll(async () => {
  tf = await wasmTensorflow();
});

const N = 200;
const D = 3;
const C = 3;
const random = createRandom(3);
const data: TrainingData = {
  records: N,
  inputs: Float32Array.from({ length: N * D }, () => random.normal()),
  targets: Float32Array.from({ length: N * C }, (_, i) => (i % C === Math.floor(i / C) % C ? 2 / 3 : -1 / 3)),
};
const records = [0, 5, 17];

/** A network small enough for its Gauss–Newton matrix to be written down. */
function setUp(lossName: (typeof LOSS_NAMES)[number]) {
  const network = createNetwork(
    tf,
    { type: 'fcn', depth: 1, width: 4, activation: 'tanh', weightVariance: 2, biasVariance: 0.2 },
    { inputs: D, outputs: C },
  );
  const parameters = initialParameters(tf, network, [1]);
  const loss = createLoss(tf, lossName);
  const of = (values: Float32Array, cols: number) =>
    tf.tensor3d(
      records.flatMap((s) => [...values.subarray(s * cols, (s + 1) * cols)]),
      [records.length, 1, cols],
    );
  return { network, parameters, loss, x: of(data.inputs, D), y: of(data.targets, C) };
}

/** Numbers of all parameters of record r, one after the other. */
const flat = (parts: readonly Tensor[], r: number): number[] =>
  parts.flatMap((part) => [...tf.slice(part, [r, ...part.shape.slice(1).map(() => 0)], [1, ...part.shape.slice(1)]).dataSync()]);

/** (1/n) Σ JᵀLJ, entry by entry. */
function gaussNewton({ network, parameters }: ReturnType<typeof setUp>, lossName: string): Matrix {
  const size = network.size;
  const h = Matrix.zeros(size, size);
  for (let i = 0; i < N; i++) {
    const passes = forward(network, tf.tensor3d(data.inputs.slice(i * D, (i + 1) * D), [1, 1, D]), parameters);
    const f = Array.from(outputsOf(passes).dataSync());
    const rows = Array.from({ length: C }, (_, c) =>
      flat(
        backward(
          network,
          passes,
          tf.tensor3d(
            [0, 1, 2].map((k) => (k === c ? 1 : 0)),
            [1, 1, C],
          ),
        ),
        0,
      ),
    );
    const top = Math.max(...f);
    const sum = f.reduce((s, value) => s + Math.exp(value - top), 0);
    const p = f.map((value) => Math.exp(value - top) / sum) as [number, number, number];
    const j = new Matrix(rows);
    const inner = Matrix.zeros(C, C);
    for (let a = 0; a < C; a++) {
      for (let b = 0; b < C; b++) {
        const [pa, pb] = [p[a] as number, p[b] as number];
        inner.set(a, b, lossName === 'squared' ? (a === b ? 1 : 0) : (a === b ? pa : 0) - pa * pb);
      }
    }
    h.add(
      j
        .transpose()
        .mmul(inner)
        .mmul(j)
        .mul(1 / N),
    );
  }
  return h;
}

describe.each(LOSS_NAMES)('with %s', (lossName) => {
  test('gradients of single records are those of central differences', () => {
    const { network, parameters, loss, x, y } = setUp(lossName);
    const { gradients, losses } = recordGradients(tf, network, loss, parameters, x, y);
    const h = 1e-2;
    const values = (sign: number, part: number, at: number) =>
      loss
        .values(
          outputsOf(
            forward(
              network,
              x,
              parameters.map((p, i) => {
                const numbers = p.dataSync().slice();
                if (i === part) numbers[at]! += sign * h;
                return tf.tensor(numbers, p.shape);
              }),
            ),
          ),
          y,
        )
        .dataSync();
    expect(losses).toHaveLength(records.length);
    for (const part of parameters.keys()) {
      const [up, down] = [values(1, part, 1), values(-1, part, 1)];
      for (const r of records.keys()) {
        const exact = (gradients[part] as Tensor).dataSync()[r * (parameters[part] as Tensor).size + 1] as number;
        expect(((up[r] as number) - (down[r] as number)) / (2 * h)).toBeCloseTo(exact, 2);
      }
    }
  });

  test('products with the Gauss–Newton matrix are those of the matrix', () => {
    const parts = setUp(lossName);
    const { network, parameters, loss, x, y } = parts;
    const { gradients } = recordGradients(tf, network, loss, parameters, x, y);
    const products = gaussNewtonProduct(tf, network, loss, data, parameters, gradients, 0.3);
    const h = gaussNewton(parts, lossName);
    for (const r of records.keys()) {
      const g = flat(gradients, r);
      const expected = h.mmul(Matrix.columnVector(g)).to1DArray();
      flat(products, r).forEach((value, i) => {
        expect(value).toBeCloseTo((expected[i] as number) + 0.3 * (g[i] as number), 3);
      });
    }
  });

  test('influence is gᵀ(H + λ)⁻¹g, as a dense solve has it', () => {
    const parts = setUp(lossName);
    const { network, parameters, loss, x, y } = parts;
    const { gradients } = recordGradients(tf, network, loss, parameters, x, y);
    const { influences, residual } = selfInfluence(tf, network, loss, data, parameters, gradients, {
      damping: 0.1,
      maxIterations: 60,
    });
    expect(residual).toBeLessThan(1e-3);
    const h = gaussNewton(parts, lossName).add(Matrix.eye(network.size).mul(0.1));
    for (const r of records.keys()) {
      const g = Matrix.columnVector(flat(gradients, r));
      const expected = g.transpose().mmul(solve(h, g)).get(0, 0);
      expect((influences[r] as number) / expected).toBeCloseTo(1, 2);
    }
  });

  test('a damping beyond all curvature leaves the squared gradient', () => {
    const { network, parameters, loss, x, y } = setUp(lossName);
    const { gradients } = recordGradients(tf, network, loss, parameters, x, y);
    const { influences } = selfInfluence(tf, network, loss, data, parameters, gradients, { damping: 1e4, maxIterations: 5 });
    squaredNorms(tf, gradients).forEach((square, r) => {
      expect((influences[r] as number) * 1e4).toBeCloseTo(square, 2);
    });
  });
});

test('TracIn adds up η‖∇ℓ‖², margins compare the class with the best other one, and no tensor is left', () => {
  const { network, parameters: initial, loss } = setUp('squared');
  // Outputs that differ by more than one.
  const parameters = initial.map((p) => tf.mul(p, 3));
  const before = tf.memory().numTensors;
  const watch = watchRivals(tf, network, loss, data, records, { damping: 0.1, maxIterations: 30 });
  watch.onEpoch(parameters, 0.5);
  watch.onEpoch(parameters, 0.25);
  const scores = watch.finish(parameters);
  expect(tf.memory().numTensors).toBe(before);
  const { x, y } = setUp('squared');
  const { gradients } = recordGradients(tf, network, loss, parameters, x, y);
  const f = outputsOf(forward(network, x, parameters)).dataSync();
  squaredNorms(tf, gradients).forEach((square, r) => {
    expect(scores.tracIn[r]).toBeCloseTo(0.75 * square, 4);
    const own = (records[r] as number) % C;
    const outputs = [...f.subarray(r * C, (r + 1) * C)];
    const others = outputs.filter((_, c) => c !== own);
    expect(scores.negativeMargin[r]).toBeCloseTo(Math.max(...others) - (outputs[own] as number), 5);
    expect(scores.loss[r]).toBeCloseTo(
      outputs.reduce((sum, value, c) => sum + 0.5 * (value - (c === own ? 2 / 3 : -1 / 3)) ** 2, 0),
      5,
    );
  });
});

test('records that do not fit into memory at once are asked in groups, to the same scores', () => {
  const { network, parameters, loss } = setUp('squared');
  const scores = (made: number) => {
    const before = tf.memory().numTensors;
    const watch = watchRivals(tf, { ...network, made }, loss, data, records, { damping: 0.1, maxIterations: 60 });
    watch.onEpoch(parameters, 0.5);
    const said = watch.finish(parameters);
    expect(tf.memory().numTensors).toBe(before);
    return said;
  };
  const [together, apart] = [scores(network.made), scores(2 ** 18)];
  for (const name of ['loss', 'negativeMargin', 'tracIn', 'influence'] as const) {
    together[name].forEach((value, r) => {
      // Conjugate gradients end at a residual of a thousandth, those of a group at that of its worst record.
      expect((apart[name][r] as number) / value).toBeCloseTo(1, 2);
    });
  }
});
