// lood doctor: what was found on this machine, and how fast it is.

import { cpus, freemem, totalmem } from 'node:os';
import type { Argv } from 'yargs';
import { packageDescription } from '../../src/audit/manifest.ts';
import { createRandom } from '../../src/base/random.ts';
import { createEngine } from '../../src/linalg/createEngine.ts';
import { matrix } from '../../src/linalg/matrix.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exitCodes.ts';

/** Order of the matrix factored to measure speed: large enough to leave the caches, under a second everywhere. */
const SIZE = 768;
/** TensorFlow.js packages in the order of preference; only needed to pass tensors or train networks. */
const TENSORFLOW = ['@tensorflow/tfjs-node', '@tensorflow/tfjs', '@tensorflow/tfjs-core'];

export const doctorCommand: Command = {
  command: 'doctor',
  describe: 'Show what was found on this machine: engine, threads, measured speed, memory, TensorFlow backend',
  options: (builder: Argv) => builder,
  async handler(_argv, { io }) {
    const rows: readonly (readonly [string, string])[] = [
      ['lood', `${packageDescription().version}`],
      ['Node.js', `${process.version} on ${process.platform} ${process.arch}`],
      ['processors', `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`],
      ['memory', `${gibibytes(totalmem())}, ${gibibytes(freemem())} free`],
      ['engine', await engineLine()],
      ['TensorFlow.js', await tensorflowLine()],
    ];
    for (const [name, value] of rows) io.stdout.write(`${name.padEnd(14)} ${value}\n`);
    return EXIT.done;
  },
};

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

/** Times one factorization with inverse, 2n³/3 flops, after a small one to warm up. */
async function engineLine(): Promise<string> {
  const engine = createEngine();
  const random = createRandom(0);
  const inputs = matrix(SIZE, 8);
  for (let i = 0; i < inputs.data.length; i++) inputs.data[i] = random.normal();
  let seconds = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < 2; repeat++) {
    const gram = await engine.symmetricProduct(inputs, () => {});
    const start = performance.now();
    await engine.factor(gram, 1);
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  const speed = (2 * SIZE ** 3) / 3 / seconds / 1e9;
  return `${engine.name} (${engine.detail}), threads: ${engine.threads}, ${speed.toFixed(1)} GFLOP/s factoring ${SIZE} × ${SIZE}`;
}

/** The first package that loads and multiplies two numbers rightly; loading alone proves nothing. */
async function tensorflowLine(): Promise<string> {
  for (const name of TENSORFLOW) {
    try {
      const tf = await import(name);
      const product = tf.mul(tf.scalar(6), tf.scalar(7)).dataSync()[0];
      if (product === 42) return `${name} ${tf.version_core ?? ''}, backend ${tf.getBackend()}`;
    } catch {
      // Not installed, or installed without what it needs: the next one may do.
    }
  }
  return 'not found (only needed to pass tensors from training code)';
}
