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

// 1e-12 as quadratureDual.ts states, twice for two layers.
const accuracy = 2e-12;

/** Random directions with squared norms from 2 to 3, whose variances lie in few panels: tables take most of the time of these tests. */
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

const nearSphere = { accuracy, scales: [], draw: drawNearSphere };

// The first one has norms of all sizes, and so pairs from every panel with every other.
describeKernel('nngp tanh', fcn('nngp', 'tanh', 2, 0.1), { accuracy, scales: [1e-3] });
describeKernel('ntk tanh', fcn('ntk', 'tanh', 2, 0), nearSphere);
describeKernel('nngp sigmoid', fcn('nngp', 'sigmoid', 2, 0), { ...nearSphere, scales: [1e-3] });
describeKernel('ntk silu', fcn('ntk', 'silu', 2, 0.1), nearSphere);
describeKernel('nngp elu', fcn('nngp', 'elu', 1, 0.2), nearSphere);
describeKernel('ntk elu', fcn('ntk', 'elu', 1, 0.2), { ...nearSphere, scales: [1e-3] });
describeKernel('ntk of a function of the caller', fcn('ntk', 'softplus', 1, 0.1), {
  ...nearSphere,
  activations: { softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) },
});
