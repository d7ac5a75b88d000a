// Which kernel do the features of a trained model make, and at which scale? Linear in the features: the prior is that of readout weights, or of
// changes of all weights, drawn independently with one variance s,
//   k(x, z) = s (φ(x)·φ(z) + b),   b = 1 for a bias, else 0,   s such that the mean of k(x, x) over the records is as asked for.
// Called by auditModel.ts.

import { AuditError } from '../../base/errors.ts';
import type { KernelOptions } from '../../kernels/kernelOptions.ts';
import type { Features } from '../../networks/features/features.ts';

/**
 * As options of the linear kernel, k = weightVariance · φ(x)·φ(z)/d + biasVariance.
 *
 * σ²/s is then the ridge: training the readout by least squares with weight decay λ‖W‖² on the *sum* of squared errors is the mean of the
 * posterior for σ² = λ s.
 *
 * @param rows of the records that take part
 * @param priorVariance mean of k(x, x), target units squared, above 0
 * @throws AuditError CONSTANT_FEATURES when every feature of every record is 0
 */
export function featureKernel(features: Features, rows: Int32Array, priorVariance: number): KernelOptions {
  const { values, dimensions, hasConstant } = features;
  let total = 0;
  for (const row of rows) {
    for (let j = row * dimensions; j < (row + 1) * dimensions; j++) total += (values[j] as number) ** 2;
  }
  if (total === 0) {
    throw new AuditError('CONSTANT_FEATURES', {
      expected: 'features that tell records apart',
      got: `zeros alone from layer "${features.layer}" for all ${rows.length} records`,
      try: 'looking at the training loss (all units may have died), or another layer',
    });
  }
  const scale = priorVariance / (total / rows.length + (hasConstant ? 1 : 0));
  return { kernel: 'linear', weightVariance: scale * dimensions, biasVariance: hasConstant ? scale : 0 };
}
