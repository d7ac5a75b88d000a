// How are tabulated angular series summed for a tile at the speed of the processor's vector unit? For rows and columns of one panel each, some
// hundred pairs at a time. Called by quadrature/quadratureDual.ts; derivatives are summed by quadrature/angularSum.ts instead.

import { matrix } from '../../linalg/matrix.ts';
import type { AngularSeries } from '../quadrature/angularSeries.ts';
import type { AngularTable } from '../quadrature/angularTable.ts';
import { type AngularSide, angularMemory, padded } from './angularMemory.ts';

export interface AngularTask {
  readonly rows: AngularSide;
  readonly cols: AngularSide;
  /** Tables of the sides' panels, and for each the array [rows of the tile, columns of the tile] that receives its sums. */
  readonly sums: readonly { readonly table: AngularTable; readonly out: Float64Array }[];
  /** See coincidenceTolerance. */
  readonly tolerance: number;
}

/** Rows and columns whose factors are held at a time: some hundred numbers for each, which should stay in the second-level cache. */
const HELD = 256;

/** Rows and columns of a strip; the columns' factors stay in the cache from one strip to the next. */
const STRIP_ROWS = 8;
const STRIP_COLS = 64;

const DOUBLE = Float64Array.BYTES_PER_ELEMENT;

/** @param pairs k of the whole tile, [rows, tileCols]; may be among the outputs */
export function angularValues(task: AngularTask, pairs: Float64Array, tileCols: number): void {
  for (const rows of parts(task.rows)) {
    for (const cols of parts(task.cols)) sumPart({ ...task, rows, cols }, pairs, tileCols);
  }
}

function sumPart({ rows, cols, sums, tolerance }: AngularTask, pairs: Float64Array, tileCols: number): void {
  const nearIsEnough = sums.every(({ table }) => table.parity !== 0);
  const signs = nearIsEnough ? NO_SIGNS : signsOf(pairs, tileCols, rows.members, cols.members);
  const halves = sums.map(({ table }) => neededHalves(table, signs));
  const memory = angularMemory(rows, cols, halves.flat().filter(isSeries));
  const headers = halves.map((needed) => needed.map((half) => (half ? memory.load(half) : 0)));
  const { wasm, pairs: strip, free } = memory.unit;
  const { stretch } = (sums[0] as AngularTask['sums'][number]).table;
  for (let col = 0; col < cols.members.length; col += STRIP_COLS) {
    const colMembers = cols.members.subarray(col, col + STRIP_COLS);
    const width = padded(colMembers.length);
    const colInverses = memory.colInverses + col * DOUBLE;
    for (let row = 0; row < rows.members.length; row += STRIP_ROWS) {
      const rowMembers = rows.members.subarray(row, row + STRIP_ROWS);
      const height = padded(rowMembers.length);
      const rowInverses = memory.rowInverses + row * DOUBLE;
      const places = { rowMembers, colMembers, tileCols, width };
      gather(pairs, strip, places);
      wasm.placePairs(tolerance, 1 / stretch.width, stretch.scale, height, width, rowInverses, colInverses);
      sums.forEach(({ table, out }, n) => {
        const [near, far] = headers[n] as [number, number];
        wasm.angularSums(near, far, table.parity, row, col, height, width, wasm.FREE.value);
        scatter(free, out, places);
      });
    }
  }
}

/** A side in parts of at most `HELD` members. */
function parts({ members, basis, inverses }: AngularSide): AngularSide[] {
  return Array.from({ length: Math.ceil(members.length / HELD) }, (_, n) => {
    const [from, to] = [n * HELD, Math.min((n + 1) * HELD, members.length)];
    return {
      members: members.subarray(from, to),
      basis: matrix(to - from, basis.cols, basis.data.subarray(from * basis.cols, to * basis.cols)),
      inverses: inverses.subarray(from, to),
    };
  });
}

/** Whether any pair has k ≥ 0, and whether any has k < 0. */
type Signs = readonly [near: boolean, far: boolean];

const NO_SIGNS: Signs = [false, false];

function signsOf(pairs: Float64Array, tileCols: number, rowMembers: Int32Array, colMembers: Int32Array): Signs {
  let near = false;
  let far = false;
  for (let r = 0; r < rowMembers.length && !(near && far); r++) {
    const start = (rowMembers[r] as number) * tileCols;
    for (let c = 0; c < colMembers.length; c++) {
      if ((pairs[start + (colMembers[c] as number)] as number) < 0) far = true;
      else near = true;
    }
  }
  return [near, far];
}

/** The near and the far half of the table, if they need to be summed: a half that is the other one but for its sign does not. */
function neededHalves({ near, far, parity }: AngularTable, [anyNear, anyFar]: Signs): readonly (AngularSeries | undefined)[] {
  if (parity !== 0) return [near, undefined];
  return [anyNear ? near : undefined, anyFar ? far : undefined];
}

function isSeries(half: AngularSeries | undefined): half is AngularSeries {
  return half !== undefined;
}

/** Where the pairs of a strip stand in the tile; in the strip each row takes `width` numbers. */
interface Places {
  readonly rowMembers: Int32Array;
  readonly colMembers: Int32Array;
  readonly tileCols: number;
  readonly width: number;
}

function gather(tile: Float64Array, strip: Float64Array, { rowMembers, colMembers, tileCols, width }: Places): void {
  for (let r = 0; r < rowMembers.length; r++) {
    const start = (rowMembers[r] as number) * tileCols;
    for (let c = 0; c < colMembers.length; c++) strip[r * width + c] = tile[start + (colMembers[c] as number)] as number;
  }
}

function scatter(strip: Float64Array, tile: Float64Array, { rowMembers, colMembers, tileCols, width }: Places): void {
  for (let r = 0; r < rowMembers.length; r++) {
    const start = (rowMembers[r] as number) * tileCols;
    for (let c = 0; c < colMembers.length; c++) tile[start + (colMembers[c] as number)] = strip[r * width + c] as number;
  }
}
