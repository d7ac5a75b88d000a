// Which TensorFlow.js trains the networks? Its native binding where the project that calls has it, else WebAssembly with products from the machine's BLAS
// library, else WebAssembly alone, else plain JavaScript. Whatever loads must compute a product rightly first. Called by the training processes.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as tfjs from '@tensorflow/tfjs-core';
import { AuditError } from '../../base/errors.ts';
import { BACKEND_NAMES, type BackendName } from './backendNames.ts';
import { installBlasProducts } from './blasProducts.ts';

/** The operations of TensorFlow.js. One instance of its library, on whose backend everything runs. */
export type TensorFlow = typeof tfjs;

export interface LoadedTensorflow {
  readonly tf: TensorFlow;
  readonly backend: BackendName;
  /** For people: `TensorFlow.js 4.22.0, WebAssembly, products by OpenBLAS`. */
  readonly description: string;
  /** Why faster ones were passed over. */
  readonly passedOver: readonly string[];
}

export interface TensorflowOptions {
  /** The only backend to try; default: the fastest that works. */
  readonly backend?: BackendName | undefined;
  /** Path of a BLAS library that takes over the products of the WebAssembly backend. */
  readonly blas?: string | undefined;
}

/** @throws AuditError NUMERICAL_FAILURE when none computes a product rightly */
export async function loadTensorflow({ backend, blas }: TensorflowOptions = {}): Promise<LoadedTensorflow> {
  const passedOver: string[] = [];
  for (const name of backend === undefined ? BACKEND_NAMES : [backend]) {
    try {
      const tf = await LOADERS[name]();
      const version = `TensorFlow.js ${tf.version_core}`;
      if (name === 'wasm' && blas !== undefined) {
        try {
          const restore = installBlasProducts(tf, blas);
          if (multipliesRightly(tf))
            return { tf, backend: name, description: `${version}, WebAssembly, products by ${blas}`, passedOver };
          restore();
          passedOver.push(`${blas}: its single-precision products are wrong`);
        } catch (error) {
          passedOver.push(`${blas}: ${reason(error)}`);
        }
      }
      if (!multipliesRightly(tf)) throw new Error('its products are wrong');
      return { tf, backend: name, description: `${version}, ${WORDS[name]}`, passedOver };
    } catch (error) {
      passedOver.push(`${WORDS[name]}: ${reason(error)}`);
    }
  }
  throw new AuditError('NUMERICAL_FAILURE', {
    expected: 'a backend of TensorFlow.js that multiplies matrices',
    got: passedOver.join('; '),
    try: 'installing the package again',
  });
}

const WORDS: Record<BackendName, string> = { tensorflow: 'native binding', wasm: 'WebAssembly', cpu: 'plain JavaScript' };

const LOADERS: Record<BackendName, () => Promise<TensorFlow>> = {
  // Brought by the user's project, if at all: its install script downloads what many networks do not let through.
  tensorflow: async () => {
    const tf = createRequire(join(process.cwd(), 'index.js'))('@tensorflow/tfjs-node') as TensorFlow;
    await ready(tf, 'tensorflow');
    return tf;
  },
  wasm: async () => {
    const tf = await import('@tensorflow/tfjs-core');
    await import('@tensorflow/tfjs-backend-wasm');
    await ready(tf, 'wasm');
    return tf;
  },
  cpu: async () => {
    const tf = await import('@tensorflow/tfjs-core');
    await import('@tensorflow/tfjs-backend-cpu');
    await ready(tf, 'cpu');
    return tf;
  },
};

async function ready(tf: TensorFlow, backend: string): Promise<void> {
  // Otherwise some backends advertise others on stderr, and every operation checks its inputs for NaN.
  tf.enableProdMode();
  if (!(await tf.setBackend(backend))) throw new Error(`it has no backend ${backend}`);
  await tf.ready();
}

/** Members, rows, columns and terms of the products tried, whole and odd numbers of vectors; integers, whose products float32 holds exactly. */
const TRIALS = [
  { members: 3, rows: 5, cols: 7, terms: 9, isShared: true },
  { members: 2, rows: 33, cols: 18, terms: 64, isShared: false },
] as const;

function multipliesRightly(tf: TensorFlow): boolean {
  return TRIALS.every((trial) =>
    [false, true].every((transposeA) =>
      [false, true].every((transposeB) => {
        const { members, rows, cols, terms, isShared } = trial;
        const a = integers(isShared ? 1 : members, transposeA ? [terms, rows] : [rows, terms]);
        const b = integers(members, transposeB ? [cols, terms] : [terms, cols]);
        const product = tf.tidy(() => {
          const [x, y] = [a, b].map(({ shape, values }) => tf.tensor3d(values, shape)) as [tfjs.Tensor, tfjs.Tensor];
          return tf.matMul(x, y, transposeA, transposeB).dataSync();
        });
        return product.every((value, at) => value === productAt(trial, a.values, b.values, transposeA, transposeB, at));
      }),
    ),
  );
}

interface Integers {
  readonly shape: [number, number, number];
  readonly values: Float32Array;
}

function integers(members: number, [rows, cols]: readonly [number, number] | readonly number[]): Integers {
  const shape: [number, number, number] = [members, rows as number, cols as number];
  return { shape, values: Float32Array.from({ length: members * shape[1] * shape[2] }, (_, i) => ((i * 7) % 11) - 5) };
}

function productAt(
  { rows, cols, terms, isShared }: (typeof TRIALS)[number],
  a: Float32Array,
  b: Float32Array,
  transposeA: boolean,
  transposeB: boolean,
  at: number,
): number {
  const member = Math.floor(at / (rows * cols));
  const [i, j] = [Math.floor(at / cols) % rows, at % cols];
  const [fromA, fromB] = [isShared ? 0 : member * rows * terms, member * terms * cols];
  let sum = 0;
  for (let p = 0; p < terms; p++) {
    sum +=
      (a[fromA + (transposeA ? p * rows + i : i * terms + p)] as number) *
      (b[fromB + (transposeB ? j * terms + p : p * cols + j)] as number);
  }
  return sum;
}

const reason = (error: unknown): string => (error instanceof Error ? error.message.split('\n')[0] : String(error)) as string;
