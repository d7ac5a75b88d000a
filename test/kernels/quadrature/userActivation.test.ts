// Activations of the caller: what is accepted, how exactly it is evaluated, and what is refused.

import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import { createKernel } from '../../../src/kernels/createKernel.ts';
import type { KernelSpec } from '../../../src/kernels/kernel.ts';
import { completeActivation, type UserActivation } from '../../../src/kernels/quadrature/activationFunction.ts';
import { matrixFromRows } from '../../../src/linalg/matrix.ts';
import { expectClose, expectMatrixClose } from '../../support/matchers.ts';
import { MONTE_CARLO_STANDARD_ERRORS } from '../../support/tolerances.ts';

const spec = (output: 'nngp' | 'ntk', activation: string): KernelSpec => ({
  type: 'fcn',
  output,
  activation,
  depth: 1,
  weightVariance: 1.5,
  biasVariance: 0.2,
});
const inputs = matrixFromRows([
  [1, 0.5],
  [-0.4, 1.2],
  [1.1, 0.4],
]);
/** relu, as one function object: kernels that share it share its tables. */
const positivePart = (x: number) => (x > 0 ? x : 0);

const kernelWith = (output: 'nngp' | 'ntk', activation: UserActivation) =>
  createKernel(spec(output, 'mine'), 2, { activations: { mine: activation } });

describe('a function of the caller', () => {
  it.each(['nngp', 'ntk'] as const)('that is a known activation gives its %s kernel, with or without derivatives', (output) => {
    const known = createKernel(spec(output, 'tanh'), 2).gram(inputs);
    const derivative = (x: number) => 1 / Math.cosh(x) ** 2;
    expectMatrixClose(kernelWith(output, { value: Math.tanh, derivative }).gram(inputs), known, 1e-12);
    expectMatrixClose(kernelWith(output, Math.tanh).gram(inputs), known, 1e-11);
  });

  it.each(['nngp', 'ntk'] as const)('with a kink at 0 is met exactly: relu by quadrature is relu, %s', (output) => {
    const relu = createKernel(spec(output, 'relu'), 2);
    const own = kernelWith(output, positivePart);
    expectMatrixClose(own.gram(inputs), relu.gram(inputs), 1e-11);
    // Derivatives of series in the angle lose three digits.
    const weights = matrixFromRows([
      [1, 2, 3],
      [4, 5, 6],
      [-1, 1, -1],
    ]);
    const others = matrixFromRows([
      [0.3, -1.1],
      [1.8, 0.1],
      [0.9, 0.9],
    ]);
    expectMatrixClose(own.crossGradient(inputs, others, weights), relu.crossGradient(inputs, others, weights), 1e-7);
  });

  it('is tabulated once for all kernels that use it', () => {
    let calls = 0;
    const counted = (x: number) => {
      calls++;
      return x > 0 ? x : 0.5 * x;
    };
    const first = kernelWith('nngp', counted).gram(inputs);
    const before = calls;
    expect(before).toBeGreaterThan(0);
    expect(kernelWith('nngp', counted).gram(inputs)).toEqual(first);
    expect(calls).toBe(before);
  });

  it('has the expectation that sampling shows', () => {
    const softplus = (x: number) => Math.log1p(Math.exp(x));
    const gram = kernelWith('nngp', softplus).gram(inputs);
    // First layer: variances and covariance of the first two inputs.
    const p = (1.5 * 1.25) / 2 + 0.2;
    const q = (1.5 * 1.6) / 2 + 0.2;
    const k = (1.5 * 0.2) / 2 + 0.2;
    const random = createRandom(5);
    const samples = Float64Array.from({ length: 200_000 }, () => {
      const x = random.normal();
      const y = random.normal();
      return 1.5 * softplus(Math.sqrt(p) * x) * softplus((k / Math.sqrt(p)) * x + Math.sqrt(q - (k * k) / p) * y) + 0.2;
    });
    const mean = samples.reduce((sum, v) => sum + v, 0) / samples.length;
    const variance = samples.reduce((sum, v) => sum + (v - mean) ** 2, 0) / samples.length;
    const standardError = Math.sqrt(variance / samples.length);
    expect(Math.abs(mean - (gram.data[1] as number))).toBeLessThan(MONTE_CARLO_STANDARD_ERRORS * standardError);
  });

  it('that is not finite is refused with the place', () => {
    const call = () => kernelWith('nngp', (x) => Math.log(x)).gram(inputs);
    expect(call).toThrow(
      'Expected the activation "mine" and its derivative to be finite for every number. Got -Infinity at x = 0. ' +
        'Try a formula that neither overflows nor divides by zero there.',
    );
    expect(call).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    const derivative = { value: Math.tanh, derivative: () => Number.POSITIVE_INFINITY };
    expect(() => kernelWith('ntk', derivative).gram(inputs)).toThrow('Got Infinity at x =');
  });

  it.each([
    ['a kink beside zero', (x: number) => Math.max(-1, Math.min(1, x))],
    ['a jump beside zero', (x: number) => (x > 1 ? 1 : 0)],
    ['narrow features', (x: number) => Math.sin(400 * x)],
  ])('with %s is refused', (_what, f) => {
    const message =
      /^Expected the activation "mine" to be smooth on each side of zero, on a scale of about 1\. Got expectations that quadrature leaves uncertain by \S+, relative, at variances up to \S+\. Try a smooth version of the function, standardized inputs, or a smaller weight variance\.$/;
    const gram = () => kernelWith('nngp', f).gram(inputs);
    const diagonal = () => kernelWith('nngp', f).diagonal(inputs);
    expect(gram).toThrow(message);
    expect(diagonal).toThrow(message);
    for (const call of [gram, diagonal]) {
      expect(call).toThrow(expect.objectContaining({ code: 'NOT_CONVERGED', kind: 'failure' }));
    }
  });
});

describe('completeActivation', () => {
  it('differentiates what it is not given, on either side of zero', () => {
    const { derivative } = completeActivation('mine', Math.sin);
    const xs = [-40.3, -7, -1.5, -0.2, 0, 0.7, 1, 1.999, 2, 3.5, 100.25];
    expectClose(xs.map(derivative), xs.map(Math.cos), 1e-11);
    const abs = completeActivation('mine', Math.abs);
    expectClose([-3, -1e-9, 1e-9, 3].map(abs.derivative), [-1, -1, 1, 1], 1e-12);
  });

  it('keeps what it is given', () => {
    const { derivative } = completeActivation('mine', { value: Math.tanh, derivative: (x: number) => 7 + x });
    expect(derivative(1)).toBe(8);
  });

  it('refuses to differentiate across a kink beside zero, naming the place', () => {
    const { derivative } = completeActivation('hard\u0007', (x) => Math.min(x, 3));
    expect(derivative(0.5)).toBeCloseTo(1, 12);
    expect(() => derivative(2.5)).toThrow(
      'Expected the activation "hard\\u0007" to be smooth on each side of zero. Got a jump, a kink or a feature much narrower than 1 ' +
        'between x = 2 and 4. Try a smooth version of the function.',
    );
    expect(() => derivative(2.5)).toThrow(expect.objectContaining({ code: 'NOT_CONVERGED' }));
  });
});
