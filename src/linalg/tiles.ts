// How is an n×n symmetric or lower-triangular matrix held? As square tiles of its lower triangle only, in memory that threads share:
// n²/2 doubles plus half a tile row, no single buffer that grows with n².
// All tiles are whole: the matrix is continued beyond n by the identity, whose Cholesky factor and inverse are the identity again,
// so that no algorithm needs a case for edges.

import type { Matrix } from './matrix.ts';

export interface TiledLower {
  /** n, before the padding. */
  readonly size: number;
  /** Rows and columns of each tile. */
  readonly tileSize: number;
  /** Tile row i: tiles (i, 0) … (i, i), each row-major, one after the other. The tiles above the diagonal do not exist. */
  readonly tileRows: readonly Float64Array[];
}

/** A doubles array in memory that threads share. */
export function sharedArray(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}

/** The matrix with its values in memory that threads share: itself, if they lie there. */
export function inSharedMemory(m: Matrix): Matrix {
  if (m.data.buffer instanceof SharedArrayBuffer) return m;
  const data = sharedArray(m.data.length);
  data.set(m.data);
  return { ...m, data };
}

/** Tiles along one side. */
export function tileCount(size: number, tileSize: number): number {
  return Math.ceil(size / tileSize);
}

/** Bytes of a TiledLower of this size. */
export function tiledBytes(size: number, tileSize: number): number {
  const count = tileCount(size, tileSize);
  return ((count * (count + 1)) / 2) * tileSize ** 2 * Float64Array.BYTES_PER_ELEMENT;
}

/** All zeros. */
export function allocateTiled(size: number, tileSize: number): TiledLower {
  const tileRows = Array.from({ length: tileCount(size, tileSize) }, (_, i) => sharedArray((i + 1) * tileSize ** 2));
  return { size, tileSize, tileRows };
}

/** Tile (i, j), j ≤ i, as a view. */
export function tileAt({ tileSize, tileRows }: TiledLower, i: number, j: number): Float64Array {
  const area = tileSize ** 2;
  return (tileRows[i] as Float64Array).subarray(j * area, (j + 1) * area);
}

/** Element (i, j) of the lower triangle, j ≤ i. */
export function elementAt(a: TiledLower, i: number, j: number): number {
  const { tileSize } = a;
  const [ti, tj] = [Math.floor(i / tileSize), Math.floor(j / tileSize)];
  return (a.tileRows[ti] as Float64Array)[(tj * tileSize + (i - ti * tileSize)) * tileSize + (j - tj * tileSize)] as number;
}
