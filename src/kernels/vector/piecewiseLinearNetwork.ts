// How does a tile of inner products pass through a relu-type network at the speed of the processor's vector unit? All layers in WebAssembly,
// with the same formulas and the same numbers as layers/ and activations/piecewiseLinear.ts give one pair at a time.

import { readFileSync } from 'node:fs';
import { packageFile } from '../../base/packageFile.ts';

/** Rows, columns, and the addresses of rowScales, rowInverses, colDeviations, colInverses; see assembly/. */
type LayerArguments = readonly [number, number, number, number, number, number];

interface VectorExports {
  setLayer(odd: number, even: number, tolerance: number, weight: number, bias: number): void;
  nngpLayer(pairs: number, ...rest: LayerArguments): void;
  ntkLayer(pairs: number, tangents: number, ...rest: LayerArguments): void;
}

export interface PiecewiseLinearNetwork {
  readonly depth: number;
  readonly weightVariance: number;
  readonly biasVariance: number;
  /** φ(x) = x for x > 0 and negativeSlope·x below. */
  readonly negativeSlope: number;
  /** See coincidenceTolerance. */
  readonly tolerance: number;
  readonly output: 'nngp' | 'ntk';
}

/** Pairs that are worked on together: their covariances and tangents stay in the second-level cache. */
const PAIRS = 2 ** 14;

const DOUBLE = Float64Array.BYTES_PER_ELEMENT;

/**
 * Covariances after the first dense layer → the network's kernel, in place; row-major [rows, cols].
 *
 * @param rowVariances for each hidden layer, the variances of the rows' inputs to its activation; likewise `colVariances`
 */
export function piecewiseLinearNetwork(
  network: PiecewiseLinearNetwork,
  tile: Float64Array,
  rowVariances: readonly Float64Array[],
  colVariances: readonly Float64Array[],
): void {
  const { depth, output, weightVariance, biasVariance, negativeSlope, tolerance } = network;
  const cols = colVariances[0]?.length ?? 0;
  const rows = rowVariances[0]?.length ?? 0;
  if (depth === 0 || rows === 0 || cols === 0) return;
  const even = (1 - negativeSlope) ** 2 / 4;
  const odd = (1 + negativeSlope) ** 2 / 4;
  const width = cols + (cols % 2);
  const together = Math.max(1, Math.min(rows, Math.floor(PAIRS / width)));
  const { wasm, memory } = vectorUnit();
  const places = layOut([together * width, output === 'ntk' ? together * width : 0, 2 * depth * together, 2 * depth * width]);
  const heap = memory(places.end);
  wasm.setLayer(odd, even, tolerance, weightVariance, biasVariance);
  const [pairs, tangents, rowsAt, colsAt] = places.starts as [number, number, number, number];
  for (let l = 0; l < depth; l++) {
    const at = colsAt / DOUBLE + 2 * l * width;
    heap.fill(0, at, at + 2 * width);
    writeDeviations(colVariances[l] as Float64Array, 1, heap, at, at + width);
  }
  for (let from = 0; from < rows; from += together) {
    const count = Math.min(together, rows - from);
    for (let l = 0; l < depth; l++) {
      const at = rowsAt / DOUBLE + 2 * l * together;
      const variances = (rowVariances[l] as Float64Array).subarray(from, from + count);
      writeDeviations(variances, even * (2 / Math.PI), heap, at, at + together);
    }
    copyRows(tile.subarray(from * cols, (from + count) * cols), cols, heap.subarray(pairs / DOUBLE), width);
    if (output === 'ntk') heap.copyWithin(tangents / DOUBLE, pairs / DOUBLE, pairs / DOUBLE + count * width);
    for (let l = 0; l < depth; l++) {
      const row = rowsAt + 2 * l * together * DOUBLE;
      const col = colsAt + 2 * l * width * DOUBLE;
      const rest: LayerArguments = [count, width, row, row + together * DOUBLE, col, col + width * DOUBLE];
      if (output === 'ntk') wasm.ntkLayer(pairs, tangents, ...rest);
      else wasm.nngpLayer(pairs, ...rest);
    }
    const result = heap.subarray((output === 'ntk' ? tangents : pairs) / DOUBLE);
    copyRows(result, width, tile.subarray(from * cols, (from + count) * cols), cols, count);
  }
}

/** scale·√v to `at`, and 1/√v, or 0 where v is 0, to `inverseAt`. */
function writeDeviations(variances: Float64Array, scale: number, heap: Float64Array, at: number, inverseAt: number): void {
  for (let i = 0; i < variances.length; i++) {
    const deviation = Math.sqrt(variances[i] as number);
    heap[at + i] = scale * deviation;
    heap[inverseAt + i] = deviation > 0 ? 1 / deviation : 0;
  }
}

function copyRows(
  from: Float64Array,
  fromWidth: number,
  to: Float64Array,
  toWidth: number,
  rows = from.length / fromWidth,
): void {
  if (fromWidth === toWidth) {
    to.set(from.subarray(0, rows * fromWidth));
    return;
  }
  const width = Math.min(fromWidth, toWidth);
  for (let r = 0; r < rows; r++) to.set(from.subarray(r * fromWidth, r * fromWidth + width), r * toWidth);
}

/** Addresses of arrays of these lengths one after the other. */
function layOut(lengths: readonly number[]): { starts: number[]; end: number } {
  let end = 0;
  const starts = lengths.map((length) => {
    const start = end;
    end += Math.ceil((length * DOUBLE) / 64) * 64;
    return start;
  });
  return { starts, end };
}

interface VectorUnit {
  readonly wasm: VectorExports;
  /** The memory as doubles, at least of this many bytes. */
  memory(bytes: number): Float64Array;
}

let unit: VectorUnit | undefined;

/** One instance for each thread, made at first use. */
function vectorUnit(): VectorUnit {
  unit ??= createVectorUnit();
  return unit;
}

function createVectorUnit(): VectorUnit {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const module = new WebAssembly.Module(readFileSync(packageFile('assets/wasm/vector-kernels.simd.wasm')));
  const wasm = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as VectorExports;
  let heap = new Float64Array(memory.buffer);
  return {
    wasm,
    memory(bytes) {
      if (bytes > memory.buffer.byteLength) {
        memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / 65536));
        heap = new Float64Array(memory.buffer);
      }
      return heap;
    },
  };
}
