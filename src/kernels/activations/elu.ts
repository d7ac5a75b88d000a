// elu, φ(x) = x for x > 0 and eˣ − 1 for x < 0, and its derivative, for quadrature. φ′ is continuous and has a kink at 0.

import type { ActivationFunction } from '../quadrature/activationFunction.ts';

export const elu: ActivationFunction = {
  name: 'elu',
  value: (x) => (x > 0 ? x : Math.expm1(x)),
  derivative: (x) => (x > 0 ? 1 : Math.exp(x)),
};
