// The contract suite of describeKernel.ts on kernels whose activation has no closed form.

import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { type Matrix, matrix } from '../../src/linalg/matrix.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { describeKernel } from './describeKernel.ts';

const fcn = (output: 'nngp' | 'ntk', activation: string, depth: number, biasVariance: number): KernelSpec => ({
  type: 'fcn',
  output,
  activation,
  depth,
  weightVariance: 1.6,
  biasVariance,
});

// 1e-12 as quadratureDual.ts states, twice for two layers; larger variances would build more tables.
const common = { scales: [1e-3], accuracy: 2e-12 };

/** Random directions with squared norms from 2 to 3, which lie in one panel of the tables that elu needs. */
function drawNearSphere(rows: number, cols: number, seed: number): Matrix {
  const { data } = randomMatrix(rows, cols, seed);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * cols, (i + 1) * cols);
    const scale = Math.sqrt((2 + i / rows) / row.reduce((sum, v) => sum + v * v, 0));
    row.forEach((v, c) => {
      row[c] = v * scale;
    });
  }
  return matrix(rows, cols, Float64Array.from(data));
}

describeKernel('nngp tanh', fcn('nngp', 'tanh', 2, 0.1), common);
describeKernel('ntk tanh', fcn('ntk', 'tanh', 2, 0), common);
describeKernel('nngp sigmoid', fcn('nngp', 'sigmoid', 2, 0), common);
describeKernel('ntk silu', fcn('ntk', 'silu', 2, 0.1), common);
for (const output of ['nngp', 'ntk'] as const) {
  describeKernel(`${output} elu`, fcn(output, 'elu', 1, 0.2), { ...common, scales: [], draw: drawNearSphere });
}
describeKernel('ntk of a function of the caller', fcn('ntk', 'softplus', 1, 0.1), {
  ...common,
  activations: { softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) },
});
