// What is the dual of φ(x) = x? The covariance itself, so a network of identities is the linear kernel: F = k, D = 1.

import { type ActivationDual, recordMoments } from './activationDual.ts';

export function identityDual(): ActivationDual {
  return {
    value() {},
    valueAndSlope(_pairs, _rows, _cols, slope) {
      slope.fill(1);
    },
    derivatives(_pairs, _rows, _cols, out) {
      out.slope.fill(1);
      out.byRow.fill(0);
      out.slopePartials?.byPair.fill(0);
      out.slopePartials?.byRow.fill(0);
    },
    secondMoments: (variances) => variances.slice(),
    moments: (variances) =>
      recordMoments(
        variances,
        (p) => p,
        () => 1,
        () => 1,
        () => 0,
      ),
  };
}
