// silu (also called swish), φ(x) = x σ(x) with σ the logistic function, and its derivatives, for quadrature:
// φ′ = σ + xσ′ and φ″ = 2σ′ + xσ″.

import type { ActivationFunction } from '../quadrature/activationFunction.ts';
import { sigmoid, sigmoidCurvature, sigmoidSlope } from './sigmoid.ts';

export const silu: ActivationFunction = {
  name: 'silu',
  value: (x) => x * sigmoid.value(x),
  derivative: (x) => sigmoid.value(x) + x * sigmoidSlope(x),
  secondDerivative: (x) => 2 * sigmoidSlope(x) + x * sigmoidCurvature(x),
};
