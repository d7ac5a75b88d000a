// The logistic function σ(x) = 1/(1 + e⁻ˣ) and its derivative σ(1 − σ), for quadrature.

import type { ActivationFunction } from '../quadrature/activationFunction.ts';

export const sigmoid: ActivationFunction = {
  name: 'sigmoid',
  value: (x) => 1 / (1 + Math.exp(-x)),
  /** Even in x; the exponential of −|x| neither overflows nor cancels. */
  derivative(x) {
    const e = Math.exp(-Math.abs(x));
    return e / (1 + e) ** 2;
  },
};
