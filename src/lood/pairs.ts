// Which pair of Gaussians does a record, a group or a set of queries give? From the identities of gp/ to the modes of gaussianPair.ts.

import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { AuditError } from '../base/errors.ts';
import { type GaussianProcess, multiply, type Posterior, transpose } from '../gp/gaussianProcess.ts';
import type { LeaveOneOut } from '../gp/leaveOneOut.ts';
import { assertGroup, type LeaveOut, type RankChange } from '../gp/leaveOut.ts';
import { choleskyRoot, solveLower } from '../gp/smallCholesky.ts';
import { type Matrix, matrix, selectRows } from '../linalg/matrix.ts';
import { type GaussianPair, gaussianPair, type Mode } from './gaussianPair.ts';
import { whiten } from './whiten.ts';

/**
 * The pair at the record's own query, where leakage is greatest (docs/certificate.md): u = h/(1 − h), δ² = u ‖α_s‖²/p_s.
 *
 * @param position of the record among the training inputs
 */
export function ownQueryPair(gp: GaussianProcess, { inverseDiagonal, leverages }: LeaveOneOut, position: number): GaussianPair {
  const { cols, data } = gp.weights;
  const p = inverseDiagonal[position] as number;
  const h = leverages[position] as number;
  let squared = 0;
  for (let c = 0; c < cols; c++) squared += (data[position * cols + c] as number) ** 2;
  // 1 − h = σ²p, the form without cancellation.
  const u = h / (gp.noiseVariance * p);
  return gaussianPair(u, (u * squared) / p, cols);
}

/**
 * The pair at the own queries of a group S, the worst case for the group: with H = (K P)_SS the leverages of the group and P_SS = R Rᵀ, the
 * modes are the eigenpairs (u_j, v_j) of R⁻¹ H R⁻ᵀ/σ², with δ_j² = u_j ‖v_jᵀ R⁻¹ α_S‖². O(n²g + g³).
 *
 * H has the records' own leverages on its diagonal and −σ²P_st off it, neither of which cancels however large σ² is; 1 − σ²P_ss would.
 *
 * @param group positions of the records among the training inputs, distinct
 * @throws AuditError RECORDS_INVALID, NOT_POSITIVE_DEFINITE
 */
export async function groupPair(gp: GaussianProcess, identities: LeaveOneOut, group: readonly number[]): Promise<GaussianPair> {
  assertGroup(group, gp.inputs.rows);
  return pairOfLeverages(gp, identities, group, selectRows(await gp.factor.inverseColumns(group), group)).pair;
}

/**
 * The same for callers that have the block P_SS of the inverse, [g, g], with the shift μ_with − μ_without at the own queries, [g, C]. O(g³).
 *
 * @throws AuditError NOT_POSITIVE_DEFINITE
 */
export function pairOfLeverages(
  gp: GaussianProcess,
  { leverages }: LeaveOneOut,
  group: readonly number[],
  block: Matrix,
): { readonly pair: GaussianPair; readonly shift: Matrix } {
  const leverage = matrix(
    block.rows,
    block.cols,
    block.data.map((p) => -gp.noiseVariance * p),
  );
  group.forEach((s, i) => {
    leverage.data[i * (block.cols + 1)] = leverages[s] as number;
  });
  const root = choleskyRoot(block);
  const factor = transpose(solveLower(root, leverage));
  const ratio = solveLower(root, factor).data.map((value) => value / gp.noiseVariance);
  const weights = solveLower(root, selectRows(gp.weights, group));
  return { pair: pairOfRatio(matrix(block.rows, block.cols, ratio), weights), shift: multiply(factor, weights) };
}

/**
 * The pair at arbitrary queries: with Σ_with = L Lᵀ (queries that others determine, to within rounding, left out) and B = L⁻¹F, the modes are the eigenpairs
 * (u_j, v_j) of BᵀB, with δ_j² = u_j ‖v_jᵀβ‖². At most g modes, however many queries. O(m³ + m²g).
 *
 * @throws AuditError NUMERICAL_FAILURE when all posterior variances are lost in rounding
 */
export function queryPair(answers: LeaveOut): GaussianPair {
  return roundedQueryPair(answers).pair;
}

/** What of the two posteriors tells them apart. */
export interface Answers {
  readonly withRecords: Pick<Posterior, 'covariance' | 'rounding'>;
  readonly change: RankChange;
}

/** The pair at arbitrary queries, with the estimated relative error of the variances it rests on. @throws AuditError NUMERICAL_FAILURE */
export function roundedQueryPair({ withRecords, change }: Answers): { pair: GaussianPair; relativeRounding: number } {
  const { covariance, rounding } = withRecords;
  const { factor, relativeRounding } = whiten(covariance, change.factor, rounding);
  if (factor.rows === 0 && rounding.some((error) => error > 0) && change.factor.data.some((value) => value !== 0)) {
    throw new AuditError('NUMERICAL_FAILURE', {
      expected: 'a query whose posterior variance exceeds its rounding error',
      got: `variances up to ${largest(withRecords)}, known to within ${Math.max(...rounding)}`,
      try: 'a larger --noise-variance, or queries further from the records',
    });
  }
  return { pair: pairOfRatio(multiply(transpose(factor), factor), change.weights), relativeRounding };
}

function largest({ covariance }: Answers['withRecords']): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < covariance.rows; i++) most = Math.max(most, covariance.data[i * (covariance.cols + 1)] as number);
  return most;
}

/** The modes of a pair whose variances differ by the matrix `ratio` [g, g] and whose means differ by ratio^½ · weights [g, C]. O(g³ + g²C). */
export function pairOfRatio(ratio: Matrix, weights: Matrix): GaussianPair {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(toMl(ratio), { assumeSymmetric: true });
  const rotated = eigenvectorMatrix.transpose().mmul(toMl(weights));
  // An eigenvalue that is zero in exact arithmetic may come out below it.
  const modes = realEigenvalues.map((u, j) => checkedMode(Math.max(0, u), Math.max(0, u) * squaredNorm(rotated.getRow(j))));
  return { outputs: weights.cols, modes };
}

function checkedMode(varianceRatio: number, shiftSquared: number): Mode {
  return gaussianPair(varianceRatio, shiftSquared, 1).modes[0] as Mode;
}

function toMl(m: Matrix): MlMatrix {
  return new MlMatrix(Array.from({ length: m.rows }, (_, i) => Array.from(m.data.subarray(i * m.cols, (i + 1) * m.cols))));
}

function squaredNorm(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
