// How do products of tensors get the speed of the machine's BLAS library? The WebAssembly backend's kernel for them is replaced by one that has the library
// multiply in the backend's own memory: nothing is copied. Called by loadTensorflow.ts; for the whole process, as kernels are registered.

import type * as tfjs from '@tensorflow/tfjs-core';
import { bindSgemm, type Sgemm } from '../../linalg/blas/bindSgemm.ts';
import type { TensorFlow } from './loadTensorflow.ts';

const KERNEL = 'BatchMatMul';
const BACKEND = 'wasm';

/** What is used of the backend: tensors are regions of its memory. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: 'float32'): tfjs.TensorInfo;
  /** A view, valid until the memory grows. */
  typedArrayFromHeap(tensor: tfjs.TensorInfo): Float32Array;
}

interface ProductCall {
  readonly inputs: { readonly a: tfjs.TensorInfo; readonly b: tfjs.TensorInfo };
  readonly backend: unknown;
  readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean };
}

/**
 * From now on tf.matMul of float32 tensors runs on the library at `path`, in one thread.
 *
 * @returns puts the backend's own kernel back
 * @throws Error when the library cannot be loaded
 */
export function installBlasProducts(tf: TensorFlow, path: string): () => void {
  const sgemm = bindSgemm(path);
  const own = tf.getKernel(KERNEL, BACKEND);
  const replaceBy = (kernelFunc: tfjs.KernelFunc): void => {
    tf.unregisterKernel(KERNEL, BACKEND);
    tf.registerKernel({ kernelName: KERNEL, backendName: BACKEND, kernelFunc });
  };
  replaceBy((call) => multiply(call as unknown as ProductCall, sgemm));
  return () => replaceBy(own.kernelFunc);
}

/** op(A)·op(B) for each of the leading indices; an operand that has one matrix only serves all. */
function multiply({ inputs: { a, b }, backend, attrs: { transposeA, transposeB } }: ProductCall, sgemm: Sgemm): tfjs.TensorInfo {
  const memory = backend as WasmBackend;
  const [left, right] = [sidesOf(a), sidesOf(b)];
  const [m, k] = transposeA ? [left.cols, left.rows] : [left.rows, left.cols];
  const n = transposeB ? right.rows : right.cols;
  const leading = left.matrices >= right.matrices ? left.leading : right.leading;
  const out = memory.makeOutput([...leading, m, n], 'float32');
  // After the output has been made, which may have moved the memory.
  const [x, y, z] = [a, b, out].map((tensor) => memory.typedArrayFromHeap(tensor)) as [Float32Array, Float32Array, Float32Array];
  const matrices = Math.max(left.matrices, right.matrices);
  for (let i = 0; i < matrices; i++) {
    const atA = left.matrices === 1 ? 0 : i * m * k;
    const atB = right.matrices === 1 ? 0 : i * k * n;
    sgemm(
      transposeA,
      transposeB,
      m,
      n,
      k,
      1,
      x.subarray(atA),
      left.cols,
      y.subarray(atB),
      right.cols,
      0,
      z.subarray(i * m * n),
      n,
    );
  }
  return out;
}

interface Sides {
  readonly leading: number[];
  readonly matrices: number;
  readonly rows: number;
  readonly cols: number;
}

function sidesOf({ shape }: tfjs.TensorInfo): Sides {
  const leading = shape.slice(0, -2);
  const [rows, cols] = shape.slice(-2) as [number, number];
  return { leading, matrices: leading.reduce((product, size) => product * size, 1), rows, cols };
}
