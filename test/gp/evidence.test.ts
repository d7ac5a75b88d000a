import { describe, expect, test } from '@jest/globals';
import { determinant, inverse, Matrix as MlMatrix } from 'ml-matrix';
import { leaveOneOutAccuracy, logMarginalLikelihood, logPredictiveDensity } from '../../src/gp/evidence.ts';
import { fitGaussianProcess } from '../../src/gp/gaussianProcess.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { createKernel } from '../../src/kernels/createKernel.ts';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import { matrix, selectRows } from '../../src/linalg/matrix.ts';
import { expectClose } from '../support/matchers.ts';
import { ALGEBRA } from '../support/tolerances.ts';
import { refit, SPECS, sampleProcess, toMl } from './support.ts';

/** ln N(y; mean, variance). */
function logNormal(y: number, mean: number, variance: number): number {
  return -0.5 * (Math.log(2 * Math.PI * variance) + (y - mean) ** 2 / variance);
}

describe.each(SPECS)('under the %s kernel', (_, spec) => {
  // n = 8, so that the determinant neither under- nor overflows.
  const sample = () => sampleProcess(spec, { n: 8, classes: 3, noiseVariance: 0.3 });

  test('the log marginal likelihood is the multivariate normal density of the targets', async () => {
    const gp = await sample();
    const a = toMl(gp.kernel.gram(gp.inputs)).add(MlMatrix.eye(8).mul(0.3));
    const y = toMl(gp.targets);
    const fit = y.transpose().mmul(inverse(a)).mmul(y).trace();
    const expected = -0.5 * fit - 1.5 * Math.log(determinant(a)) - 12 * Math.log(2 * Math.PI);
    expectClose([logMarginalLikelihood(gp)], [expected], ALGEBRA);
  });

  test('the log marginal likelihood is the sum of predictions of each record from those before it', async () => {
    const gp = await sample();
    let sum = 0;
    for (let s = 0; s < 8; s++) {
      const later = Array.from({ length: 8 - s }, (_unused, i) => s + i);
      // The first record is predicted by the prior.
      const { mean, covariance } =
        s === 0
          ? { mean: MlMatrix.zeros(1, 3), covariance: toMl(gp.kernel.gram(selectRows(gp.inputs, [0]))) }
          : refit(gp, later, selectRows(gp.inputs, [s]));
      for (let c = 0; c < 3; c++) {
        sum += logNormal(gp.targets.data[s * 3 + c] as number, mean.get(0, c), covariance.get(0, 0) + 0.3);
      }
    }
    expectClose([logMarginalLikelihood(gp)], [sum], ALGEBRA);
  });

  test('the log predictive density is the mean over refits without each record', async () => {
    const gp = await sample();
    let sum = 0;
    for (let s = 0; s < 8; s++) {
      const { mean, covariance } = refit(gp, [s], selectRows(gp.inputs, [s]));
      for (let c = 0; c < 3; c++) {
        sum += logNormal(gp.targets.data[s * 3 + c] as number, mean.get(0, c), covariance.get(0, 0) + 0.3);
      }
    }
    expectClose([logPredictiveDensity(gp, leaveOneOut(gp))], [sum / 24], ALGEBRA);
  });

  test('the accuracy counts the refits whose largest mean is the record’s class', async () => {
    const gp = await sample();
    let right = 0;
    for (let s = 0; s < 8; s++) {
      const mean = refit(gp, [s], selectRows(gp.inputs, [s])).mean.to1DArray();
      const target = Array.from(gp.targets.data.subarray(s * 3, s * 3 + 3));
      if (mean.indexOf(Math.max(...mean)) === target.indexOf(Math.max(...target))) right++;
    }
    expect(leaveOneOutAccuracy(gp, leaveOneOut(gp))).toBe(right / 8);
  });
});

test('a model that knows nothing is right by guessing only, whatever way its means are rounded', async () => {
  // Records so far apart that no one says anything about another: K = I, every left-out mean is zero.
  const inputs = matrix(
    20,
    1,
    Float64Array.from({ length: 20 }, (_, i) => 1e6 * i),
  );
  const targets = matrix(
    20,
    4,
    Float64Array.from({ length: 80 }, (_, i) => ((i >> 2) % 4 === i % 4 ? 0.75 : -0.25)),
  );
  const kernel = createKernel({ type: 'rbf', gamma: 1, variance: 1 }, 1);
  const gp = await fitGaussianProcess(createWasmEngine(1), kernel, inputs, targets, 0.3);
  expect(leaveOneOutAccuracy(gp, leaveOneOut(gp))).toBeCloseTo(1 / 4, 14);
});
