// What mean predictions leave unexplained: the kernel of the unknown record times its weights, as exactly as float32 answers allow, and its pattern.

import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../src/base/random.ts';
import type { GaussianProcess } from '../../src/gp/gaussianProcess.ts';
import { matrix, rowOf, selectRows } from '../../src/linalg/matrix.ts';
import { observe, patternOf } from '../../src/reconstruction/observation.ts';
import { sampleProcess } from '../gp/support.ts';
import { normals } from '../query/constraints/support.ts';
import { ALL_SPECS } from '../query/support.ts';
import { expectClose, expectEachClose } from '../support/matchers.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { ALGEBRA, EXACT } from '../support/tolerances.ts';

/** Half a unit in the last place of a float32 number, relative. */
const FLOAT32 = 2 ** -24;
const KERNELS = ALL_SPECS.filter(([name]) =>
  ['rbf', 'matern 1.5', 'linear', 'nngp relu', 'nngp gelu', 'ntk relu'].includes(name),
);

/** α_s k(x_s, q) for each probe, and how far rounded answers can be from it: the error of each known weight, and that of the answer itself. */
function expected(gp: GaussianProcess, probes: ReturnType<typeof matrix>, s: number) {
  const { kernel, inputs, targets, weights, noiseVariance } = gp;
  const outputs = weights.cols;
  const cross = kernel.cross(probes, inputs);
  const own = matrix(probes.rows, outputs);
  const error = matrix(probes.rows, outputs);
  for (let q = 0; q < probes.rows; q++) {
    for (let c = 0; c < outputs; c++) {
      let [answer, spread] = [0, 0];
      for (let j = 0; j < inputs.rows; j++) {
        const k = cross.data[q * inputs.rows + j] as number;
        const alpha = weights.data[j * outputs + c] as number;
        answer += k * alpha;
        const prediction = (targets.data[j * outputs + c] as number) - noiseVariance * alpha;
        if (j === s) own.data[q * outputs + c] = k * alpha;
        else spread += (Math.abs(k * prediction) * FLOAT32) / noiseVariance;
      }
      error.data[q * outputs + c] = spread + Math.abs(answer) * FLOAT32;
    }
  }
  return { own, error };
}

describe('what is unexplained', () => {
  test.each(KERNELS)('is α_s k(x_s, q) to the accuracy of float32 answers: %s', async (_, spec) => {
    const gp = await sampleProcess(spec, { n: 20, classes: 3 });
    const { probes, unexplained } = await observe(gp, randomMatrix(5, 3, 7), [3, 0, 19]);
    for (const [t, s] of [3, 0, 19].entries()) {
      const { own, error } = expected(gp, probes, s);
      const found = unexplained[t]?.data ?? new Float64Array();
      let [most, signal] = [0, 0];
      for (let i = 0; i < found.length; i++) {
        // Plus a few roundings of float64.
        most = Math.max(most, Math.abs((found[i] as number) - (own.data[i] as number)) / ((error.data[i] as number) + 1e-14));
        signal = Math.max(signal, Math.abs(own.data[i] as number) / (error.data[i] as number));
      }
      expect(most).toBeLessThanOrEqual(1);
      expect(signal).toBeGreaterThan(1e3);
    }
  });

  test('is that to float64 where answers are not rounded', async () => {
    const gp = await sampleProcess(KERNELS[0]?.[1] as never, { n: 20 });
    const { probes, unexplained, weights } = await observe(gp, randomMatrix(5, 3, 7), [3], {}, (answer) => answer);
    expectClose(unexplained[0]?.data ?? [], expected(gp, probes, 3).own.data, ALGEBRA);
    expectClose(weights.data, gp.weights.data, 1e-12);
  });

  test('is found for any number of probes, each followed by its negative in the second half', async () => {
    const gp = await sampleProcess(KERNELS[0]?.[1] as never, { n: 20 });
    const half = randomMatrix(300, 3, 7);
    const { probes, unexplained } = await observe(gp, half, [3]);
    expect([probes.rows, probes.cols, unexplained[0]?.rows, unexplained[0]?.cols]).toEqual([600, 3, 600, 2]);
    for (const i of [0, 211, 299]) expect([...rowOf(probes, 300 + i)]).toEqual([...rowOf(half, i).map((value) => 0 - value)]);
    const few = await observe(gp, selectRows(half, [299]), [3]);
    expectClose(rowOf(unexplained[0] as never, 299), rowOf(few.unexplained[0] as never, 0), EXACT);
    expectClose(rowOf(unexplained[0] as never, 599), rowOf(few.unexplained[0] as never, 1), EXACT);
  });

  test('is what answers and weights as they are given leave', async () => {
    const gp = await sampleProcess(KERNELS[0]?.[1] as never, { n: 20 });
    // One more than there is, everywhere: each weight is learnt as less by 1/σ².
    const { probes, unexplained } = await observe(gp, randomMatrix(5, 3, 7), [3], {}, (answer) => answer + 1);
    const cross = gp.kernel.cross(probes, gp.inputs);
    const { own } = expected(gp, probes, 3);
    const shifted = own.data.map((value, at) => {
      const row = rowOf(cross, Math.floor(at / 2));
      return value + 1 + row.reduce((sum, k, j) => sum + (j === 3 ? 0 : k), 0) / gp.noiseVariance;
    });
    expectClose(unexplained[0]?.data ?? [], shifted, ALGEBRA);
  });

  test('takes known weights from answers at the records alone', async () => {
    const gp = await sampleProcess(KERNELS[0]?.[1] as never, { n: 20 });
    const { weights } = await observe(gp, randomMatrix(2, 3, 7), [3]);
    for (let i = 0; i < weights.data.length; i++) {
      const [y, alpha] = [gp.targets.data[i] as number, gp.weights.data[i] as number];
      expect(Math.abs((weights.data[i] as number) - alpha)).toBeLessThanOrEqual(
        (FLOAT32 * Math.abs(y - 0.1 * alpha)) / 0.1 + 1e-15,
      );
    }
    expect([...weights.data]).not.toEqual([...gp.weights.data]);
  });
});

describe('the pattern', () => {
  /** p qᵀ over pairs of probes, for odd and even parts over the pairs and a direction over the outputs. */
  const rankOne = (odd: readonly number[], even: readonly number[], direction: readonly number[]) =>
    matrix(
      2 * odd.length,
      direction.length,
      Float64Array.from(
        [1, -1].flatMap((sign) => odd.flatMap((o, i) => direction.map((c) => c * ((even[i] as number) + sign * o)))),
      ),
    );
  const unit = (values: readonly number[]) => values.map((value) => value / Math.hypot(...values));

  test('of rank-one answers is their odd part, of norm 1', () => {
    const [odd, even] = [
      [0.3, -0.2, 0.9, 0],
      [1, 2, 0.5, 1],
    ];
    const { odd: found, oddShare, isSilent } = patternOf(rankOne(odd, even, [0.2, -3, 0.5]));
    expectClose(found, unit(odd), EXACT);
    expectEachClose([oddShare], [Math.hypot(...odd) / Math.hypot(...odd, ...even)], EXACT);
    expect(isSilent).toBe(false);
  });

  test.each([1e-30, -1e-30, 1, -1, 1e30])(
    'has the sign that makes the even part positive, whatever the weights are: times %p',
    (scale) => {
      const odd = [0.3, -0.2, 0.9];
      for (const direction of [[1], [-2, 1], [0, 0, 5]]) {
        const { odd: found } = patternOf(
          rankOne(
            odd,
            [1, 1, 1],
            direction.map((c) => c * scale),
          ),
        );
        expectClose(found, unit(odd), EXACT);
      }
    },
  );

  test('is that of the outputs that say most, where noise is added to all', () => {
    const random = createRandom(5);
    const odd = [...normals(40, random)];
    const clean = rankOne(
      odd,
      odd.map(() => 1),
      [1, -0.4, 0.1],
    );
    const noisy = matrix(
      80,
      3,
      clean.data.map((value) => value + 1e-4 * random.normal()),
    );
    expectClose(patternOf(noisy).odd, unit(odd), 1e-3);
  });

  test('of even answers has a share of 0, and nothing at all is silent', () => {
    expect(patternOf(rankOne([0, 0], [1, 2], [1, 2]))).toEqual({ odd: new Float64Array(2), oddShare: 0, isSilent: false });
    expect(patternOf(matrix(4, 2))).toEqual({ odd: new Float64Array(2), oddShare: 0, isSilent: true });
  });
});
