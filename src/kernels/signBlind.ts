// Does a kernel answer an input and its negative alike? Where it does, a record and its mirror image through the mean of the data cannot be told apart by
// what the model says. Called by the reconstruction pipeline in src/audit.

import { assertNever } from '../base/errors.ts';
import type { KernelSpec } from './kernel.ts';

/** Activations with φ(−u) = φ(u) or φ(−u) = −φ(u). */
const SYMMETRIC: readonly string[] = ['abs', 'identity', 'erf', 'sin', 'tanh'];

/**
 * Whether k(−x, z) = k(x, z) for all inputs, or k(−x, z) = −k(x, z) for all: covariances then change at most their sign, and leakage at −x is that at x.
 * Without biases this passes through dense layers, and through activations that are even or odd.
 *
 * @param spec of a kernel with the library's own activations: a caller's function counts as telling the sign
 */
export function isSignBlind(spec: KernelSpec): boolean {
  switch (spec.type) {
    case 'linear':
      return spec.biasVariance === 0;
    case 'fcn': {
      const { biasVariance, depth, activation, negativeSlope } = spec;
      const isSymmetric =
        depth === 0 || SYMMETRIC.includes(activation) || (activation === 'leaky-relu' && Math.abs(negativeSlope ?? 0) === 1);
      return biasVariance === 0 && isSymmetric;
    }
    case 'rbf':
    case 'matern':
    case 'precomputed':
      return false;
    default:
      return assertNever(spec);
  }
}
