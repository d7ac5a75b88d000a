// The logistic function σ(x) = 1/(1 + e⁻ˣ) and its derivatives, for quadrature: σ′ = σ(1 − σ) and σ″ = σ′(1 − 2σ).

import type { ActivationFunction } from '../quadrature/activationFunction.ts';

export const sigmoid: ActivationFunction = {
  name: 'sigmoid',
  value: (x) => 1 / (1 + Math.exp(-x)),
  derivative: sigmoidSlope,
  secondDerivative: sigmoidCurvature,
};

/** σ′, even in x; the exponential of −|x| neither overflows nor cancels. */
export function sigmoidSlope(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return e / (1 + e) ** 2;
}

/** σ″, odd in x: 1 − 2σ = −tanh(x/2). */
export function sigmoidCurvature(x: number): number {
  return -sigmoidSlope(x) * Math.tanh(x / 2);
}
