// How far apart are the answers to a set of queries, in the units of the answers? The two measures that are not invariant under a change
// of units and therefore need the posteriors themselves, not only their GaussianPair.

import { EigenvalueDecomposition, Matrix as MlMatrix, SingularValueDecomposition } from 'ml-matrix';
import { multiply } from '../gp/gaussianProcess.ts';
import type { LeaveOut } from '../gp/leaveOut.ts';
import { type Matrix, rowOf } from '../linalg/matrix.ts';

/**
 * Mean-distance LOOD: ½ · mean over the m queries and C outputs of (μ_with − μ_without)², target units squared. O(mgC).
 * Source: Ye et al., ICLR 2024, as their code computes it.
 */
export function meanDistance({ change }: LeaveOut): number {
  const shift = multiply(change.factor, change.weights);
  return squaredSum(shift.data) / (2 * shift.data.length);
}

/**
 * 2-Wasserstein distance between the joint posteriors at the m queries over all C outputs, target units:
 *   W₂² = ‖Δ‖² + C · min over orthogonal Q of ‖Σ_with^½ − Σ_without^½ Q‖²,
 * the minimum (Bures distance) by the singular vectors of Σ_without^½ Σ_with^½. As a norm of a difference it is accurate to
 * machine epsilon times √tr Σ, not only its square. O(m³). Source: Bhatia, Jain and Lim, Expositiones Mathematicae 37 (2019).
 */
export function wasserstein2At({ withRecords, withoutRecords, change }: LeaveOut): number {
  const rootWith = symmetricRoot(withRecords.covariance);
  const rootWithout = symmetricRoot(withoutRecords.covariance);
  const { leftSingularVectors, rightSingularVectors } = new SingularValueDecomposition(rootWithout.mmul(rootWith));
  const rotation = leftSingularVectors.mmul(rightSingularVectors.transpose());
  const bures = squaredSum(rootWith.sub(rootWithout.mmul(rotation)).to1DArray());
  const shift = multiply(change.factor, change.weights);
  return Math.sqrt(squaredSum(shift.data) + withRecords.mean.cols * bures);
}

/** A^½ of a symmetric positive semidefinite matrix; eigenvalues that rounding made negative count as zero. */
function symmetricRoot(a: Matrix): MlMatrix {
  const dense = new MlMatrix(Array.from({ length: a.rows }, (_, i) => Array.from(rowOf(a, i))));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(dense, { assumeSymmetric: true });
  const roots = MlMatrix.diag(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))));
  return eigenvectorMatrix.mmul(roots).mmul(eigenvectorMatrix.transpose());
}

function squaredSum(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) ** 2;
  return sum;
}
