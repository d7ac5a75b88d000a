// Which pair of Gaussians does a record, a group or a set of queries give? From the identities of gp/ to the modes of gaussianPair.ts.

import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import type { LeaveOneOut } from '../gp/leaveOneOut.ts';
import { assertGroup, type LeaveOut } from '../gp/leaveOut.ts';
import { type Matrix, selectRows } from '../linalg/matrix.ts';
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
 * The pair at the own queries of a group S, the worst case for the group: with P_SS = V diag(p) Vᵀ, mode j has h = 1 − σ²p_j, u = h/(1 − h)
 * and δ² = u ‖v_jᵀα_S‖²/p_j. O(n²g + g³).
 */
export function groupPair(gp: GaussianProcess, group: readonly number[]): GaussianPair {
  assertGroup(group, gp.inputs.rows);
  const block = selectRows(gp.factor.inverseColumns(group), group);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(toMl(block), { assumeSymmetric: true });
  const rotated = eigenvectorMatrix.transpose().mmul(toMl(selectRows(gp.weights, group)));
  const modes = realEigenvalues.map((p, j): Mode => {
    const u = Math.max(0, 1 - gp.noiseVariance * p) / (gp.noiseVariance * p);
    return checkedMode(u, (u * squaredNorm(rotated.getRow(j))) / p);
  });
  return { outputs: gp.targets.cols, modes };
}

/**
 * The pair at arbitrary queries: with Σ_with = L Lᵀ (queries that others determine left out) and B = L⁻¹F, the modes are the eigenpairs
 * (u_j, v_j) of BᵀB, with δ_j² = u_j ‖v_jᵀβ‖². At most g modes, however many queries. O(m³ + m²g).
 */
export function queryPair({ withRecords, change }: LeaveOut): GaussianPair {
  const whitened = whiten(withRecords.covariance, change.factor);
  const b = toMl(whitened);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(b.transpose().mmul(b), { assumeSymmetric: true });
  const rotated = eigenvectorMatrix.transpose().mmul(toMl(change.weights));
  const modes = realEigenvalues.map((u, j) => checkedMode(Math.max(0, u), Math.max(0, u) * squaredNorm(rotated.getRow(j))));
  return { outputs: withRecords.mean.cols, modes };
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
