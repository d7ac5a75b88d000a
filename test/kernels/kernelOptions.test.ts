// Defaults and short names of kernel options.

import { describe, expect, it } from '@jest/globals';
import { completeKernelSpec, KERNEL_OPTION_NAMES } from '../../src/kernels/kernelOptions.ts';

describe('completeKernelSpec', () => {
  it('fills in every default', () => {
    const network = { type: 'fcn', output: 'nngp', activation: 'relu', depth: 5, weightVariance: 2, biasVariance: 0 };
    expect(completeKernelSpec()).toEqual(network);
    expect(completeKernelSpec({ kernel: 'fcn', depth: undefined })).toEqual(network);
    expect(completeKernelSpec({ kernel: 'rbf' })).toEqual({ type: 'rbf', gamma: 1, variance: 1 });
    expect(completeKernelSpec({ kernel: 'matern' })).toEqual({ type: 'matern', smoothness: 2.5, gamma: 1, variance: 1 });
    expect(completeKernelSpec({ kernel: 'linear' })).toEqual({ type: 'linear', weightVariance: 2, biasVariance: 0 });
    expect(completeKernelSpec({ kernel: 'precomputed' })).toEqual({ type: 'precomputed' });
    expect(completeKernelSpec({ activation: 'leaky-relu' })).toEqual({
      ...network,
      activation: 'leaky-relu',
      negativeSlope: 0.01,
    });
  });

  it('takes what is given', () => {
    expect(
      completeKernelSpec({
        kernel: 'fcn',
        kernelType: 'ntk',
        activation: 'leaky-relu',
        negativeSlope: 0.3,
        depth: 2,
        weightVariance: 1.5,
        biasVariance: 0.1,
      }),
    ).toEqual({
      type: 'fcn',
      output: 'ntk',
      activation: 'leaky-relu',
      negativeSlope: 0.3,
      depth: 2,
      weightVariance: 1.5,
      biasVariance: 0.1,
    });
    expect(completeKernelSpec({ kernel: 'matern', smoothness: 0.5, gamma: 3, variance: 4 })).toEqual({
      type: 'matern',
      smoothness: 0.5,
      gamma: 3,
      variance: 4,
    });
    expect(completeKernelSpec({ activation: 'mish' }, ['mish'])).toMatchObject({ activation: 'mish' });
  });

  it('ignores the options of other kernels', () => {
    expect(completeKernelSpec({ kernel: 'rbf', depth: -3, activation: 'nonsense' })).toEqual({
      type: 'rbf',
      gamma: 1,
      variance: 1,
    });
    expect(completeKernelSpec({ activation: 'gelu', negativeSlope: 0.3 })).not.toHaveProperty('negativeSlope');
  });

  it('knows short names for a kernel with one of its options', () => {
    expect(completeKernelSpec({ kernel: 'ntk' })).toMatchObject({ type: 'fcn', output: 'ntk' });
    expect(completeKernelSpec({ kernel: 'nngp', kernelType: 'nngp' })).toMatchObject({ type: 'fcn', output: 'nngp' });
    expect(completeKernelSpec({ kernel: 'matern12' })).toMatchObject({ type: 'matern', smoothness: 0.5 });
    expect(completeKernelSpec({ kernel: 'matern32' })).toMatchObject({ type: 'matern', smoothness: 1.5 });
    expect(completeKernelSpec({ kernel: 'matern52' })).toMatchObject({ type: 'matern', smoothness: 2.5 });
    expect(KERNEL_OPTION_NAMES).toEqual([
      'fcn',
      'rbf',
      'matern',
      'linear',
      'precomputed',
      'nngp',
      'ntk',
      'matern12',
      'matern32',
      'matern52',
    ]);
  });

  it('refuses a short name that an option contradicts', () => {
    const call = () => completeKernelSpec({ kernel: 'ntk', kernelType: 'nngp' });
    expect(call).toThrow(
      'Expected kernel type ntk with the kernel ntk. Got kernel type nngp. Try the kernel fcn, or leaving out the kernel type.',
    );
    expect(call).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
    expect(() => completeKernelSpec({ kernel: 'matern12', smoothness: 2.5 })).toThrow(
      'Expected smoothness 0.5 with the kernel matern12.',
    );
  });

  it('names the nearest known kernel, kernel type and activation, and the fault of a value', () => {
    expect(() => completeKernelSpec({ kernel: 'mattern' })).toThrow('Got "mattern". Try "matern".');
    expect(() => completeKernelSpec({ kernelType: 'nkt' })).toThrow(
      'Expected the kernel type to be one of nngp, ntk. Got "nkt". Try "ntk".',
    );
    expect(() => completeKernelSpec({ activation: 'gleu' })).toThrow('Got "gleu". Try "gelu".');
    expect(() => completeKernelSpec({ kernel: 'rbf', gamma: 0 })).toThrow('gamma to be a positive number. Got gamma 0.');
    expect(() => completeKernelSpec({ kernel: 'matern', smoothness: 1 })).toThrow(
      'smoothness to be one of 0.5, 1.5, 2.5. Got smoothness 1.',
    );
  });
});
