// How does a tile pass through a memory that holds a few hundred pairs at a time? In strips: the columns are cut to what a strip can
// hold, and as many rows are taken together as then fit. Results do not depend on the cut, since no pair's does on another's.

/** A part of a tile; in the memory each of its rows takes `width` numbers, an even count. */
export interface Strip {
  readonly row: number;
  readonly rows: number;
  readonly col: number;
  readonly cols: number;
  readonly width: number;
}

export interface StripMap {
  /** Called once before the strips with the columns from `col` to `col + cols` − 1. */
  startColumns?(col: number, cols: number): void;
  /** Maps the pairs in `input`, and says where the results are. */
  map(strip: Strip): Float64Array;
  /** Where `map` leaves further results of each pair, and the tiles that receive them. */
  readonly further?: readonly FurtherResults[] | undefined;
}

export interface FurtherResults {
  readonly strip: Float64Array;
  readonly tile: Float64Array;
}

/**
 * Maps a tile [rows, cols], row-major, in place.
 *
 * @param input a strip, of which the length counts
 */
export function mapStrips(
  tile: Float64Array,
  rows: number,
  cols: number,
  input: Float64Array,
  { startColumns, map, further = [] }: StripMap,
): void {
  for (let col = 0; col < cols; col += input.length) {
    const count = Math.min(cols - col, input.length);
    const width = count + (count % 2);
    const together = Math.floor(input.length / width);
    startColumns?.(col, count);
    for (let row = 0; row < rows; row += together) {
      const strip = { row, rows: Math.min(together, rows - row), col, cols: count, width };
      load(tile, cols, strip, input);
      store(tile, cols, strip, map(strip));
      for (const results of further) store(results.tile, cols, strip, results.strip);
    }
  }
}

function load(tile: Float64Array, tileCols: number, strip: Strip, input: Float64Array): void {
  const { row, rows, col, cols, width } = strip;
  const start = row * tileCols + col;
  if (isWhole(strip, tileCols)) {
    input.set(tile.subarray(start, start + rows * cols));
    return;
  }
  for (let r = 0; r < rows; r++) {
    const from = start + r * tileCols;
    input.set(tile.subarray(from, from + cols), r * width);
    if (width > cols) input[r * width + cols] = 0;
  }
}

function store(tile: Float64Array, tileCols: number, strip: Strip, output: Float64Array): void {
  const { row, rows, col, cols, width } = strip;
  const start = row * tileCols + col;
  if (isWhole(strip, tileCols)) {
    tile.set(output.subarray(0, rows * cols), start);
    return;
  }
  for (let r = 0; r < rows; r++) tile.set(output.subarray(r * width, r * width + cols), start + r * tileCols);
}

/** Whether the strip's rows follow one another without gaps, in the tile and in the memory. */
function isWhole({ rows, cols, width }: Strip, tileCols: number): boolean {
  return width === cols && (rows === 1 || cols === tileCols);
}
