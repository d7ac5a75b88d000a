// How fast are the engines, against their own inner loop, ml-matrix, and the same routines called from scipy? Everything is measured in one run,
// peers in turn with the engines, and printed as medians and ratios. `npm run bench -- --help` lists the options.

import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { gramMatrix } from '../dist/src/gp/gramMatrix.js';
import { createKernel } from '../dist/src/kernels/createKernel.js';
import { createEngine } from '../dist/src/linalg/createEngine.js';
import { matrix } from '../dist/src/linalg/matrix.js';
import { createTileKernel } from '../dist/src/linalg/tileKernel/createTileKernel.js';
import { sharedArray } from '../dist/src/linalg/tiles.js';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Seconds of an asynchronous call. */
export async function seconds(call) {
  const start = performance.now();
  await call();
  return (performance.now() - start) / 1e3;
}

/** Reproducible inputs in shared memory. */
export function inputsOf(n, d) {
  const data = sharedArray(n * d);
  let state = 1;
  for (let i = 0; i < data.length; i++) {
    state = (state * 48271) % 2147483647;
    data[i] = state / 2147483647 - 0.5;
  }
  return matrix(n, d, data);
}

export function machine() {
  return {
    processor: cpus()[0]?.model,
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

const AS_IT_IS = {
  local: () => {},
  portable: () => ({ module: 'data:text/javascript,export const createForThread = () => () => {}', options: null }),
};

const RELU = { type: 'fcn', output: 'nngp', activation: 'relu', depth: 5, weightVariance: 2, biasVariance: 0 };

/** Medians of the parts of an audit's algebra, by one engine: product, kernel, Cholesky factor and inverse. */
export async function measureEngine(name, n, d, repeats) {
  const engine = await createEngine(name);
  const x = inputsOf(n, d);
  const kernel = createKernel(RELU, d);
  const times = { product: [], kernel: [], cholesky: [], inverse: [] };
  for (let r = 0; r < repeats; r++) {
    let gram;
    times.product.push(await seconds(async () => void (await engine.symmetricProduct(x, AS_IT_IS))));
    times.kernel.push(
      await seconds(async () => {
        gram = await gramMatrix(engine, kernel, x);
      }),
    );
    // The factor's progress passes the half when the Cholesky factor is complete and the inverse begins.
    let half = 0;
    const onProgress = ({ done, total }) => {
      if (half === 0 && done >= total / 2) half = performance.now();
    };
    const start = performance.now();
    await engine.factor(gram, 0.1, { onProgress });
    const end = performance.now();
    times.cholesky.push((half - start) / 1e3);
    times.inverse.push((end - half) / 1e3);
  }
  await engine.close();
  return {
    engine: engine.name,
    detail: engine.detail,
    threads: engine.threads,
    n,
    d,
    ...Object.fromEntries(Object.entries(times).map(([k, v]) => [k, median(v)])),
  };
}

/** GFLOP/s of products of whole tiles by the embedded kernel on this thread: what all threads together could reach is this times their number. */
export function measureMicroKernel() {
  const size = 128;
  const kernel = createTileKernel({ kind: 'wasm', tileSize: size, capacity: size });
  const tile = () => ({ data: sharedArray(size * size).fill(0.5), offset: 0, stride: size, rows: size, cols: size });
  const [a, b] = [tile(), tile()];
  kernel.clear(size, size);
  const rates = [];
  for (let r = 0; r < 15; r++) {
    const start = performance.now();
    for (let i = 0; i < 200; i++) kernel.addProduct(1, a, b, 'transposed', 0);
    rates.push((200 * 2 * size ** 3) / ((performance.now() - start) * 1e6));
  }
  return median(rates);
}

/** Seconds of ml-matrix's Cholesky factorization. */
export function measureMlMatrix(n) {
  const a = Matrix.eye(n, n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const value = Math.sin(i * j);
      a.set(i, j, value);
      a.set(j, i, value);
    }
  }
  const start = performance.now();
  new CholeskyDecomposition(a);
  return (performance.now() - start) / 1e3;
}

/** Medians of scipy's routines, or undefined where Python with scipy is not present. */
export function measureScipy(python, n, d, repeats) {
  const lines = runPeer(python, 'lapack.py', n, d, repeats);
  if (lines === undefined) return undefined;
  const times = Object.fromEntries(lines.filter((line) => line.routine).map((line) => [line.routine, median(line.seconds)]));
  return { ...times, versions: lines.find((line) => line.versions)?.versions };
}

/** Median seconds of the reference method for one record, or undefined without Python and numpy. */
export function measureRefit(python, n, d, repeats) {
  const lines = runPeer(python, 'refit.py', n, d, repeats);
  return lines && median(lines[0].seconds);
}

/** The JSON lines that a script of peers/ prints, or undefined if it cannot run here. */
function runPeer(python, script, ...values) {
  try {
    const path = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
    const text = execFileSync(python, [path, ...values.map(String)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  } catch {
    return undefined;
  }
}
