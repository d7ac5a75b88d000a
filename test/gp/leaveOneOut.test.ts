import { describe, expect, test } from '@jest/globals';
import type { GaussianProcess } from '../../src/gp/gaussianProcess.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import type { KernelSpec } from '../../src/kernels/kernel.ts';
import { matrix, matrixFromRows, selectRows } from '../../src/linalg/matrix.ts';
import { expectClose, expectEachClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { readGolden } from '../support/readGolden.ts';
import { NOISE_VARIANCES, precomputed, processOn, randomTargets, refit, SPECS, sampleProcess } from './support.ts';

interface Leverages {
  readonly kernel: KernelSpec;
  readonly points: number[][];
  readonly targets: number[][];
  readonly cases: readonly { readonly noiseVariance: number; readonly leverages: number[] }[];
}

const golden = readGolden<Leverages>('lood/leverages.json');

/** Posterior mean and variance at each record without it, by the identities: μ = y − α/p, v = 1/p − σ². */
function byIdentities(gp: GaussianProcess): { means: number[]; variances: number[] } {
  const { inverseDiagonal } = leaveOneOut(gp);
  const { cols } = gp.targets;
  return {
    means: Array.from(
      gp.targets.data,
      (y, i) => y - (gp.weights.data[i] as number) / (inverseDiagonal[Math.floor(i / cols)] as number),
    ),
    variances: Array.from(inverseDiagonal, (p) => 1 / p - gp.noiseVariance),
  };
}

function byRefits(gp: GaussianProcess): { means: number[]; variances: number[] } {
  const means: number[] = [];
  const variances: number[] = [];
  for (let s = 0; s < gp.inputs.rows; s++) {
    const { mean, covariance } = refit(gp, [s], selectRows(gp.inputs, [s]));
    means.push(...mean.to1DArray());
    variances.push(covariance.get(0, 0));
  }
  return { means, variances };
}

// The refits solve with K + σ²I, whose condition number is below n·max K/σ² ≈ 1e6: 1e-9 with n times machine epsilon on top. For large σ²
// the variance 1/p − σ² of the test loses log10(σ²/K) ≤ 4 digits.
const REFIT = 1e-9;

describe.each(SPECS)('leave-one-out under the %s kernel', (_, spec) => {
  test.each(NOISE_VARIANCES)('equals refitting without the record, noise variance %d', async (noiseVariance) => {
    const gp = await sampleProcess(spec, { noiseVariance });
    const [fast, slow] = [byIdentities(gp), byRefits(gp)];
    expectClose(fast.means, slow.means, REFIT);
    expectClose(fast.variances, slow.variances, REFIT);
  });

  test.each(NOISE_VARIANCES)('has as leverage v_with/σ², noise variance %d', async (noiseVariance) => {
    const gp = await sampleProcess(spec, { noiseVariance });
    const { leverages } = leaveOneOut(gp);
    const direct = Array.from(leverages, (_h, s) => {
      return refit(gp, [], selectRows(gp.inputs, [s])).covariance.get(0, 0) / noiseVariance;
    });
    // The direct variance K − cA⁻¹c cancels where σ² is small: relative error machine epsilon × K/σ² × condition number.
    expectClose(leverages, direct, noiseVariance < 1e-3 ? 1e-7 : REFIT);
  });
});

describe('leverages and own-query pairs against 45-digit arithmetic', () => {
  test.each(golden.cases)('keep full relative precision at noise variance $noiseVariance', async (expected) => {
    const [inputs, targets] = [matrixFromRows(golden.points), matrixFromRows(golden.targets)];
    const gp = await processOn(golden.kernel, inputs, targets, expected.noiseVariance);
    const { leverages } = leaveOneOut(gp);
    // Among the points are two equal ones and two at a distance of 1/8: at σ² = 1e-4 the condition number is about 3e4. For large σ²
    // nothing cancels: a few roundings of the kernel and of n = 8 sums are left.
    expectEachClose(leverages, expected.leverages, expected.noiseVariance < 1 ? 1e-11 : 1e-14);
  });
});

describe('special records', () => {
  test('equal records have equal leverages', async () => {
    const x = randomMatrix(6, 2, 4);
    x.data.set(x.data.subarray(0, 2), 8);
    const gp = await processOn({ type: 'rbf', gamma: 1, variance: 1 }, x, randomTargets(6, 2, 1), 0.01);
    const { leverages } = leaveOneOut(gp);
    expectClose([leverages[4] as number], [leverages[0] as number], 1e-12);
    expect(leverages[0]).toBeLessThan(0.5);
  });

  test('a record at which the kernel vanishes has leverage zero, exactly', async () => {
    const x = matrix(4, 2, Float64Array.of(1, 2, 0, 0, -1, 0.5, 2, 2));
    const spec = { type: 'fcn', output: 'nngp', activation: 'relu', depth: 2, weightVariance: 2, biasVariance: 0 } as const;
    for (const noiseVariance of [1e-6, 0.1, 1e6]) {
      const gp = await processOn(spec, x, randomTargets(4, 2, 1), noiseVariance);
      const { leverages, inverseDiagonal } = leaveOneOut(gp);
      expect(leverages[1]).toBe(0);
      expect(inverseDiagonal[1]).toBe(1 / noiseVariance);
    }
  });

  test('a single record has the leverage k/(k + σ²)', async () => {
    const gp = await processOn({ type: 'rbf', gamma: 1, variance: 3 }, matrix(1, 1), randomTargets(1, 2, 1), 0.5);
    expectClose(leaveOneOut(gp).leverages, [3 / 3.5], 1e-15);
  });

  test('a precomputed kernel gives the same leverages', async () => {
    const gp = await sampleProcess({ type: 'linear', weightVariance: 1, biasVariance: 1 }, { noiseVariance: 1e5 });
    expectEachClose(leaveOneOut(await precomputed(gp)).leverages, leaveOneOut(gp).leverages, 1e-13);
  });
});

describe('the guard on leverages', () => {
  /** A process whose factor claims this variance at its only record. */
  const claiming = (conditionalVariance: number): GaussianProcess =>
    ({
      noiseVariance: 1,
      priorTrace: 1,
      factor: {
        size: 1,
        conditionalVariances: Float64Array.of(conditionalVariance),
        belowDiagonal: new Float64Array(1),
      },
    }) as unknown as GaussianProcess;

  test('takes for zero what rounding has pushed below it', () => {
    expect(leaveOneOut(claiming(-60 * Number.EPSILON)).leverages[0]).toBe(0);
  });

  test.each([-1e-13, Number.POSITIVE_INFINITY, Number.NaN])('refuses what rounding cannot explain: variance %d', (variance) => {
    expect(() => leaveOneOut(claiming(variance))).toThrow(
      expect.objectContaining({
        code: 'NUMERICAL_FAILURE',
        details: expect.objectContaining({ record: 0 }),
        message: expect.stringMatching(
          /leverage of position 0 to lie in \[0, 1\).*noise variance 1.*Try a larger --noise-variance/,
        ),
      }),
    );
  });
});

describe('the estimate of rounding', () => {
  /** n equal records with unit kernel: p = (1 − 1/(σ² + n))/σ², and u = 1/(σ² + n − 1) from v_with = σ²/(σ² + n), v_without = σ²/(σ² + n − 1). */
  async function equalRecords(noiseVariance: number, n = 40) {
    const gp = await processOn({ type: 'rbf', gamma: 1, variance: 1 }, matrix(n, 2), randomTargets(n, 2, 3), noiseVariance);
    const identities = leaveOneOut(gp);
    const errors = Array.from(identities.leverages, (h, s) => {
      const u = h / (noiseVariance * (identities.inverseDiagonal[s] as number));
      return Math.abs(u * (noiseVariance + n - 1) - 1);
    });
    return { error: Math.max(...errors), roundingError: identities.roundingError };
  }

  test.each([1e3, 1, 1e-3, 1e-6, 1e-9, 1e-11])(
    'at noise variance %d covers what rounding does to equal records',
    async (noiseVariance) => {
      const { error, roundingError } = await equalRecords(noiseVariance);
      expect(error).toBeLessThan(roundingError);
      // 16 machine epsilons times tr(A) max p ≤ n(1 + σ²)/σ².
      expect(roundingError).toBeLessThan((16 * Number.EPSILON * 40 * (1 + noiseVariance)) / noiseVariance);
    },
  );

  test('does not blame a tiny noise variance on records that are far apart', async () => {
    const far = matrixFromRows([[0], [10], [20], [30]]);
    const gp = await processOn({ type: 'rbf', gamma: 1, variance: 1 }, far, randomTargets(4, 2, 3), 1e-13);
    expect(leaveOneOut(gp).roundingError).toBeLessThan(1e-13);
  });

  test('refuses numbers of which no digit is left', async () => {
    await expect(equalRecords(1e-13)).rejects.toMatchObject({
      code: 'NUMERICAL_FAILURE',
      message: expect.stringMatching(
        /at least one digit .* to survive rounding\. Got an estimated relative error of 1\.\d.*noise variance 1e-13.*Try a larger --noise-variance/,
      ),
    });
  });
});
