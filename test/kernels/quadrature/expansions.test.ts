// Hermite and angular series: each against the other, and the errors of both.

import { describe, expect, it } from '@jest/globals';
import { silu } from '../../../src/kernels/activations/silu.ts';
import { tanh } from '../../../src/kernels/activations/tanh.ts';
import type { ActivationFunction } from '../../../src/kernels/quadrature/activationFunction.ts';
import { angularMethod } from '../../../src/kernels/quadrature/angularMethod.ts';
import {
  buildAngularTable,
  stretchedPosition,
  stretchedPositionByDistance,
  transposeAngularTable,
} from '../../../src/kernels/quadrature/angularTable.ts';
import { expectationSampler } from '../../../src/kernels/quadrature/expectationSampler.ts';
import { type HermiteExpansion, hermiteExpansion } from '../../../src/kernels/quadrature/hermiteExpansion.ts';
import { hermiteMethod } from '../../../src/kernels/quadrature/hermiteMethod.ts';
import type { QuadratureTile } from '../../../src/kernels/quadrature/quadratureTile.ts';
import { sectorQuadrature } from '../../../src/kernels/quadrature/sectorQuadrature.ts';
import { lazyPanels, panelIndexOf, panelLimit, panelNodes } from '../../../src/kernels/quadrature/variancePanels.ts';
import { expectClose } from '../../support/matchers.ts';
import { pairExpectation } from '../../support/quadrature.ts';

const expansionsOf = (f: ActivationFunction) =>
  [hermiteExpansion(f.value), hermiteExpansion(f.derivative), hermiteExpansion(f.secondDerivative)] as const;

/** A tile of one row of variance p against columns of variance q at the given angles, with all its outputs. */
function tileOf(p: number, q: number, angles: readonly number[]) {
  const correlations = Float64Array.from(angles, Math.cos);
  const covariances = correlations.map((c) => c * Math.sqrt(p * q));
  const [pairs, slope, byRow, second, third] = Array.from({ length: 5 }, () => new Float64Array(angles.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const tile: QuadratureTile = {
    rows: Float64Array.of(p),
    cols: new Float64Array(angles.length).fill(q),
    pairs,
    slope,
    partials: { slope, byRow, slopePartials: { byPair: second, byRow: third } },
  };
  return {
    tile,
    outputs: [pairs, slope, byRow, second, third],
    geometry: { covariances, correlations, angles: Float64Array.from(angles) },
  };
}

const ANGLES = [0.05, 0.4, 1.3, 1.9, 2.9];
const ALL = Int32Array.from(ANGLES.keys());

describe('Hermite and angular series', () => {
  it.each([
    ['silu', silu, 3.1, 1.2],
    ['tanh', tanh, 1.5, 0.3],
  ] as const)('of %s agree in values, slopes and partial derivatives', (_name, f, p, q) => {
    const expansions = expansionsOf(f);
    const hermite = tileOf(p, q, ANGLES);
    hermiteMethod(expansions).forTile(hermite.tile)(0, ALL, hermite.geometry);
    const angular = tileOf(p, q, ANGLES);
    angularMethod(f, expansions)(angular.tile)(0, ALL, panelIndexOf(q), angular.geometry);
    // Values and slopes 1e-11; derivatives of series in the angle and in log p lose two to three digits more.
    const tolerances = [1e-11, 1e-11, 1e-9, 1e-8, 1e-8];
    hermite.outputs.forEach((values, i) => {
      expectClose(angular.outputs[i] as Float64Array, values, tolerances[i] as number);
    });
  });

  it('of tanh agree with double integrals: Hermite series filled tables, sectors checked them', () => {
    const expansion = hermiteExpansion(Math.tanh);
    const without = { ...expansion, orderOf: () => undefined };
    const panel = panelIndexOf(2);
    const bySeries = expectationSampler('tanh', Math.tanh, expansion, panel, panel);
    const bySectors = expectationSampler('tanh', Math.tanh, without, panel, panel);
    for (const angle of [0, 0.3, 2, Math.PI]) expectClose(bySectors.at(angle), bySeries.at(angle), 1e-11);
  });
});

describe('hermiteExpansion', () => {
  it('finds the coefficients of a polynomial: x³ = √6 h₃ + 3 h₁', () => {
    const expansion = hermiteExpansion((x) => x ** 3);
    const p = 2;
    const { even, odd } = expansion.coefficients(Float64Array.of(p), { even: 2, odd: 4 });
    expectClose([...even, ...odd], [0, 0, 3 * p ** 1.5, Math.sqrt(6) * p ** 1.5, 0, 0], 1e-12);
    expect(expansion.orderAt(p)).toEqual({ even: 0, odd: 2 });
  });

  it('asks for more terms as the variance grows, short ones first, and gives up on kinks', () => {
    const expansion = hermiteExpansion(Math.tanh);
    const [small, large] = [expansion.orderAt(0.1), expansion.orderAt(3)] as [
      { even: number; odd: number },
      { even: number; odd: number },
    ];
    expect(small.even + large.even).toBe(0);
    expect(large.odd).toBeGreaterThan(5 * small.odd);
    expect(expansion.orderOf(panelIndexOf(3))).toBe(768);
    expect(expansion.orderOf(panelIndexOf(15))).toBe(3072);
    expect(expansion.isShort(panelIndexOf(15))).toBe(false);
    expect(expansion.orderAt(15)).toBeUndefined();
    const kinked = hermiteExpansion((x) => Math.max(x, 0));
    expect(kinked.orderOf(panelIndexOf(1))).toBeUndefined();
  });

  it('asks for no fewer terms at any variance than at a smaller one of the panel', () => {
    const expansion = hermiteExpansion(Math.tanh);
    const orders = Array.from({ length: 30 }, (_, i) => expansion.orderAt(1 + i * 0.1)?.odd as number);
    expect(orders).toEqual(orders.slice().sort((a, b) => a - b));
  });
});

const RULE = { firstPanel: 6, nodesPerPanel: 16 };

describe('sectorQuadrature', () => {
  it.each([0.2, 1.5, 2.8])('is the expectation of a product of kinked functions at angle %p', (theta) => {
    const f = (x: number) => (x > 0 ? x : Math.expm1(x));
    const expected = [
      [0.5, 2],
      [0.5, 3],
      [1, 2],
      [1, 3],
    ].map(([p, q]) => pairExpectation(f, f, p as number, q as number, Math.cos(theta)));
    expectClose(sectorQuadrature(f, Float64Array.of(0.5, 1), Float64Array.of(2, 3), theta, RULE), expected, 1e-11);
  });

  it('covers the whole plane at angles 0 and π', () => {
    const ones = sectorQuadrature(() => 1, Float64Array.of(1), Float64Array.of(1), 0, RULE);
    const opposite = sectorQuadrature((x) => x, Float64Array.of(1), Float64Array.of(4), Math.PI, RULE);
    expectClose([ones[0] as number, opposite[0] as number], [1, -2], 1e-13);
  });
});

describe('angular tables', () => {
  const panel = panelIndexOf(1);

  it('exchange rows and columns when transposed', () => {
    const at = (theta: number) =>
      Float64Array.from({ length: 14 * 14 }, (_, i) => Math.cos(theta) * (1 + Math.floor(i / 14)) + (i % 14) ** 2);
    const swapped = (theta: number) =>
      Float64Array.from({ length: 14 * 14 }, (_, i) => at(theta)[(i % 14) * 14 + Math.floor(i / 14)] as number);
    const sampler = { accuracy: 1e-12, stretch: 0.5, largestVariance: 4 };
    const transposed = transposeAngularTable(buildAngularTable('test', { at, ...sampler }));
    const direct = buildAngularTable('test', { at: swapped, ...sampler });
    for (const half of ['near', 'far'] as const) {
      expectClose(transposed[half].coefficients, direct[half].coefficients, 1e-14);
      expect(transposed[half].colTerms).toEqual(direct[half].colTerms);
    }
    expect(transposed.stretch).toBe(0.5);
  });

  it('stretch the ends of the angles: positions run from −1 to 1, and their derivative is what differences show', () => {
    for (const stretch of [1e-3, 0.5, 4]) {
      expectClose([stretchedPosition(0, stretch), stretchedPosition(Math.PI / 2, stretch)], [-1, 1], 1e-14);
      const h = 1e-6 * stretch;
      const difference = (stretchedPosition(0.3 + h, stretch) - stretchedPosition(0.3 - h, stretch)) / (2 * h);
      expectClose([stretchedPositionByDistance(0.3, stretch)], [difference], 1e-6);
    }
    // Half of the positions lie within a few hundredths of the end at a stretch of 0.001.
    expect(stretchedPosition(0.04, 1e-3)).toBeGreaterThan(0);
  });

  it('refuse a function of the angle that 97 samples do not determine', () => {
    const kink = {
      at: (theta: number) => new Float64Array(14 * 14).fill(Math.abs(theta - 1)),
      accuracy: 1e-12,
      stretch: 0.5,
      largestVariance: 64,
    };
    const call = () => buildAngularTable('rough', kink);
    expect(call).toThrow(
      /^Expected the dual of the activation "rough" to converge to 1e-8\. Got a relative error of about \S+ at variances up to 64\. Try inputs of smaller norm \(--normalize\), a smaller weight variance, or an activation with a closed form such as erf\.$/,
    );
    expect(call).toThrow(expect.objectContaining({ code: 'NOT_CONVERGED' }));
  });

  it('refuse a function with a kink beside zero, which double integrals do not resolve', () => {
    const expansion = { orderOf: () => undefined } as unknown as HermiteExpansion;
    const call = () => expectationSampler('hard', (x) => Math.max(-1, Math.min(1, x)), expansion, panel, panel);
    expect(call).toThrow(
      /^Expected the activation "hard" to be smooth on each side of zero, on a scale of about 1\. Got double integrals that still change by \S+, relative, at variances up to 4\. Try a smooth version of the function, or inputs of smaller norm \(--normalize\)\.$/,
    );
    expect(call).toThrow(expect.objectContaining({ code: 'NOT_CONVERGED' }));
  });
});

describe('panels of variance', () => {
  it('are built once each, also when there is nothing to build', () => {
    const built: number[] = [];
    const table = lazyPanels((index) => {
      built.push(index);
      return index > 0 ? index : undefined;
    });
    expect([table(1), table(0), table(1), table(0)]).toEqual([1, undefined, 1, undefined]);
    expect(built).toEqual([1, 0]);
  });

  it('cover two octaves each, the lower end included', () => {
    expect([0.25, 0.9, 1, 3.9, 4].map(panelIndexOf)).toEqual([-1, -1, 0, 0, 1]);
    expect(panelLimit(0)).toBe(4);
    expect(panelIndexOf(0)).toBe(-500);
    for (const node of panelNodes(0)) expect(panelIndexOf(node)).toBe(0);
  });
});
