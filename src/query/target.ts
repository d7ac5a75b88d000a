// Which records differ, and what of them enters the leakage of a query? For each group S the columns H = P_S R⁻ᵀ of the inverse, with P_SS = R Rᵀ,
// by which F = k(Q, X) H is the change of the answers ((2.3) of docs/mathematics.md). Called by the searches of this folder.

import type { RunOptions } from '../base/progress.ts';
import type { GaussianProcess } from '../gp/gaussianProcess.ts';
import { multiply, transpose } from '../gp/gaussianProcess.ts';
import type { LeaveOneOut } from '../gp/leaveOneOut.ts';
import { assertGroup } from '../gp/leaveOut.ts';
import { choleskyRoot, solveLower } from '../gp/smallCholesky.ts';
import { type Matrix, matrix, selectRows } from '../linalg/matrix.ts';
import { klWithoutWith } from '../lood/divergences.ts';
import type { GaussianPair } from '../lood/gaussianPair.ts';
import { ownQueryPair, pairOfLeverages } from '../lood/pairs.ts';
import { recordLood } from '../lood/recordLood.ts';

/** One record, or a group left out together. */
export interface Target {
  /** S, positions among the training inputs. */
  readonly records: readonly number[];
  /** Where its columns begin in `Targets.influence`; g of them. */
  readonly column: number;
  /** β = R⁻¹ α_S, [g, C]. */
  readonly weights: Matrix;
  /** β βᵀ, [g, g]. */
  readonly weightProducts: Matrix;
  /** What the own queries Q = S tell, the most that any queries can. */
  readonly ownPair: GaussianPair;
  /** KL of ownPair, nats. */
  readonly ownKl: number;
  /** Mean distance at the own queries, target units squared; not a bound. */
  readonly ownMeanDistance: number;
}

export interface Targets {
  readonly list: readonly Target[];
  /** H of all targets beside each other, [n, Σg]. */
  readonly influence: Matrix;
  /** P_S as it is, [n, Σg]: columns of (K + σ²I)⁻¹ for the records in the order of the targets. */
  readonly inverseColumns: Matrix;
}

/**
 * Prepares searches about these groups. O(n²Σg + nΣg²).
 *
 * @param groups positions of the differing records of each target, distinct within a group
 * @throws AuditError RECORDS_INVALID, NOT_POSITIVE_DEFINITE, CANCELLED
 */
export async function prepareTargets(
  gp: GaussianProcess,
  identities: LeaveOneOut,
  groups: readonly (readonly number[])[],
  run?: RunOptions,
): Promise<Targets> {
  const n = gp.inputs.rows;
  for (const group of groups) assertGroup(group, n);
  const inverseColumns = await gp.factor.inverseColumns(groups.flat(), run);
  const influence = matrix(n, inverseColumns.cols);
  let column = 0;
  const list = groups.map((records): Target => {
    const columns = columnsOf(inverseColumns, column, records.length);
    const block = selectRows(columns, records);
    const root = choleskyRoot(block);
    const scaled = transpose(solveLower(root, transpose(columns)));
    setColumns(influence, column, scaled);
    const weights = solveLower(root, selectRows(gp.weights, records));
    const target = {
      records,
      column,
      weights,
      weightProducts: multiply(weights, transpose(weights)),
      ...ownLeakage(gp, identities, records, block),
    };
    column += records.length;
    return target;
  });
  return { list, influence, inverseColumns };
}

function ownLeakage(
  gp: GaussianProcess,
  identities: LeaveOneOut,
  records: readonly number[],
  block: Matrix,
): Pick<Target, 'ownPair' | 'ownKl' | 'ownMeanDistance'> {
  const [only, ...others] = records as readonly [number, ...number[]];
  if (others.length === 0) {
    const ownPair = ownQueryPair(gp, identities, only);
    return { ownPair, ownKl: klWithoutWith(ownPair), ownMeanDistance: recordLood(gp, identities, only).meanDistance };
  }
  const { pair, shift } = pairOfLeverages(gp, identities, records, block);
  const squares = shift.data.reduce((sum, value) => sum + value * value, 0);
  return { ownPair: pair, ownKl: klWithoutWith(pair), ownMeanDistance: squares / (2 * shift.data.length) };
}

function columnsOf(m: Matrix, start: number, count: number): Matrix {
  const out = matrix(m.rows, count);
  for (let i = 0; i < m.rows; i++) {
    for (let c = 0; c < count; c++) out.data[i * count + c] = m.data[i * m.cols + start + c] as number;
  }
  return out;
}

function setColumns(to: Matrix, start: number, from: Matrix): void {
  for (let i = 0; i < from.rows; i++) {
    for (let c = 0; c < from.cols; c++) to.data[i * to.cols + start + c] = from.data[i * from.cols + c] as number;
  }
}
