// How fast are the engines and a whole audit here?

import { performance } from 'node:perf_hooks';
import { gramMatrix } from '../dist/src/gp/gramMatrix.js';
import { audit } from '../dist/src/index.js';
import { createKernel } from '../dist/src/kernels/createKernel.js';
import { createEngine } from '../dist/src/linalg/createEngine.js';
import { matrix } from '../dist/src/linalg/matrix.js';
import { createTileKernel } from '../dist/src/linalg/tileKernel/createTileKernel.js';
import { sharedArray } from '../dist/src/linalg/tiles.js';
import { median, seconds } from './measure.js';

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

const AS_IT_IS = {
  local: () => {},
  portable: () => ({ module: 'data:text/javascript,export const createForThread = () => () => {}', options: null }),
};

export const RELU = { type: 'fcn', output: 'nngp', activation: 'relu', depth: 5, weightVariance: 2, biasVariance: 0 };

/** Medians of the parts of an audit's algebra, by one engine: product, kernel, Cholesky factor and inverse. */
export async function measureEngine(name, n, d, repeats) {
  const engine = await createEngine(name, undefined, n);
  const x = inputsOf(n, d);
  const kernel = createKernel(RELU, d);
  const times = { product: [], kernel: [], cholesky: [], inverse: [] };
  // The first round starts the threads, which is not what is measured here.
  for (let r = 0; r <= repeats; r++) {
    let gram;
    const product = await seconds(async () => void (await engine.symmetricProduct(x, AS_IT_IS)));
    const whole = await seconds(async () => {
      gram = await gramMatrix(engine, kernel, x);
    });
    // The factor's progress passes the half when the Cholesky factor is complete and the inverse begins.
    let half = 0;
    const onProgress = ({ done, total }) => {
      if (half === 0 && done >= total / 2) half = performance.now();
    };
    const start = performance.now();
    await engine.factor(gram, 0.1, { onProgress });
    const end = performance.now();
    if (r === 0) continue;
    times.product.push(product);
    times.kernel.push(whole);
    times.cholesky.push((half - start) / 1e3);
    times.inverse.push((end - half) / 1e3);
  }
  await engine.close();
  const medians = Object.fromEntries(Object.entries(times).map(([part, values]) => [part, median(values)]));
  return { engine: engine.name, detail: engine.detail, threads: engine.threads, ...medians };
}

/** Median seconds of a whole audit without a report, and the stages of the run that took it. */
export async function measureAudit(engine, n, d, repeats) {
  const x = inputsOf(n, d).data;
  const y = Int32Array.from({ length: n }, (_, i) => i % 2);
  const runs = [];
  for (let r = 0; r < repeats; r++) {
    let result;
    const time = await seconds(async () => {
      result = await audit({ x, y, shape: [n, d] }, { engine });
    });
    runs.push({ seconds: time, stages: result.manifest.timings, peakMatrixBytes: result.manifest.peakMatrixBytes });
  }
  const middle = median(runs.map((run) => run.seconds));
  return { engine, ...runs.find((run) => run.seconds === middle) };
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
