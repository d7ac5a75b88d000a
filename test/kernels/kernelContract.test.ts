// The contract suite of describeKernel.ts on every kernel with a closed form; quadratureContract.test.ts runs it on the others.

import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { describeKernel } from './describeKernel.ts';

const fcn = (output: 'nngp' | 'ntk', activation: string, depth: number, biasVariance: number, more = {}): KernelSpec => ({
  type: 'fcn',
  output,
  activation,
  depth,
  weightVariance: 1.6,
  biasVariance,
  ...more,
});

// Values of order exp(-r) at inputs of size 1,000 have no digits for differences; 1e60 shows that nothing overflows.
const stationaryScales = { scales: [1e-60, 1e-3, 10, 1e60] };
describeKernel('rbf', { type: 'rbf', gamma: 0.7, variance: 1.3 }, stationaryScales);
for (const smoothness of [0.5, 1.5, 2.5] as const) {
  describeKernel(`Matérn ${smoothness}`, { type: 'matern', smoothness, gamma: 0.7, variance: 1.3 }, stationaryScales);
}
describeKernel('linear', { type: 'linear', weightVariance: 1.5, biasVariance: 0.4 });

for (const output of ['nngp', 'ntk'] as const) {
  describeKernel(`${output} relu, no bias`, fcn(output, 'relu', 5, 0), { differentiableAtZero: false });
  describeKernel(`${output} relu, bias`, fcn(output, 'relu', 2, 0.3));
  describeKernel(`${output} leaky-relu`, fcn(output, 'leaky-relu', 2, 0, { negativeSlope: 0.2 }), {
    differentiableAtZero: false,
  });
  describeKernel(`${output} abs`, fcn(output, 'abs', 2, 0.1));
  describeKernel(`${output} gelu`, fcn(output, 'gelu', 3, 0), { scales: [1e-60, 1e-3, 30, 1e30], accuracy: 1e-13 });
  describeKernel(`${output} erf`, fcn(output, 'erf', 3, 0.2), { scales: [1e-60, 1e-3, 30] });
  // The argument of the exponentials is the variance: 2,000 at inputs of size 30, hence 1e-12 of the kernel by rounding.
  describeKernel(`${output} sin`, fcn(output, 'sin', 2, 0.2), { scales: [1e-60, 1e-3, 3] });
  describeKernel(`${output} identity`, fcn(output, 'identity', 3, 0.2));
  describeKernel(`${output} depth 0`, fcn(output, 'relu', 0, 0.2));
}
