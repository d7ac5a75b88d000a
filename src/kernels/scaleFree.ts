// Does a kernel see the scale of an input? Where it does not, every positive multiple of a record is the same question about it, and only
// directions can be searched for or compared. Called by query/ and reconstruction/.

import { assertNever } from '../base/errors.ts';
import type { KernelSpec } from './kernel.ts';

/** Activations with φ(c·u) = c·φ(u) for c > 0. */
const HOMOGENEOUS: readonly string[] = ['relu', 'leaky-relu', 'abs', 'identity'];

/**
 * Whether k(c·x, z) = c·k(x, z) for all inputs and all c > 0. Without biases a dense layer multiplies covariances by a constant, and the dual
 * of a positively homogeneous activation, E φ(u) φ(v) with u scaled by c, scales by c as well; the dual of its derivative, which the NTK
 * multiplies with, does not change. A network of depth 0 has no activation and is linear.
 *
 * @param spec of a kernel with the library's own activations: a caller's function counts as seeing the scale, unless it takes a known name
 */
export function isScaleFree(spec: KernelSpec): boolean {
  switch (spec.type) {
    case 'linear':
      return spec.biasVariance === 0;
    case 'fcn':
      return spec.biasVariance === 0 && (spec.depth === 0 || HOMOGENEOUS.includes(spec.activation));
    case 'rbf':
    case 'matern':
    case 'precomputed':
      return false;
    default:
      return assertNever(spec);
  }
}
