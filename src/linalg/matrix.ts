// The one matrix type: dense, row-major, float64. Hot loops index `data` directly: element (i, j) is data[i * cols + j].

import { AuditError } from '../base/errors.ts';

export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  /** Row-major values, length rows·cols. */
  readonly data: Float64Array;
}

/** A rows×cols matrix of zeros, or a view of `data` (not copied) when given. */
export function matrix(rows: number, cols: number, data: Float64Array = new Float64Array(rows * cols)): Matrix {
  if (data.length !== rows * cols) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `${rows} × ${cols} = ${rows * cols} values`,
      got: `${data.length}`,
      try: 'giving the values row by row',
    });
  }
  return { rows, cols, data };
}

/** A matrix from nested arrays; meant for examples and tests. */
export function matrixFromRows(rows: readonly (readonly number[])[]): Matrix {
  const cols = rows[0]?.length ?? 0;
  return matrix(rows.length, cols, Float64Array.from(rows.flat()));
}

/** Row `i` as a view (shares memory). */
export function rowOf(m: Matrix, i: number): Float64Array {
  return m.data.subarray(i * m.cols, (i + 1) * m.cols);
}

/** Copy of the listed rows, in the given order. */
export function selectRows(m: Matrix, indices: ArrayLike<number>): Matrix {
  const out = matrix(indices.length, m.cols);
  for (let i = 0; i < indices.length; i++) out.data.set(rowOf(m, indices[i] as number), i * m.cols);
  return out;
}

/** x·y; O(length). Four sums in turn, since one would wait for each addition before the next. */
export function dot(x: Float64Array, y: Float64Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < x.length; i += 4) {
    a += (x[i] as number) * (y[i] as number);
    b += (x[i + 1] as number) * (y[i + 1] as number);
    c += (x[i + 2] as number) * (y[i + 2] as number);
    d += (x[i + 3] as number) * (y[i + 3] as number);
  }
  for (; i < x.length; i++) a += (x[i] as number) * (y[i] as number);
  return a + b + (c + d);
}

/**
 * Squared Euclidean norm of every row; O(rows·cols). As `dot`, with each value named: of memory that threads share it would be read twice
 * otherwise, since another thread might have changed it.
 */
export function rowSquaredNorms({ rows, cols, data }: Matrix): Float64Array {
  const out = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    const end = at + cols;
    for (; at + 3 < end; at += 4) {
      const p = data[at] as number;
      const q = data[at + 1] as number;
      const r = data[at + 2] as number;
      const s = data[at + 3] as number;
      a += p * p;
      b += q * q;
      c += r * r;
      d += s * s;
    }
    for (; at < end; at++) a += (data[at] as number) ** 2;
    out[i] = a + b + (c + d);
  }
  return out;
}

/** Throws `SHAPE_MISMATCH` unless `m` has `cols` columns; `like` says what fixes that number. */
export function assertColumns(name: string, m: Matrix, cols: number, like: string): void {
  if (m.cols === cols) return;
  throw new AuditError('SHAPE_MISMATCH', {
    expected: `${name} to have ${cols} columns (as ${like})`,
    got: `${m.cols}`,
    try: 'passing inputs that went through the same preprocessing',
  });
}
