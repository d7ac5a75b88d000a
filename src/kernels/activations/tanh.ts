// tanh and its derivative 1/cosh² x, for quadrature.

import type { ActivationFunction } from '../quadrature/activationFunction.ts';

export const tanh: ActivationFunction = {
  name: 'tanh',
  value: Math.tanh,
  /** Without the cancellation of 1 − tanh² x for large |x|. */
  derivative(x) {
    const e = Math.exp(-2 * Math.abs(x));
    return (4 * e) / (1 + e) ** 2;
  },
};
