// The names that `lood/kernels` exports; a change here is a change of the package's interface.

import { expect, it } from '@jest/globals';
import * as kernels from '../../src/kernels/index.ts';

it('lood/kernels exports these names', () => {
  expect(Object.keys(kernels).sort()).toEqual([
    'ACTIVATION_NAMES',
    'KERNEL_ALIASES',
    'KERNEL_OPTION_NAMES',
    'KERNEL_TYPES',
    'assertGram',
    'completeKernelSpec',
    'createKernel',
    'kernelSpecSchema',
    'parseKernelSpec',
    'productsToSquaredDistances',
    'refineSquaredDistances',
    'squaredDistances',
  ]);
});
