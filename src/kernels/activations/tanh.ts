// tanh and its derivatives, for quadrature: with t = tanh x, t′ = 1 − t² and t″ = −2t(1 − t²).

import type { ActivationFunction } from '../quadrature/activationFunction.ts';

export const tanh: ActivationFunction = {
  name: 'tanh',
  value: Math.tanh,
  derivative,
  secondDerivative: (x) => -2 * Math.tanh(x) * derivative(x),
};

/** 1/cosh² x, without the cancellation of 1 − t² for large |x|. */
function derivative(x: number): number {
  const e = Math.exp(-2 * Math.abs(x));
  return (4 * e) / (1 + e) ** 2;
}
