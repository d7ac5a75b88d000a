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
    [
      { type: 'rbf', gamma: 0, variance: 1 },
      'the kernel’s gamma to be a positive number. Got gamma 0. Try correcting this value.',
    ],
    [{ type: 'rbf', gamma: -1, variance: 1 }, 'the kernel’s gamma to be a positive number. Got gamma -1.'],
    [
      { type: 'rbf', gamma: Number.POSITIVE_INFINITY, variance: 1 },
      'the kernel’s gamma to be a positive number. Got gamma Infinity.',
    ],
    [{ type: 'rbf', gamma: '1', variance: 1 }, 'the kernel’s gamma to be a positive number. Got gamma "1".'],
    [{ type: 'rbf', gamma: 1 }, 'the kernel’s variance to be a positive number. Got variance missing.'],
    [
      { type: 'matern', smoothness: 2, gamma: 1, variance: 1 },
      'the kernel’s smoothness to be one of 0.5, 1.5, 2.5. Got smoothness 2.',
    ],
    [
      { type: 'linear', weightVariance: 1, biasVariance: -1 },
      'the kernel’s bias variance to be a number ≥ 0. Got bias variance -1.',
    ],
    [{ ...fcn, depth: -1 }, 'the kernel’s depth to be an integer from 0 to 10000. Got depth -1.'],
    [{ ...fcn, depth: 1.5 }, 'the kernel’s depth to be an integer from 0 to 10000. Got depth 1.5.'],
    [{ ...fcn, depth: 10_001 }, 'the kernel’s depth to be an integer from 0 to 10000. Got depth 10001.'],
    [{ ...fcn, weightVariance: 0 }, 'the kernel’s weight variance to be a positive number. Got weight variance 0.'],
    [{ ...fcn, output: 'gp' }, 'the kernel’s output to be nngp or ntk. Got output "gp".'],
    [{ ...fcn, activation: '' }, 'the kernel’s activation to be the name of an activation. Got activation "".'],
    [
      { ...fcn, activation: 'leaky-relu', negativeSlope: Number.NaN },
      'the kernel’s negative slope to be a finite number. Got negative slope NaN.',
    ],
    [{ ...fcn, slope: 1 }, 'no other keys in a kernel specification. Got the unknown slope.'],
    [{ gamma: 1 }, 'a kernel specification, an object with type fcn, rbf, matern, linear, precomputed. Got {"gamma":1}.'],
    [{ type: 7 }, 'a kernel specification, an object with type fcn, rbf, matern, linear, precomputed. Got {"type":7}.'],
    [null, 'a kernel specification, an object with type fcn, rbf, matern, linear, precomputed. Got null.'],
    [undefined, 'a kernel specification, an object with type fcn, rbf, matern, linear, precomputed. Got missing.'],
  ])('refuses %j', (value, message) => {
    refuses(value, 'OPTION_INVALID', `Expected ${message}`);
  });

  it('names all faults at once', () => {
    refuses(
      { type: 'rbf', gamma: -1, variance: 'x' },
      'OPTION_INVALID',
      'Expected the kernel’s gamma to be a positive number; the kernel’s variance to be a positive number. ' +
        'Got gamma -1; variance "x". Try correcting these values.',
    );
  });

  it('refuses a slope for activations that have none', () => {
    refuses(
      { ...fcn, negativeSlope: 0.1 },
      'OPTION_INVALID',
      'Expected a negative slope with the activation leaky-relu only. Got activation "relu". Try leaving out the slope, or activation leaky-relu.',
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
