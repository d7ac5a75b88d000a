// Tables of expectations over the angle and both variances.

import { describe, expect, it } from '@jest/globals';
import { innerProducts } from '../../../src/kernels/innerProducts.ts';
import {
  type AngularSeries,
  inBothVariances,
  lastTerms,
  separateVariances,
} from '../../../src/kernels/quadrature/angularSeries.ts';
import {
  buildAngularTable,
  distanceAt,
  fitAngularTable,
  positionByDistance,
  positionOf,
  stretchAt,
  transposeAngularTable,
} from '../../../src/kernels/quadrature/angularTable.ts';
import { PANEL_TERMS, panelBasis, panelIndexOf, panelLimit, panelNodes } from '../../../src/kernels/quadrature/variancePanels.ts';
import { matrix } from '../../../src/linalg/matrix.ts';
import { expectClose } from '../../support/matchers.ts';

/** The coefficients of the series at the variances p and q. */
function coefficientsAt({ ranks, rowFactors, colFactors }: AngularSeries, p: number, q: number): number[] {
  const [rows, cols] = [p, q].map((variance) => {
    const basis = matrix(1, PANEL_TERMS);
    panelBasis(variance, basis.data, 0);
    return basis;
  }) as [ReturnType<typeof matrix>, ReturnType<typeof matrix>];
  const a = innerProducts(rows, rowFactors).data;
  const b = innerProducts(cols, colFactors).data;
  let at = 0;
  return Array.from(ranks, (rank) => {
    let sum = 0;
    for (let r = 0; r < rank; r++, at++) sum += (a[at] as number) * (b[at] as number);
    return sum;
  });
}

describe('the stretch of angles', () => {
  it('takes 0 to −1 and π/2 to 1, and has the derivative that differences show', () => {
    for (const variance of [1e6, 4, 0.01]) {
      const stretch = stretchAt(variance);
      expectClose([positionOf(0, stretch), positionOf(Math.PI / 2, stretch)], [-1, 1], 1e-14);
      const h = 1e-6;
      const difference = (positionOf(0.3 + h, stretch) - positionOf(0.3 - h, stretch)) / (2 * h);
      expectClose([positionByDistance(0.3, stretch)], [difference], 1e-8);
      expectClose([distanceAt(positionOf(0.3, stretch), stretch)], [0.3], 1e-14);
    }
    // Half of the positions lie within a few hundredths of the end at a variance of a million.
    expect(positionOf(0.04, stretchAt(1e6))).toBeGreaterThan(0);
  });
});

describe('separateVariances', () => {
  const values = (f: (p: number, q: number) => number) =>
    Float64Array.from(panelNodes(0)).reduce<number[]>((all, p) => all.concat(Array.from(panelNodes(1), (q) => f(p, q))), []);
  const functions = [(p: number, q: number) => Math.sqrt(p + q), (p: number, q: number) => p * Math.log(q), () => 1e-15];

  it('keeps functions of two variances as sums of products, as short as they allow, and drops what is negligible', () => {
    const series = separateVariances(
      functions.map((f) => inBothVariances(Float64Array.from(values(f)))),
      1e-13,
    );
    expect(series.ranks).toHaveLength(2);
    expect(series.ranks[0]).toBeLessThan(9);
    expect(series.ranks[1]).toBe(1);
    for (const [p, q] of [
      [1.3, 5],
      [3.9, 15],
    ] as const) {
      expectClose(coefficientsAt(series, p, q), [Math.sqrt(p + q), p * Math.log(q)], 1e-12);
    }
  });

  it('takes fewer products the more is negligible, at an error of about that', () => {
    const coefficients = [inBothVariances(Float64Array.from(values((p, q) => Math.sqrt(p + q))))];
    const errors = [1e-3, 1e-6, 1e-9].map((negligible) => {
      const series = separateVariances(coefficients, negligible);
      return {
        rank: series.ranks[0] as number,
        share: Math.abs((coefficientsAt(series, 1.3, 5)[0] as number) - Math.sqrt(6.3)) / negligible,
      };
    });
    expect(errors.map(({ rank }) => rank)).toEqual([2, 4, 5]);
    for (const { share } of errors) expect(share).toBeLessThan(5);
  });

  it('knows the error of the series in the variances from their last terms', () => {
    const smooth = inBothVariances(Float64Array.from(values((p, q) => Math.sqrt(p + q))));
    const rough = inBothVariances(Float64Array.from(values((p, q) => Math.cos(14 * Math.log(p)) + q)));
    const other = inBothVariances(Float64Array.from(values((p, q) => p + Math.cos(14 * Math.log(q)))));
    expect(lastTerms(smooth)).toBeLessThan(1e-12);
    expect(lastTerms(rough)).toBeGreaterThan(1e-3);
    expect(lastTerms(other)).toBeGreaterThan(1e-3);
  });

  it('is empty where all is negligible', () => {
    const series = separateVariances([new Float64Array(PANEL_TERMS ** 2)], 0);
    expect(series.ranks).toHaveLength(0);
    expect(series.rowFactors).toEqual(matrix(0, PANEL_TERMS));
  });
});

describe('angular tables', () => {
  it('exchange rows and columns when transposed', () => {
    const f = (x: number) => (x > 0 ? x : 0.3 * x);
    const transposed = transposeAngularTable(buildAngularTable('test', f, 0, 1));
    const direct = buildAngularTable('test', f, 1, 0);
    for (const half of ['near', 'far'] as const) {
      const [a, b] = [transposed[half], direct[half]].map((series) => coefficientsAt(series, 5, 1.5)) as [number[], number[]];
      const length = Math.min(a.length, b.length);
      expectClose(a.slice(0, length), b.slice(0, length), 1e-12);
    }
    expect(transposed.stretch).toEqual(direct.stretch);
  });

  it('know when one half is the other one, or minus it', () => {
    const parityOf = (f: (x: number) => number) => buildAngularTable('test', f, 0, 0).parity;
    expect(parityOf(Math.tanh)).toBe(-1);
    expect(parityOf(Math.abs)).toBe(1);
    expect(parityOf((x) => Math.max(x, 0))).toBe(0);
    expect(transposeAngularTable(buildAngularTable('test', Math.tanh, 0, 1)).parity).toBe(-1);
  });

  it('refuse a function with a kink beside zero, which quadrature does not resolve', () => {
    const call = () => buildAngularTable('hard', (x) => Math.max(-1, Math.min(1, x)), 0, 0);
    expect(call).toThrow(
      /^Expected the activation "hard" to be smooth on each side of zero, on a scale of about 1\. Got expectations that quadrature leaves uncertain by \d\.\de-[45], relative, at variances up to 4\. Try a smooth version of the function, standardized inputs, or a smaller weight variance\.$/,
    );
    expect(call).toThrow(expect.objectContaining({ code: 'NOT_CONVERGED' }));
  });

  it('refuse a function of the angle that 65 samples do not determine', () => {
    const kink = (tau: number) => {
      const values = new Float64Array(PANEL_TERMS ** 2).fill(Math.abs(tau - 0.7));
      return { near: values, far: values };
    };
    const call = () => fitAngularTable('rough', kink, stretchAt(4), 64);
    expect(call).toThrow(/^Expected the activation "rough" .* uncertain by \d\.\de-[34], relative, at variances up to 64\./);
    expect(call).toThrow(expect.objectContaining({ code: 'NOT_CONVERGED' }));
  });

  it('refuse a function of the variance that the nodes of its panel do not determine', () => {
    const call = () => buildAngularTable('sin', Math.sin, 2, 2);
    expect(call).toThrow(/^Expected the activation "sin" .* uncertain by \d\.\de-\d, relative, at variances up to 64\./);
  });

  it('sample no angle twice, and as many as needed', () => {
    const sampled: number[] = [];
    const smooth = (power: number) => (tau: number) => {
      sampled.push(tau);
      const values = new Float64Array(PANEL_TERMS ** 2).fill(Math.cos(power * tau));
      return { near: values, far: values };
    };
    for (const [power, samples] of [
      [0.1, 17],
      [5, 33],
      [30, 65],
    ] as const) {
      sampled.length = 0;
      fitAngularTable('test', smooth(power), stretchAt(0.1), 4);
      expect(new Set(sampled).size).toBe(samples);
      expect(sampled).toHaveLength(samples);
    }
  });
});

describe('panels of variance', () => {
  it('cover two octaves each, the lower end included', () => {
    expect([0.25, 0.9, 1, 3.9, 4].map(panelIndexOf)).toEqual([-1, -1, 0, 0, 1]);
    expect(panelLimit(0)).toBe(4);
    expect(panelIndexOf(0)).toBe(-500);
    for (const node of panelNodes(0)) expect(panelIndexOf(node)).toBe(0);
  });
});
