// What do the elementwise maps in WebAssembly offer, and where do their numbers lie? One instance for each thread. Called by the other files
// of this folder; assembly/ says what each function does.

import { readFileSync } from 'node:fs';
import { packageFile } from '../../base/packageFile.ts';

/** Bytes by which a WebAssembly memory grows. */
const PAGE = 65536;

/** Addresses and sizes of strips are in bytes. */
interface VectorExports {
  setDense(weightVariance: number, biasVariance: number): void;
  setPiecewiseLinear(odd: number, even: number, tolerance: number): void;
  setCoincidence(tolerance: number): void;
  network(
    activation: number,
    isNtk: boolean,
    isDifferentiated: boolean,
    depth: number,
    dimensions: number,
    rows: number,
    cols: number,
    terms: number,
    stride: number,
  ): void;
  terms(activation: number, depth: number, bytes: number, first: number, stride: number): void;
  rbf(rate: number, variance: number, isDifferentiated: boolean, bytes: number): void;
  matern(degree: number, rate: number, variance: number, isDifferentiated: boolean, bytes: number): void;
  squaredDistances(closeShare: number, rows: number, cols: number, rowNorms: number, colNorms: number): number;
  placePairs(
    tolerance: number,
    inverseWidth: number,
    scale: number,
    rows: number,
    cols: number,
    rowInverses: number,
    colInverses: number,
  ): void;
  factors(series: number, products: number, basis: number, blocks: number, out: number): void;
  angularSums(near: number, far: number, parity: number, row: number, col: number, rows: number, cols: number, out: number): void;
  exponential(x: number, bytes: number): void;
  exponentialLessOne(x: number, bytes: number): void;
  arctangent(y: number, x: number, out: number, bytes: number): void;
  angle(u: number, out: number, bytes: number): void;
  logarithm(x: number, bytes: number): void;
  segment(u: number, out: number, bytes: number): void;
  readonly PIECEWISE_LINEAR: Constant;
  readonly ERF: Constant;
  readonly GELU: Constant;
  readonly SIN: Constant;
  readonly TERMS: Constant;
  readonly STRIP: Constant;
  readonly PAIRS: Constant;
  readonly TANGENTS: Constant;
  readonly BY_PAIR: Constant;
  readonly BY_ROW_NORM: Constant;
  readonly TANGENTS_BY_PAIR: Constant;
  readonly TANGENTS_BY_ROW_NORM: Constant;
  readonly FREE: Constant;
}

/** A number that the module exports. */
interface Constant {
  readonly value: number;
}

export interface VectorUnit {
  readonly wasm: VectorExports;
  /** Strips of `STRIP` pairs: covariances, and the NTK's. */
  readonly pairs: Float64Array;
  readonly tangents: Float64Array;
  /** Their derivatives by the pair's inner product or distance, and by ‖x‖² of the row's input. */
  readonly byPair: Float64Array;
  readonly byRowNorm: Float64Array;
  readonly tangentsByPair: Float64Array;
  readonly tangentsByRowNorm: Float64Array;
  /** What the caller may use, from the address `wasm.FREE` on. */
  readonly free: Float64Array;
  /** The same as integers of 32 bits. */
  readonly freeIntegers: Int32Array;
}

interface Instance {
  readonly wasm: VectorExports;
  readonly memory: WebAssembly.Memory;
}

let instance: Instance | undefined;
let unit: VectorUnit | undefined;

/** @param freeStrips how many strips `free` must hold. When it grows, the arrays of earlier calls are gone. */
export function vectorUnit(freeStrips: number): VectorUnit {
  instance ??= instantiate();
  const { wasm, memory } = instance;
  const freeLength = freeStrips * wasm.STRIP.value;
  if (unit && unit.free.length >= freeLength) return unit;
  const missing = wasm.FREE.value + freeLength * Float64Array.BYTES_PER_ELEMENT - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  const strip = (address: Constant) => new Float64Array(memory.buffer, address.value, wasm.STRIP.value);
  unit = {
    wasm,
    pairs: strip(wasm.PAIRS),
    tangents: strip(wasm.TANGENTS),
    byPair: strip(wasm.BY_PAIR),
    byRowNorm: strip(wasm.BY_ROW_NORM),
    tangentsByPair: strip(wasm.TANGENTS_BY_PAIR),
    tangentsByRowNorm: strip(wasm.TANGENTS_BY_ROW_NORM),
    free: new Float64Array(memory.buffer, wasm.FREE.value),
    freeIntegers: new Int32Array(memory.buffer, wasm.FREE.value),
  };
  return unit;
}

function instantiate(): Instance {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const module = new WebAssembly.Module(readFileSync(packageFile('assets/wasm/vector-kernels.simd.wasm')));
  return { wasm: new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as VectorExports, memory };
}
