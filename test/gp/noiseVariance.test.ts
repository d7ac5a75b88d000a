import { describe, expect, test } from '@jest/globals';
import { CholeskyDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import type { Progress } from '../../src/base/progress.ts';
import { logMarginalLikelihood, logPredictiveDensity } from '../../src/gp/evidence.ts';
import { fitGaussianProcess } from '../../src/gp/gaussianProcess.ts';
import { gramMatrix } from '../../src/gp/gramMatrix.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { selectNoiseVariance } from '../../src/gp/noiseVariance.ts';
import { createKernel } from '../../src/kernels/createKernel.ts';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import { type Matrix, matrix } from '../../src/linalg/matrix.ts';
import { WASM_TILE } from '../../src/linalg/tileKernel/wasmTileKernel.ts';
import { tiledBytes } from '../../src/linalg/tiles.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA } from '../support/tolerances.ts';
import { fromMl, toMl } from './support.ts';

const kernel = createKernel({ type: 'rbf', gamma: 1, variance: 2 }, 2);

/** Targets drawn from the process itself: Y = L Z with L Lᵀ = K + σ²I. */
function drawTargets(inputs: Matrix, noiseVariance: number, outputs: number, seed: number): Matrix {
  const a = toMl(kernel.gram(inputs)).add(MlMatrix.eye(inputs.rows).mul(noiseVariance));
  return fromMl(new CholeskyDecomposition(a).lowerTriangularMatrix.mmul(toMl(randomMatrix(inputs.rows, outputs, seed))));
}

async function select(targets: Matrix, inputs: Matrix, progress: Progress[] = []) {
  const engine = createWasmEngine();
  const gram = await gramMatrix(engine, kernel, inputs);
  const before = gram.tileRows.map((tile) => tile.slice());
  const selection = await selectNoiseVariance(engine, kernel, inputs, targets, gram, { onProgress: (p) => progress.push(p) });
  return { selection, engine, unchanged: () => expect(gram.tileRows).toEqual(before) };
}

describe('choosing the noise variance', () => {
  // 80 records × 40 outputs: the standard error of ln σ² is about √(2/3200) = 0.025; the grid adds a factor of 1.15; the decades tried first lie a factor of 3 away.
  test.each([6e-4, 0.07, 0.6])('finds that of data drawn from the process: %d', async (noiseVariance) => {
    const inputs = randomMatrix(80, 2, 12);
    const { selection } = await select(drawTargets(inputs, noiseVariance, 40, 5), inputs);
    expect(Math.abs(Math.log(selection.noiseVariance / noiseVariance))).toBeLessThan(Math.log(1.4));
  });

  const inputs = randomMatrix(30, 2, 3);
  const targets = drawTargets(inputs, 0.1, 4, 6);

  test('leaves the Gram matrix as it is and holds one copy at a time', async () => {
    const { engine, unchanged } = await select(targets, inputs);
    unchanged();
    expect(engine.peakBytes).toBe(2 * tiledBytes(30, WASM_TILE));
  });

  test('returns the curve of all candidates, ascending, and the best of them', async () => {
    const { curve, noiseVariance } = (await select(targets, inputs)).selection;
    expect(curve.length).toBe(14);
    const variances = curve.map((candidate) => candidate.noiseVariance);
    expect(variances).toEqual([...variances].sort((a, b) => a - b));
    const best = Math.max(...curve.map((candidate) => candidate.logPredictiveDensity));
    expect(curve.find((candidate) => candidate.logPredictiveDensity === best)?.noiseVariance).toBe(noiseVariance);
    // Rounded to three digits, from 1e-6 to 10 times the prior variance of 2.
    expect(variances.every((variance) => variance === Number(variance.toPrecision(3)))).toBe(true);
    expect([variances[0], variances.at(-1)]).toEqual([2e-6, 20]);
  });

  test('states for each candidate what a process fitted with it states', async () => {
    const { curve } = (await select(targets, inputs)).selection;
    for (const candidate of [curve[0], curve[6], curve[13]]) {
      if (candidate === undefined) throw new Error('a candidate is missing');
      const gp = await fitGaussianProcess(createWasmEngine(), kernel, inputs, targets, candidate.noiseVariance);
      expect(candidate.logPredictiveDensity).toBeCloseTo(logPredictiveDensity(gp, leaveOneOut(gp)), 10);
      expect(candidate.logMarginalLikelihood / logMarginalLikelihood(gp) - 1).toBeLessThan(ALGEBRA);
    }
  });

  test('reports progress from 0 to the number of candidates', async () => {
    const progress: Progress[] = [];
    await select(targets, inputs, progress);
    expect(progress.map(({ done }) => done)).toEqual(Array.from({ length: 15 }, (_, i) => i));
    expect(progress.every(({ stage, total }) => stage === 'noise variance' && total === 14)).toBe(true);
  });

  test('skips candidates that cannot be factored', async () => {
    // Rank 1 and a negative eigenvalue of −0.02: only noise above it makes the matrix positive definite.
    const gram = matrix(2, 2, Float64Array.of(1, 1.02, 1.02, 1));
    const given = createKernel({ type: 'precomputed' }, 2);
    const engine = createWasmEngine();
    const tiled = await gramMatrix(engine, given, gram);
    const { curve } = await selectNoiseVariance(engine, given, gram, randomMatrix(2, 1, 1), tiled);
    expect(curve.length).toBeGreaterThan(0);
    expect(curve.every(({ noiseVariance }) => noiseVariance > 0.02)).toBe(true);
  });

  test('stops when it is cancelled', async () => {
    const engine = createWasmEngine();
    const large = randomMatrix(260, 2, 3);
    const gram = await gramMatrix(engine, kernel, large);
    const abort = new AbortController();
    abort.abort();
    await expect(
      selectNoiseVariance(engine, kernel, large, randomMatrix(260, 1, 1), gram, { signal: abort.signal }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('refusals', () => {
  const choose = async (entries: number[]) => {
    const gram = matrix(2, 2, Float64Array.from(entries));
    const given = createKernel({ type: 'precomputed' }, 2);
    const engine = createWasmEngine();
    return selectNoiseVariance(engine, given, gram, randomMatrix(2, 1, 1), await gramMatrix(engine, given, gram));
  };

  test('a matrix that no candidate makes positive definite', async () => {
    await expect(choose([1, 50, 50, 1])).rejects.toMatchObject({
      code: 'NOT_POSITIVE_DEFINITE',
      message:
        'Expected a noise variance at which the kernel matrix can be factored. Got none between 0.00000100 and 10.0. Try another kernel, or --noise-variance with a larger value.',
    });
  });

  test('a kernel that is zero at every record', async () => {
    await expect(choose([0, 0, 0, 0])).rejects.toMatchObject({
      code: 'NOT_POSITIVE_DEFINITE',
      message: expect.stringMatching(/Got a kernel that is zero at every record\./),
    });
  });
});
