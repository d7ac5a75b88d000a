// The embedded tile kernel: operands are copied from shared memory into this thread's WebAssembly memory, packed and multiplied there.
// The copies cost a few per cent of a product of whole tiles, and free the matrices from WebAssembly's limit of 4 GB.

import { instantiate } from './loadWasm.ts';
import type { Block, Orientation, TileKernel } from './tileKernel.ts';
import { createWorkspace, DOUBLE } from './wasmWorkspace.ts';

/** Depth of one pass of `multiply`: a strip of eight columns of B, 16 KiB, stays in the first-level cache. */
const DEPTH = 256;

/** Bytes of packed operands kept for `slot`s. */
const SLOT_BYTES = 256 * 2 ** 20;

/** Rows and columns of the embedded engine's tiles: 128×128 doubles are 128 KiB, so that three operands fit a 512 KiB cache. */
export const WASM_TILE = 128;

/** Tiles along each side of the products that are taken at once where they can be: fewer copies for each product. */
export const WASM_CAPACITY = 2 * WASM_TILE;

/** Columns of C, and rows of whatever is packed, are rounded up to the strips of eight of the inner loop. */
const rounded = (length: number): number => Math.ceil(length / 8) * 8;

/** @param tileSize at most 256 */
export function createWasmTileKernel(tileSize = WASM_TILE, capacity = tileSize): TileKernel {
  const space = createWorkspace();
  const wasm = instantiate(space.memory);
  const [full, lowerA, lowerB, lowerC, upperB] = [wasm.FULL, wasm.LOWER_A, wasm.LOWER_B, wasm.LOWER_C, wasm.UPPER_B].map(
    ({ value }) => value,
  ) as [number, number, number, number, number];
  const area = tileSize * tileSize;
  const panel = capacity * DEPTH;
  const c = space.allocate(capacity * capacity);
  const spare = space.allocate(area);
  const work = space.allocate(area + 64 * tileSize);
  const variancesAt = space.allocate(tileSize);
  const left = space.allocate(panel);
  const right = space.allocate(panel);
  const packed = space.allocate(panel);
  let rows = 0;
  let cols = 0;
  /** C's stride. */
  let stride = 0;
  /** Addresses of kept operands, above everything else. */
  const slots = new Map<number, number>();
  const slotsStart = space.end();
  let slotsEnd = slotsStart;

  function open(newRows: number, newCols: number): void {
    rows = newRows;
    cols = newCols;
    stride = rounded(newCols);
  }

  /** Copies columns from … from + depth − 1 of a block to `to`, `depth` apart, and zeros the rows up to the next multiple of eight. */
  function copyIn(block: Block, from: number, depth: number, to: number): void {
    const heap = space.heap();
    const at = to / DOUBLE;
    if (block.stride === depth) {
      const start = block.offset + from;
      heap.set(block.data.subarray(start, start + block.rows * depth), at);
    } else {
      for (let r = 0; r < block.rows; r++) {
        const start = block.offset + r * block.stride + from;
        heap.set(block.data.subarray(start, start + depth), at + r * depth);
      }
    }
    heap.fill(0, at + block.rows * depth, at + rounded(block.rows) * depth);
  }

  /** Copies a block to `to` with its rows `width` apart, zeros between. */
  function copyPadded(block: Block, width: number, to: number): void {
    if (block.cols === width) {
      copyIn(block, 0, width, to);
      return;
    }
    const heap = space.heap();
    const at = to / DOUBLE;
    for (let r = 0; r < block.rows; r++) {
      const start = block.offset + r * block.stride;
      heap.set(block.data.subarray(start, start + block.cols), at + r * width);
      heap.fill(0, at + r * width + block.cols, at + (r + 1) * width);
    }
  }

  /** B, or Bᵀ, over `depth` of the summed index from `from`, in strips of eight columns of the product. Returns its address. */
  function pack(b: Block, orientation: Orientation, from: number, depth: number, slot: number | undefined): number {
    const kept = slot === undefined ? undefined : slots.get(slot);
    if (kept !== undefined) return kept;
    const to = placeFor(slot, stride * depth * DOUBLE);
    if (orientation === 'transposed') {
      copyIn(b, from, depth, right);
      wasm.packRows(right, depth, stride, depth, to);
    } else {
      copyPadded({ ...b, offset: b.offset + from * b.stride, rows: depth }, stride, right);
      wasm.packColumns(right, stride, depth, stride, to);
    }
    return to;
  }

  function placeFor(slot: number | undefined, bytes: number): number {
    if (slot === undefined || slotsEnd + bytes - slotsStart > SLOT_BYTES) return packed;
    const place = slotsEnd;
    slotsEnd += bytes;
    space.growTo(slotsEnd);
    slots.set(slot, place);
    return place;
  }

  /** Moves C to `spare` and clears it. */
  function setAside(): void {
    const heap = space.heap();
    const length = rounded(rows) * stride;
    heap.copyWithin(spare / DOUBLE, c / DOUBLE, c / DOUBLE + length);
    heap.fill(0, c / DOUBLE, c / DOUBLE + length);
  }

  return {
    tileSize,
    capacity,
    clear(newRows, newCols) {
      open(newRows, newCols);
      space.heap().fill(0, c / DOUBLE, c / DOUBLE + rounded(rows) * stride);
    },
    load(block) {
      open(block.rows, block.cols);
      copyPadded(block, stride, c);
      space.heap().fill(0, c / DOUBLE + rows * stride, c / DOUBLE + rounded(rows) * stride);
    },
    addProduct(sign, a, b, orientation, slot) {
      for (let from = 0; from < a.cols; from += DEPTH) {
        const depth = Math.min(DEPTH, a.cols - from);
        const strips = pack(b, orientation, from, depth, slot === undefined ? undefined : slot + from / DEPTH);
        copyIn(a, from, depth, left);
        wasm.multiply(c, stride, left, depth, strips, rounded(rows), stride, depth, sign, full);
      }
    },
    addSquare(sign, a) {
      for (let from = 0; from < a.cols; from += DEPTH) {
        const depth = Math.min(DEPTH, a.cols - from);
        copyIn(a, from, depth, left);
        wasm.packRows(left, depth, stride, depth, packed);
        wasm.multiply(c, stride, left, depth, packed, stride, stride, depth, sign, lowerC);
      }
    },
    addTransposedProduct(a, b, slot) {
      const depth = a.rows;
      copyIn(a, 0, a.cols, left);
      space.heap().fill(0, spare / DOUBLE, spare / DOUBLE + rounded(a.cols) * depth);
      wasm.transpose(left, a.cols, depth, a.cols, spare, depth);
      wasm.multiply(c, stride, spare, depth, pack(b, 'plain', 0, depth, slot), rounded(rows), stride, depth, 1, full);
    },
    forget() {
      slots.clear();
      slotsEnd = slotsStart;
    },
    factor(shift, variances, inverse) {
      const failed = wasm.factor(c, tileSize, shift, variancesAt, work);
      const heap = space.heap();
      variances.set(heap.subarray(variancesAt / DOUBLE, variancesAt / DOUBLE + tileSize));
      if (failed >= 0) return failed;
      wasm.invert(c, tileSize, spare, work);
      storeFrom(spare, inverse, 0, 0);
      return failed;
    },
    multiplyByTriangle(sign, t, orientation) {
      setAside();
      const strips = pack(t, orientation, 0, cols, undefined);
      const shape = orientation === 'transposed' ? upperB : lowerB;
      wasm.multiply(c, stride, spare, stride, strips, rounded(rows), stride, cols, sign, shape);
    },
    premultiplyByTriangle(t) {
      wasm.packColumns(c, stride, rows, stride, packed);
      space.heap().fill(0, c / DOUBLE, c / DOUBLE + rounded(rows) * stride);
      copyIn(t, 0, rows, left);
      wasm.multiply(c, stride, left, rows, packed, rounded(rows), stride, rows, 1, lowerA);
    },
    store: (block, row = 0, col = 0) => storeFrom(c, block, row, col),
    addColumnSquares(a, sums) {
      const width = rounded(a.cols);
      copyPadded(a, width, left);
      const heap = space.heap();
      heap.set(sums.subarray(0, a.cols), spare / DOUBLE);
      wasm.addColumnSquares(left, a.rows, width, spare);
      sums.set(heap.subarray(spare / DOUBLE, spare / DOUBLE + a.cols));
    },
  };

  function storeFrom(address: number, block: Block, row: number, col: number): void {
    const heap = space.heap();
    const at = address / DOUBLE + row * stride + col;
    if (block.stride === stride && block.cols === stride) {
      block.data.set(heap.subarray(at, at + block.rows * stride), block.offset);
      return;
    }
    for (let r = 0; r < block.rows; r++) {
      block.data.set(heap.subarray(at + r * stride, at + r * stride + block.cols), block.offset + r * block.stride);
    }
  }
}
