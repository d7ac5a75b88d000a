// Duals by quadrature of functions whose duals have a closed form: values, slopes and all partial derivatives; and what is hard at the ends.

import { describe, expect, it } from '@jest/globals';
import type { LayerwiseDual } from '../../../src/kernels/activations/activationDual.ts';
import { createKernel } from '../../../src/kernels/createKernel.ts';
import { quadratureDual } from '../../../src/kernels/quadrature/quadratureDual.ts';
import { matrixFromRows } from '../../../src/linalg/matrix.ts';
import { expectClose } from '../../support/matchers.ts';
import { scalarDual } from '../../support/scalarDuals.ts';

const { cos, cosh, exp, sin, sinh, sqrt } = Math;

type Outputs = readonly [F: number, D: number, FByP: number, DByK: number, DByP: number];

/** All outputs at columns of variance q and these angles, one array for each. */
function outputsOf(dual: LayerwiseDual, p: number, q: number, angles: readonly number[]): Float64Array[] {
  const pairs = Float64Array.from(angles, (theta) => sqrt(p * q) * cos(theta));
  const [slope, byRow, byPair, slopeByRow] = Array.from({ length: 4 }, () => new Float64Array(angles.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  dual.derivatives(pairs, Float64Array.of(p), new Float64Array(angles.length).fill(q), {
    slope,
    byRow,
    slopePartials: { byPair, byRow: slopeByRow },
  });
  return [pairs, slope, byRow, byPair, slopeByRow];
}

const fromFormula =
  (formula: (k: number, p: number, q: number) => Outputs) =>
  (p: number, q: number, angles: readonly number[]): number[][] => {
    const all = angles.map((theta) => formula(sqrt(p * q) * cos(theta), p, q));
    return [0, 1, 2, 3, 4].map((output) => all.map((outputs) => outputs[output] as number));
  };

const relu = scalarDual('relu', 3);
const leakyRelu = scalarDual('leaky-relu', 3, 0.2);

const CASES = [
  {
    name: 'relu + 2, which is not 0 at 0',
    dual: quadratureDual({ name: 'shifted', value: (x) => (x > 0 ? x + 2 : 2), derivative: (x) => (x > 0 ? 1 : 0) }, 1e-15),
    expected: (p: number, q: number, angles: readonly number[]) => {
      const [f, d, fByP, ...rest] = outputsOf(relu, p, q, angles) as [Float64Array, Float64Array, Float64Array];
      // E[relu(u)] = √(p/2π).
      const shift = 4 + (2 * (sqrt(p) + sqrt(q))) / sqrt(2 * Math.PI);
      const byP = p > 0 ? 1 / sqrt(2 * Math.PI * p) : 0;
      return [f.map((v) => v + shift), d, fByP.map((v) => v + byP), ...rest];
    },
  },
  {
    name: 'x + sin(x)/2',
    dual: quadratureDual({ name: 'wavy', value: (x) => x + 0.5 * sin(x), derivative: (x) => 1 + 0.5 * cos(x) }, 1e-15),
    // E[u sin v] = k E[cos v] = k e^{−q/2}.
    expected: fromFormula((k, p, q) => {
      const [a, b] = [exp(-p / 2), exp(-q / 2)];
      const [s, c] = [a * b * sinh(k), a * b * cosh(k)];
      return [
        k * (1 + 0.5 * (a + b)) + 0.25 * s,
        1 + 0.5 * (a + b) + 0.25 * c,
        -0.25 * k * a - 0.125 * s,
        0.25 * s,
        -0.25 * a - 0.125 * c,
      ];
    }),
  },
  {
    name: 'leaky relu',
    dual: quadratureDual({ name: 'leaky', value: (x) => (x > 0 ? x : 0.2 * x), derivative: (x) => (x > 0 ? 1 : 0.2) }, 1e-15),
    expected: (p: number, q: number, angles: readonly number[]) => outputsOf(leakyRelu, p, q, angles),
  },
  {
    name: 'a constant',
    dual: quadratureDual({ name: 'constant', value: () => 3, derivative: () => 0 }, 1e-15),
    expected: fromFormula(() => [9, 0, 0, 0, 0]),
  },
];

const ANGLES = [0.05, 0.4, 1.3, 1.9, 2.9];

describe.each(CASES)('the dual by quadrature of $name', ({ dual, expected }) => {
  it.each([
    [3.1, 1.2],
    [0.02, 3.9],
    [1e-6, 1e-6],
  ])('has the closed form’s value, slope and partial derivatives at variances %p and %p', (p, q) => {
    const found = outputsOf(dual, p, q, ANGLES);
    const known = expected(p, q, ANGLES);
    // Largest size of each output on its scale: derivatives by p are differences of terms of the size of F/p and D/p.
    const scale = known.map((values) => Math.max(...Array.from(values, Math.abs)));
    const [f, d] = scale as [number, number];
    const sizes = [f, d, f / p, d / sqrt(p * q), d / p];
    // Series 1e-12; their derivatives in the angle and in log p lose two to three digits.
    [1e-12, 1e-12, 1e-10, 1e-9, 1e-9].forEach((tolerance, output) => {
      Array.from(known[output] as ArrayLike<number>).forEach((value, at) => {
        const error = Math.abs((found[output]?.[at] as number) - value);
        expect(error).toBeLessThanOrEqual(tolerance * (sizes[output] as number));
      });
    });
  });

  it('reads a zero covariance at variance 0', () => {
    const [value] = outputsOf(dual, 0, 2, [Math.PI / 2]) as [Float64Array];
    expect(value[0]).toBeCloseTo(expected(0, 2, [Math.PI / 2])[0]?.[0] as number, 12);
  });
});

describe('gradients by quadrature', () => {
  it('keep their digits at small inputs, although the activation is not 0 at 0', () => {
    const spec = { type: 'fcn', output: 'nngp', activation: 'sigmoid', depth: 1, weightVariance: 1, biasVariance: 0 } as const;
    const kernel = createKernel(spec, 2);
    for (const size of [1e-3, 1e-6, 1e-10]) {
      const inputs = matrixFromRows([[3 * size, size]]);
      const others = matrixFromRows([[-size, 2 * size]]);
      // K = ¼ + k/16 + O(k p), k = x·z/2.
      const gradient = kernel.crossGradient(inputs, others, matrixFromRows([[1]])).data;
      expectClose(gradient, [-size / 32, size / 16], 1e-9 + 10 * size ** 2);
      expectClose(kernel.diagonalGradient(inputs).data, [(3 * size) / 16, size / 16], 1e-9 + 10 * size ** 2);
    }
  });
});
