import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Tensor } from '@tensorflow/tfjs-core';
import { ACTIVATION_NAMES } from '../../../src/kernels/activations/createActivation.ts';
import { activationLayer } from '../../../src/networks/layers/activation.ts';
import { convolutionLayer } from '../../../src/networks/layers/convolution.ts';
import { denseLayer } from '../../../src/networks/layers/dense.ts';
import type { Layer } from '../../../src/networks/layers/layer.ts';
import { averagePooling } from '../../../src/networks/layers/pooling.ts';
import type { TensorFlow } from '../../../src/networks/tensorflow/loadTensorflow.ts';
import { inner, randomTensor, wasmTensorflow } from '../support.ts';

let tf: TensorFlow;
beforeAll(async () => {
  tf = await wasmTensorflow();
});

const MEMBERS = 2;
const BATCH = 3;
const variances = { weightVariance: 1.7, biasVariance: 0.3 };
const LAYERS: readonly (readonly [string, () => Layer])[] = [
  ['dense', () => denseLayer(tf, 5, 4, variances)],
  ['dense without biases', () => denseLayer(tf, 5, 4, { weightVariance: 2, biasVariance: 0 })],
  ['convolution', () => convolutionLayer(tf, { height: 4, width: 5, channels: 2 }, 3, variances)],
  ['pooling', () => averagePooling(tf, { height: 4, width: 6, channels: 2 })],
  ['pooling of odd sides', () => averagePooling(tf, { height: 5, width: 3, channels: 2 })],
  ...ACTIVATION_NAMES.map((name) => [name, () => activationLayer(tf, 6, name, 0.2)] as const),
];

/** Central differences in float32 with steps of 1e-2: truncation 1e-4·φ‴/6, rounding 1e-7/1e-2, of sums of up to 100 terms of order one. */
const DIFFERENCES = 5e-3;
/** Sums of products in float32, in two orders. */
const ADJOINT = 1e-4;

describe.each(LAYERS)('%s', (_name, create) => {
  const setUp = () => {
    const layer = create();
    const x = randomTensor(tf, [MEMBERS, BATCH, layer.inputs], 1);
    const parameters = layer.parameters.map((sides, i) => randomTensor(tf, [MEMBERS, ...sides], 2 + i));
    const y = layer.forward(x, parameters);
    return { layer, x, parameters, y, pass: { x, y, parameters } };
  };

  test('gives each member B rows of its outputs', () => {
    const { layer, y } = setUp();
    expect(y.shape).toEqual([MEMBERS, BATCH, layer.outputs]);
  });

  test('has the tangents of central differences', () => {
    const { layer, x, parameters, pass } = setUp();
    const dx = randomTensor(tf, x.shape, 7);
    const dp = parameters.map((p, i) => randomTensor(tf, p.shape, 8 + i));
    const h = 1e-2;
    const at = (sign: number): Tensor =>
      layer.forward(
        tf.add(x, tf.mul(dx, sign * h)),
        parameters.map((p, i) => tf.add(p, tf.mul(dp[i] as Tensor, sign * h))),
      );
    const differences = tf.div(tf.sub(at(1), at(-1)), 2 * h).dataSync();
    const exact = layer.tangent(pass, dx, dp).dataSync();
    // Kinks between the two points spoil a difference, not the derivative: a few are allowed to those that have them.
    const off = exact.filter((value, i) => Math.abs(value - (differences[i] as number)) > DIFFERENCES * (1 + Math.abs(value)));
    expect(off.length).toBeLessThanOrEqual(/relu|abs/.test(_name) ? 1 : 0);
  });

  test('pulls back by the adjoint of its tangents', () => {
    const { layer, x, parameters, y, pass } = setUp();
    const dx = randomTensor(tf, x.shape, 7);
    const dp = parameters.map((p, i) => randomTensor(tf, p.shape, 8 + i));
    const upstream = randomTensor(tf, y.shape, 20);
    const { input, parameters: gradients } = layer.backward(pass, upstream, true);
    const forwards = inner(tf, upstream, layer.tangent(pass, dx, dp));
    const backwards = inner(tf, input as Tensor, dx) + gradients.reduce((sum, g, i) => sum + inner(tf, g, dp[i] as Tensor), 0);
    expect(Math.abs(forwards - backwards)).toBeLessThan(ADJOINT * (1 + Math.abs(forwards)));
  });

  test('serves members one by one as it does all of them', () => {
    const { layer, x, parameters, y } = setUp();
    for (let g = 0; g < MEMBERS; g++) {
      const only = (t: Tensor) => tf.slice(t, [g, ...t.shape.slice(1).map(() => 0)], [1, ...t.shape.slice(1)]);
      const own = layer.forward(only(x), parameters.map(only)).dataSync();
      only(y)
        .dataSync()
        .forEach((value, i) => {
          expect(own[i]).toBeCloseTo(value, 4);
        });
    }
  });

  test('takes one input for all members', () => {
    const { layer, parameters } = setUp();
    if (parameters.length === 0) return;
    const shared = randomTensor(tf, [1, BATCH, layer.inputs], 3);
    const copies = tf.tile(shared, [MEMBERS, 1, 1]);
    const [a, b] = [layer.forward(shared, parameters), layer.forward(copies, parameters)];
    expect(a.shape).toEqual(b.shape);
    expect(Math.max(...tf.abs(tf.sub(a, b)).dataSync())).toBeLessThan(1e-5);
  });

  test('does not move where neither inputs nor parameters do', () => {
    const { layer, parameters, pass } = setUp();
    const still = layer.tangent(
      pass,
      undefined,
      parameters.map((p) => tf.zerosLike(p)),
    );
    expect(Math.max(...tf.abs(still).dataSync())).toBe(0);
  });
});

test('a convolution is what the definition says', () => {
  const grid = { height: 3, width: 4, channels: 2 };
  const layer = convolutionLayer(tf, grid, 2, { weightVariance: 9 * 2, biasVariance: 0 });
  const x = randomTensor(tf, [1, 1, 24], 1);
  const weights = randomTensor(tf, [1, 18, 2], 2);
  const y = layer.forward(x, [weights]).dataSync();
  const [pixels, w] = [x.dataSync(), weights.dataSync()];
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 4; j++) {
      for (let o = 0; o < 2; o++) {
        let sum = 0;
        for (let a = 0; a < 3; a++) {
          for (let b = 0; b < 3; b++) {
            const [row, col] = [i + a - 1, j + b - 1];
            if (row < 0 || row > 2 || col < 0 || col > 3) continue;
            for (let c = 0; c < 2; c++)
              sum += (pixels[(row * 4 + col) * 2 + c] as number) * (w[((a * 3 + b) * 2 + c) * 2 + o] as number);
          }
        }
        expect(y[(i * 4 + j) * 2 + o]).toBeCloseTo(sum, 4);
      }
    }
  }
});

test('an unknown activation is an error with the nearest name', () => {
  expect(() => activationLayer(tf, 3, 'rely')).toThrow(/relu/);
});
