// Which TensorFlow.js is here? Asked by `lood doctor`; it is only needed to pass tensors from training code.

import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Packages to load together, the last of which has the operations; the fastest first. */
const CANDIDATES: readonly (readonly string[])[] = [
  ['@tensorflow/tfjs-node'],
  ['@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-core'],
  ['@tensorflow/tfjs'],
  ['@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-core'],
];

/** What is used of it. */
interface TensorFlow {
  readonly version_core: string;
  enableProdMode(): void;
  ready(): Promise<void>;
  scalar(value: number): unknown;
  mul(a: unknown, b: unknown): { dataSync(): ArrayLike<number> };
  getBackend(): string;
}

/**
 * The first that loads and multiplies two numbers rightly (loading alone proves nothing), sought from a folder as a program there would.
 *
 * @returns one line for people
 */
export async function describeTensorflow(folder = process.cwd()): Promise<string> {
  const requireFrom = createRequire(join(folder, 'index.js'));
  for (const names of CANDIDATES) {
    try {
      const tf = names.map((name) => requireFrom(name)).at(-1) as TensorFlow;
      // Otherwise some backends advertise others on stderr.
      tf.enableProdMode();
      await tf.ready();
      if (tf.mul(tf.scalar(6), tf.scalar(7)).dataSync()[0] === 42) {
        return `${names.join(' with ')} ${tf.version_core}, backend ${tf.getBackend()}`;
      }
    } catch {
      // Not installed, or installed without what it needs: the next one may do.
    }
  }
  return 'none found from this folder (only needed to pass tensors from training code)';
}
