// The package's entry `lood/kernels`: covariance functions of infinitely wide networks and stationary kernels, as data plus functions.

// From a specification to functions.
export { ACTIVATION_NAMES } from './activations/createActivation.ts';
export { type CreateKernelOptions, createKernel } from './createKernel.ts';
export type {
  ClosedFormActivation,
  Kernel,
  KernelSpec,
  PairStatistic,
  PairwiseMap,
  QuadratureActivation,
} from './kernel.ts';
// Specifications: schema, defaults, names.
export { completeKernelSpec, KERNEL_ALIASES, KERNEL_OPTION_NAMES, type KernelOptions } from './kernelOptions.ts';
export { KERNEL_TYPES, kernelSpecSchema, parseKernelSpec } from './kernelSpec.ts';
// For those who build Gram matrices themselves.
export { assertGram } from './precomputed.ts';
export type { UserActivation } from './quadrature/activationFunction.ts';
export { productsToSquaredDistances, refineSquaredDistances, squaredDistances } from './squaredDistances.ts';
