// Which specifications are accepted, and what is said of the others.

import { describe, expect, it } from '@jest/globals';
import { createKernel } from '../../src/kernels/createKernel.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { kernelSpecSchema, parseKernelSpec } from '../../src/kernels/kernelSpec.ts';

const fcn = { type: 'fcn', output: 'nngp', activation: 'relu', depth: 5, weightVariance: 2, biasVariance: 0 } as const;

function refuses(value: unknown, code: string, message: string): void {
  expect(() => parseKernelSpec(value)).toThrow(message);
  expect(() => parseKernelSpec(value)).toThrow(expect.objectContaining({ code, kind: 'input' }));
}

describe('parseKernelSpec', () => {
  it('returns every valid specification as it is', () => {
    const specs: KernelSpec[] = [
      { type: 'rbf', gamma: 1, variance: 2 },
      { type: 'matern', smoothness: 1.5, gamma: 1, variance: 2 },
      { type: 'linear', weightVariance: 1, biasVariance: 0 },
      { type: 'precomputed' },
      fcn,
      { ...fcn, depth: 0, biasVariance: 3 },
      { ...fcn, depth: 10_000, activation: 'leaky-relu', negativeSlope: -0.5 },
    ];
    for (const spec of specs) {
      expect(parseKernelSpec(spec)).toEqual(spec);
      expect(kernelSpecSchema.safeParse(spec).success).toBe(true);
    }
  });

  it('names the nearest kernel and the nearest activation', () => {
    refuses(
      { type: 'rfb' },
      'NAME_UNKNOWN',
      'Expected the kernel to be one of fcn, rbf, matern, linear, precomputed. Got "rfb". Try "rbf".',
    );
    refuses({ ...fcn, activation: 'rleu' }, 'NAME_UNKNOWN', 'Got "rleu". Try "relu".');
    expect(() => parseKernelSpec({ ...fcn, activation: 'softpls' }, ['softplus'])).toThrow('Try "softplus".');
    expect(parseKernelSpec({ ...fcn, activation: 'softplus' }, ['softplus'])).toEqual({ ...fcn, activation: 'softplus' });
  });

  it.each([
    [{ type: 'rbf', gamma: 0, variance: 1 }, 'gamma to be a positive number. Got gamma 0. Try correcting these values.'],
    [{ type: 'rbf', gamma: -1, variance: 1 }, 'gamma to be a positive number. Got gamma -1.'],
    [{ type: 'rbf', gamma: Number.POSITIVE_INFINITY, variance: 1 }, 'gamma to be a positive number. Got gamma Infinity.'],
    [{ type: 'rbf', gamma: '1', variance: 1 }, 'gamma to be a positive number. Got gamma "1".'],
    [{ type: 'rbf', gamma: 1 }, 'variance to be a positive number. Got variance missing.'],
    [{ type: 'matern', smoothness: 2, gamma: 1, variance: 1 }, 'smoothness to be one of 0.5, 1.5, 2.5. Got smoothness 2.'],
    [{ type: 'linear', weightVariance: 1, biasVariance: -1 }, 'biasVariance to be a number ≥ 0. Got biasVariance -1.'],
    [{ ...fcn, depth: -1 }, 'depth to be an integer from 0 to 10000. Got depth -1.'],
    [{ ...fcn, depth: 1.5 }, 'depth to be an integer from 0 to 10000. Got depth 1.5.'],
    [{ ...fcn, depth: 10_001 }, 'depth to be an integer from 0 to 10000. Got depth 10001.'],
    [{ ...fcn, weightVariance: 0 }, 'weightVariance to be a positive number. Got weightVariance 0.'],
    [{ ...fcn, output: 'gp' }, 'output to be nngp or ntk. Got output "gp".'],
    [{ ...fcn, activation: '' }, 'activation to be the name of an activation. Got activation "".'],
    [
      { ...fcn, activation: 'leaky-relu', negativeSlope: Number.NaN },
      'negativeSlope to be a finite number. Got negativeSlope NaN.',
    ],
    [{ ...fcn, slope: 1 }, 'no other keys. Got the unknown slope.'],
    [{ gamma: 1 }, 'an object with type fcn, rbf, matern, linear, precomputed. Got {"gamma":1}.'],
    [{ type: 7 }, 'an object with type fcn, rbf, matern, linear, precomputed. Got {"type":7}.'],
    [null, 'an object with type fcn, rbf, matern, linear, precomputed. Got null.'],
    [undefined, 'an object with type fcn, rbf, matern, linear, precomputed. Got missing.'],
  ])('refuses %j', (value, message) => {
    refuses(value, 'OPTION_INVALID', `Expected a kernel specification: ${message}`);
  });

  it('names all faults at once', () => {
    refuses(
      { type: 'rbf', gamma: -1, variance: 'x' },
      'OPTION_INVALID',
      'Expected a kernel specification: gamma to be a positive number; variance to be a positive number. Got gamma -1; variance "x".',
    );
  });

  it('refuses a slope for activations that have none', () => {
    refuses(
      { ...fcn, negativeSlope: 0.1 },
      'OPTION_INVALID',
      'Expected negativeSlope with the activation leaky-relu only. Got activation "relu". Try leaving out the slope, or activation leaky-relu.',
    );
  });

  it('shows hostile text as plain text', () => {
    expect(() => parseKernelSpec({ ...fcn, activation: 'a\u001b[31mb' })).toThrow('Got "a\\u001b[31mb"');
    expect(() => parseKernelSpec({ ...fcn, 'x\u0007': 1 })).toThrow('Got the unknown x\\u0007.');
  });
});

describe('createKernel', () => {
  it.each([0, -1, 1.5, Number.NaN])('refuses %p dimensions', (dimensions) => {
    const call = () => createKernel(fcn, dimensions);
    expect(call).toThrow(
      `Expected the number of input dimensions to be a positive integer. Got ${dimensions}. Try the number of columns of the inputs.`,
    );
    expect(call).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });

  it('checks the specification', () => {
    expect(() => createKernel({ ...fcn, depth: -1 }, 3)).toThrow('depth to be an integer from 0 to 10000');
  });

  it('does not let its specification be changed through the one it was given', () => {
    const given = { type: 'rbf' as const, gamma: 1, variance: 1 };
    const kernel = createKernel(given, 3);
    given.gamma = 2;
    expect(kernel.spec).toEqual({ type: 'rbf', gamma: 1, variance: 1 });
  });
});
