// The embedded tile kernel: operands are copied from shared memory into this thread's WebAssembly memory, packed and multiplied there.
// The copies cost a few per cent of a product of whole tiles, and free the matrices from WebAssembly's limit of 4 GB.

import { AuditError } from '../../base/errors.ts';
import { instantiate, type WasmExports } from './loadWasm.ts';
import type { Block, Orientation, TileKernel } from './tileKernel.ts';

const DOUBLE = Float64Array.BYTES_PER_ELEMENT;

/** Depth of one pass of `multiply`: a strip of four columns of B stays in the first-level cache. */
const DEPTH = 256;

/** Operands of at most this depth are copied in one piece, rows and gaps alike. */
const CONTIGUOUS_DEPTH = 4096;

/** Bytes of packed operands kept for `slot`s. */
const SLOT_BYTES = 256 * 2 ** 20;

/** Rows and columns of the embedded engine's tiles: 128×128 doubles are 128 KiB, so that three operands fit a 512 KiB cache. */
export const WASM_TILE = 128;

export function createWasmTileKernel(tileSize = WASM_TILE): TileKernel {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const wasm: WasmExports = instantiate(memory);
  let heap = new Float64Array(0);
  let top = 0;

  /** Room for `length` doubles at a fixed place, growing the memory when it must. Returns the address in bytes. */
  function allocate(length: number): number {
    const address = top;
    top += Math.ceil((length * DOUBLE) / 64) * 64;
    growTo(top);
    return address;
  }

  function growTo(bytes: number): void {
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) {
      try {
        memory.grow(Math.ceil(missing / 65536));
      } catch (cause) {
        throw outOfMemory(bytes, cause);
      }
    }
    if (heap.buffer !== memory.buffer) heap = new Float64Array(memory.buffer);
  }

  const area = tileSize * tileSize;
  const c = allocate(area);
  const spare = allocate(area);
  const work = allocate(area + 64 * tileSize);
  const variancesAt = allocate(tileSize);
  const left = allocate(area);
  const right = allocate(tileSize * Math.max(tileSize, DEPTH));
  const packed = allocate(tileSize * Math.max(tileSize, DEPTH));
  /** Start of what grows with the depth of the operands: the left operand and the slots. */
  const wideLeft = top;
  let wideLeftLength = 0;
  let rows = 0;
  let cols = 0;
  /** C's stride: columns rounded up to the strips of four. */
  let stride = 0;
  /** Address and depth of each kept operand. */
  const slots = new Map<number, number>();
  let slotsTop = top;

  const rounded = (length: number): number => Math.ceil(length / 4) * 4;

  function open(newRows: number, newCols: number): void {
    rows = newRows;
    cols = newCols;
    stride = rounded(newCols);
  }

  /** Copies columns from…from+depth−1 of a block to `to`, `depth` apart, and zeros the rows up to the next multiple of four. */
  function copyIn(block: Block, from: number, depth: number, to: number): void {
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

  /** Room for the left operand, beyond which the slots lie. */
  function wideLeftOf(length: number): number {
    if (length > wideLeftLength) {
      slots.clear();
      wideLeftLength = length;
      slotsTop = wideLeft + length * DOUBLE;
      growTo(slotsTop);
    }
    return wideLeft;
  }

  /** B, or Bᵀ, over `depth` of the summed index from `from`, in strips of four columns of the product. Returns its address. */
  function pack(b: Block, orientation: Orientation, from: number, depth: number, slot: number | undefined): number {
    const kept = slot === undefined ? undefined : slots.get(slot);
    if (kept !== undefined) return kept;
    const width = stride;
    let to = packed;
    const bytes = width * depth * DOUBLE;
    if (slot !== undefined && slotsTop + bytes - wideLeft <= SLOT_BYTES + wideLeftLength * DOUBLE) {
      to = slotsTop;
      slotsTop += bytes;
      growTo(slotsTop);
      slots.set(slot, to);
    }
    if (orientation === 'transposed') {
      copyIn(b, from, depth, right);
      wasm.packRows(right, depth, width, depth, to);
    } else {
      const part = { ...b, offset: b.offset + from * b.stride, rows: depth };
      copyPadded(part, width, right);
      wasm.packColumns(right, width, depth, width, to);
    }
    return to;
  }

  /** Copies a block to `to` with its rows `width` apart, zeros between. */
  function copyPadded(block: Block, width: number, to: number): void {
    if (block.cols === width) {
      copyIn(block, 0, width, to);
      return;
    }
    const at = to / DOUBLE;
    for (let r = 0; r < block.rows; r++) {
      const start = block.offset + r * block.stride;
      heap.set(block.data.subarray(start, start + block.cols), at + r * width);
      heap.fill(0, at + r * width + block.cols, at + (r + 1) * width);
    }
  }

  return {
    tileSize,
    clear(newRows, newCols) {
      open(newRows, newCols);
      heap.fill(0, c / DOUBLE, c / DOUBLE + rounded(rows) * stride);
    },
    load(block) {
      open(block.rows, block.cols);
      copyPadded(block, stride, c);
      heap.fill(0, c / DOUBLE + rows * stride, c / DOUBLE + rounded(rows) * stride);
    },
    addProduct(sign, a, b, orientation, slot) {
      const m = rounded(rows);
      for (let from = 0; from < a.cols; from += CONTIGUOUS_DEPTH) {
        const width = Math.min(CONTIGUOUS_DEPTH, a.cols - from);
        const address = width <= tileSize ? left : wideLeftOf(width * m);
        copyIn(a, from, width, address);
        for (let k = 0; k < width; k += DEPTH) {
          const depth = Math.min(DEPTH, width - k);
          const number = slot === undefined ? undefined : slot + (from + k) / DEPTH;
          const strips = pack(b, orientation, from + k, depth, number);
          wasm.multiply(c, stride, address + k * DOUBLE, width, strips, m, stride, depth, sign);
        }
      }
    },
    addTransposedProduct(a, b, slot) {
      const depth = a.rows;
      copyIn(a, 0, a.cols, left);
      heap.fill(0, spare / DOUBLE, spare / DOUBLE + rounded(a.cols) * depth);
      wasm.transpose(left, a.cols, depth, a.cols, spare, depth);
      wasm.multiply(c, stride, spare, depth, pack(b, 'plain', 0, depth, slot), rounded(rows), stride, depth, 1);
    },
    forget() {
      slots.clear();
      slotsTop = wideLeft + wideLeftLength * DOUBLE;
    },
    factor(shift, variances) {
      const failed = wasm.factor(c, tileSize, shift, variancesAt, work);
      variances.set(heap.subarray(variancesAt / DOUBLE, variancesAt / DOUBLE + tileSize));
      return failed;
    },
    invert() {
      wasm.invert(c, tileSize, spare, work);
      heap.copyWithin(c / DOUBLE, spare / DOUBLE, spare / DOUBLE + area);
    },
    multiplyBy(sign, b, orientation) {
      heap.copyWithin(spare / DOUBLE, c / DOUBLE, c / DOUBLE + area);
      heap.fill(0, c / DOUBLE, c / DOUBLE + area);
      for (let k = 0; k < tileSize; k += DEPTH) {
        const depth = Math.min(DEPTH, tileSize - k);
        const strips = pack(b, orientation, k, depth, undefined);
        wasm.multiply(c, tileSize, spare + k * DOUBLE, tileSize, strips, tileSize, tileSize, depth, sign);
      }
    },
    accumulator() {
      if (stride !== cols) closeGaps();
      return heap.subarray(c / DOUBLE, c / DOUBLE + rows * cols);
    },
    store(block) {
      const at = c / DOUBLE;
      for (let r = 0; r < rows; r++) {
        block.data.set(heap.subarray(at + r * stride, at + r * stride + cols), block.offset + r * block.stride);
      }
    },
    addColumnSquares(a, sums) {
      const width = rounded(a.cols);
      copyPadded(a, width, left);
      heap.set(sums.subarray(0, a.cols), spare / DOUBLE);
      wasm.addColumnSquares(left, a.rows, width, spare);
      sums.set(heap.subarray(spare / DOUBLE, spare / DOUBLE + a.cols));
    },
  };

  /** Moves C's rows together, so that they lie `cols` apart. */
  function closeGaps(): void {
    const at = c / DOUBLE;
    for (let r = 1; r < rows; r++) heap.copyWithin(at + r * cols, at + r * stride, at + r * stride + cols);
    stride = cols;
  }
}

function outOfMemory(bytes: number, cause: unknown): AuditError {
  return new AuditError(
    'TOO_LARGE',
    {
      expected: `${Math.ceil(bytes / 2 ** 20)} MiB of working memory for each thread`,
      got: 'a refusal of the system',
      try: 'fewer --threads, fewer records (--limit), or a machine with more memory',
    },
    { bytes },
    cause,
  );
}
