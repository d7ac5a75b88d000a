// silu (also called swish), φ(x) = x σ(x) with σ the logistic function, and its derivative σ + xσ′, for quadrature.

import type { ActivationFunction } from '../quadrature/activationFunction.ts';
import { sigmoid } from './sigmoid.ts';

export const silu: ActivationFunction = {
  name: 'silu',
  value: (x) => x * sigmoid.value(x),
  derivative: (x) => sigmoid.value(x) + x * sigmoid.derivative(x),
};
