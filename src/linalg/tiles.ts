// How is an n×n symmetric or lower-triangular matrix held? As square tiles of its lower triangle only: n²/2 doubles plus half a tile
// row, no single buffer that grows with n², and every tile fits a core's cache. Engines work tile by tile.

/** Rows per tile. 128×128 doubles are 128 KiB: a tile and two packed operands fit a 512 KiB second-level cache. */
export const TILE = 128;

/** Lower triangle of an n×n matrix. The tiles above the diagonal do not exist; the upper half of a diagonal tile is not read. */
export interface TiledLower {
  readonly size: number;
  /** Tile (i, j), j ≤ i, stands at index i(i+1)/2 + j, row-major with `tileRows(i)` rows and `tileRows(j)` columns. */
  readonly tiles: readonly Float64Array[];
}

/** Tiles along one side. */
export function tileCount(size: number): number {
  return Math.ceil(size / TILE);
}

/** Rows of the tiles in tile row `i` (the last may be smaller). */
export function tileRows(size: number, i: number): number {
  return Math.min(TILE, size - i * TILE);
}

/** Bytes of a TiledLower of this size. */
export function tiledBytes(size: number): number {
  let values = 0;
  for (let i = 0; i < tileCount(size); i++) values += tileRows(size, i) * (i * TILE + tileRows(size, i));
  return values * Float64Array.BYTES_PER_ELEMENT;
}

export function allocateTiled(size: number): TiledLower {
  const tiles: Float64Array[] = [];
  for (let i = 0; i < tileCount(size); i++) {
    for (let j = 0; j <= i; j++) tiles.push(new Float64Array(tileRows(size, i) * tileRows(size, j)));
  }
  return { size, tiles };
}

export function tileAt(a: TiledLower, i: number, j: number): Float64Array {
  return a.tiles[(i * (i + 1)) / 2 + j] as Float64Array;
}

/** Element (i, j) of the lower triangle, j ≤ i. */
export function elementAt(a: TiledLower, i: number, j: number): number {
  const [ti, tj] = [Math.floor(i / TILE), Math.floor(j / TILE)];
  return tileAt(a, ti, tj)[(i - ti * TILE) * tileRows(a.size, tj) + (j - tj * TILE)] as number;
}

export function copyTiled(from: TiledLower, to: TiledLower): void {
  for (let t = 0; t < from.tiles.length; t++) (to.tiles[t] as Float64Array).set(from.tiles[t] as Float64Array);
}

/** Calls `visit` with each tile and its place; `rowStart`, `colStart` are element indices. */
export function forEachTile(
  a: TiledLower,
  visit: (tile: Float64Array, rowStart: number, colStart: number, rows: number, cols: number) => void,
): void {
  for (let i = 0; i < tileCount(a.size); i++) {
    for (let j = 0; j <= i; j++) visit(tileAt(a, i, j), i * TILE, j * TILE, tileRows(a.size, i), tileRows(a.size, j));
  }
}
