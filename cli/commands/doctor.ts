// lood doctor: what was found on this machine, and how fast it is.

import { cpus, freemem, totalmem } from 'node:os';
import { packageDescription } from '../../src/audit/manifest.ts';
import { createRandom } from '../../src/base/random.ts';
import { findBlas } from '../../src/linalg/blas/findBlas.ts';
import { createEngine } from '../../src/linalg/createEngine.ts';
import type { Engine } from '../../src/linalg/engine.ts';
import { matrix } from '../../src/linalg/matrix.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exitCodes.ts';
import { describeTensorflow } from '../tensorflow.ts';

/** Order of the matrix factored to measure speed: large enough to leave the caches, a second or so everywhere. */
const SIZE = 1536;
/** The first run warms the compiler up. */
const REPEATS = 3;

export const doctorCommand: Command = {
  name: 'doctor',
  describe: 'Show what was found on this machine: engine, threads, measured speed, memory, TensorFlow backend',
  options: {},
  async handler(_settings, { io }) {
    const rows: readonly (readonly [string, string])[] = [
      ['lood', packageDescription().version],
      ['Node.js', `${process.version} on ${process.platform} ${process.arch}`],
      ['processors', `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`],
      ['memory', `${gibibytes(totalmem())}, ${gibibytes(freemem())} free`],
      ...(await engineRows()),
      ['TensorFlow.js', await describeTensorflow()],
    ];
    for (const [name, value] of rows) io.stdout.write(`${name.padEnd(14)} ${value}\n`);
    return EXIT.done;
  },
};

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

/** The engines that work here, the one that `auto` takes for larger audits first, each with its measured speed. */
async function engineRows(): Promise<(readonly [string, string])[]> {
  const { found, rejected } = await findBlas();
  const names = found ? ['lapack', 'wasm'] : ['wasm'];
  const rows: (readonly [string, string])[] = [];
  for (const name of names) {
    const engine = await createEngine(name);
    const rate = await measure(engine);
    await engine.close();
    rows.push([`engine ${name}`, `${engine.detail}; ${rate.toFixed(1)} GFLOP/s with ${engine.threads} threads`]);
  }
  for (const { path, reason } of rejected) rows.push(['passed over', `${path}: ${reason}`]);
  if (!found)
    rows.push(['BLAS', 'none usable; installing one makes large audits several times faster (Debian: libopenblas0-pthread)']);
  return rows;
}

/** GFLOP/s of a factorization with inverse, 2n³/3 flops: the part of an audit that grows fastest. */
async function measure(engine: Engine): Promise<number> {
  const random = createRandom(0);
  const inputs = matrix(SIZE, 8);
  for (let i = 0; i < inputs.data.length; i++) inputs.data[i] = random.normal();
  let seconds = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const gram = await engine.symmetricProduct(inputs, { local: () => {} });
    const start = performance.now();
    await engine.factor(gram, 1);
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return (2 * SIZE ** 3) / 3 / seconds / 1e9;
}
