// How fast is a search for queries here, against the matrix products that it cannot do without?

import { fitGaussianProcess, leaveOneOut, prepareTargets, queryEvaluator } from '../dist/src/index.js';
import { createKernel } from '../dist/src/kernels/createKernel.js';
import { createEngine } from '../dist/src/linalg/createEngine.js';
import { matrix, rowSquaredNorms } from '../dist/src/linalg/matrix.js';
import { sharedArray } from '../dist/src/linalg/tiles.js';
import { inputsOf, RELU } from './algebra.js';
import { median, seconds } from './measure.js';

/** Queries of a batch. */
const BATCH = 64;

/**
 * Median seconds of one evaluation of a batch (values and gradients, about what an iteration costs) and of its products alone: P k(X, Q), which is
 * two products with triangles, and that of the weights with X for the gradients.
 */
export async function measureSearch(name, n, d, repeats) {
  const engine = await createEngine(name, undefined, n);
  const inputs = inputsOf(n, d);
  const targets = matrix(n, 2);
  for (let i = 0; i < n; i++) targets.data.set(i % 2 === 0 ? [0.5, -0.5] : [-0.5, 0.5], 2 * i);
  const gp = await fitGaussianProcess(engine, createKernel(RELU, d), inputs, targets, 0.1);
  const records = Array.from({ length: BATCH }, (_, i) => [Math.floor((i * n) / BATCH)]);
  const prepared = await prepareTargets(gp, leaveOneOut(gp), records);
  const evaluator = queryEvaluator(gp, prepared);
  const norm = Math.sqrt(rowSquaredNorms(inputs)[0] / d);
  const questions = prepared.list.map((target, i) => ({
    target,
    queries: Float64Array.from({ length: d }, (_, j) => norm * Math.sin(1 + i + 7 * j)),
  }));
  const block = matrix(n, BATCH, sharedArray(n * BATCH).fill(0.1));
  const times = { evaluation: [], inverse: [], gradient: [] };
  // The first round starts the threads, which is not what is measured here.
  for (let r = 0; r <= repeats; r++) {
    const evaluation = await seconds(() => evaluator.gradients('kl', questions));
    const inverse = await seconds(() => gp.factor.solve(block));
    const gradient = await seconds(() => engine.transposedProduct(block, inputs));
    if (r === 0) continue;
    times.evaluation.push(evaluation);
    times.inverse.push(inverse);
    times.gradient.push(gradient);
  }
  await engine.close();
  const medians = Object.fromEntries(Object.entries(times).map(([part, values]) => [part, median(values)]));
  return { engine: engine.name, batch: BATCH, ...medians };
}
