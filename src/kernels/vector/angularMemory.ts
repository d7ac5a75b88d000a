// Where in the vector unit's memory do the series of an angular table lie while a part of a tile is summed, and how do they get there? Called by
// angularValues.ts; assembly/angularSums.ts reads them.

import type { Matrix } from '../../linalg/matrix.ts';
import type { AngularSeries } from '../quadrature/angularSeries.ts';
import { PANEL_TERMS } from '../quadrature/variancePanels.ts';
import { type VectorUnit, vectorUnit } from './vectorUnit.ts';

/** Rows or columns of a tile whose variances lie in one panel. */
export interface AngularSide {
  /** Their indices in the tile. */
  readonly members: Int32Array;
  /** The panel's basis functions at each of them, [members, PANEL_TERMS]. */
  readonly basis: Matrix;
  /** 1/√variance of each of them, or 0. */
  readonly inverses: Float64Array;
}

export interface AngularMemory {
  readonly unit: VectorUnit;
  /** Addresses of 1/√variance of all rows, and of all columns. */
  readonly rowInverses: number;
  readonly colInverses: number;
  /** Works out the series' factors at all rows and columns; returns the address of its header. */
  load(series: AngularSeries): number;
}

/** Records that stand together in the memory. */
const BLOCK = 4;

/** Doubles in which the numbers and addresses at the head of a series and its ranks, at most 65, have room. */
const HEADER = 40;

const DOUBLE = Float64Array.BYTES_PER_ELEMENT;

/** The count rounded up to whole blocks. */
export function padded(count: number): number {
  return Math.ceil(count / BLOCK) * BLOCK;
}

/** Memory for these sides and series, behind a strip that is left for results. */
export function angularMemory(rows: AngularSide, cols: AngularSide, all: readonly AngularSeries[]): AngularMemory {
  const [height, width] = [padded(rows.members.length), padded(cols.members.length)];
  const products = all.map((series) => series.rowFactors.rows);
  const perSeries = products.reduce((sum, count) => sum + HEADER + count * (height + width), 0);
  const strip = vectorUnit(0).wasm.STRIP.value;
  const size = strip + (1 + PANEL_TERMS) * (height + width) + Math.max(...products) * PANEL_TERMS + perSeries;
  const unit = vectorUnit(Math.ceil(size / strip));
  const { wasm, free, freeIntegers } = unit;

  let top = strip;
  const take = (length: number): number => {
    top += length;
    return top - length;
  };
  const address = (at: number): number => wasm.FREE.value + at * DOUBLE;
  const [rowInverses, colInverses] = [take(height), take(width)];
  const [rowBasis, colBasis] = [take(PANEL_TERMS * height), take(PANEL_TERMS * width)];
  const coefficients = take(Math.max(...products) * PANEL_TERMS);

  free.set(rows.inverses, rowInverses);
  free.set(cols.inverses, colInverses);
  writeInBlocks(rows.basis, free, rowBasis);
  writeInBlocks(cols.basis, free, colBasis);

  /** Values of functions given by their series in a panel, [products, PANEL_TERMS], at each record. */
  const factors = (functions: Matrix, basis: number, count: number): number => {
    free.set(functions.data, coefficients);
    const at = take(functions.rows * count);
    wasm.factors(address(coefficients), functions.rows, address(basis), count / BLOCK, address(at));
    return address(at);
  };

  return {
    unit,
    rowInverses: address(rowInverses),
    colInverses: address(colInverses),
    load({ ranks, rowFactors, colFactors }) {
      const header = take(HEADER);
      const factorsAt = [factors(rowFactors, rowBasis, height), factors(colFactors, colBasis, width)];
      freeIntegers.set([ranks.length, rowFactors.rows, ...factorsAt, ...ranks], (header * DOUBLE) / Int32Array.BYTES_PER_ELEMENT);
      return address(header);
    },
  };
}

/** A matrix [records, terms] → [blocks, terms, BLOCK]. */
function writeInBlocks({ rows, cols, data }: Matrix, out: Float64Array, at: number): void {
  for (let i = 0; i < rows; i++) {
    const block = at + (i - (i % BLOCK)) * cols + (i % BLOCK);
    for (let t = 0; t < cols; t++) out[block + t * BLOCK] = data[i * cols + t] as number;
  }
}
