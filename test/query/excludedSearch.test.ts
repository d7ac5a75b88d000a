// The leakiest query outside of an excluded ball or cone, on small processes: no point of a fine grid over what may be asked tells more.

import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../src/base/random.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { matrix, rowOf } from '../../src/linalg/matrix.ts';
import { createBoundary } from '../../src/query/constraints/boundary.ts';
import { createDomain, type Domain, type QueryValues } from '../../src/query/constraints/domain.ts';
import type { ExcludedShape } from '../../src/query/constraints/exclusion.ts';
import { queryEvaluator } from '../../src/query/evaluateQueries.ts';
import { type FinishedStart, type SearchOutcome, searchQueries } from '../../src/query/searchQueries.ts';
import type { Target } from '../../src/query/target.ts';
import { prepareTargets } from '../../src/query/target.ts';
import { processOn, randomTargets } from '../gp/support.ts';
import { randomMatrix } from '../support/randomMatrices.ts';
import { cube, FEASIBLE, norm, normals } from './constraints/support.ts';
import { ALL_SPECS } from './support.ts';

const WIDTH = 2;
const STARTS = 8;
const specOf = (name: string) => ALL_SPECS.find(([one]) => one === name)?.[1] as (typeof ALL_SPECS)[number][1];

/** Ten records within the range, of which the search is about the fourth. */
async function around(name: string, d: number, seed: number) {
  const inputs = randomMatrix(10, d, seed);
  const within = matrix(
    10,
    d,
    inputs.data.map((value) => Math.max(-WIDTH, Math.min(WIDTH, value))),
  );
  const gp = await processOn(specOf(name), within, randomTargets(10, 2, seed), 0.1);
  const targets = await prepareTargets(gp, leaveOneOut(gp), [[3]]);
  return { record: rowOf(within, 3).slice(), target: targets.list[0] as Target, evaluator: queryEvaluator(gp, targets) };
}

/** Allowed points of a grid over the range, twice as wide where any values may be asked, and of the boundary. */
function grid(domain: Domain, record: Float64Array, radius: number, shape: ExcludedShape, values: QueryValues): Float64Array[] {
  const d = record.length;
  const steps = d === 2 ? 41 : 13;
  const width = values === 'any' ? 2 * WIDTH : WIDTH;
  const points = Array.from({ length: steps ** d }, (_, code) =>
    Float64Array.from({ length: d }, (__, j) => width * ((2 * (Math.floor(code / steps ** j) % steps)) / (steps - 1) - 1)),
  );
  const boundary = createBoundary(shape, record, radius);
  const random = createRandom(1);
  const turned = Array.from({ length: 800 }, () => boundary.point(normals(d, random)));
  return [...points, ...turned].filter((point) => norm(point) > 0 && domain.contains(point, 0));
}

async function search(name: string, shape: ExcludedShape, d: number, values: QueryValues, radius: number, seed: number) {
  const { record, target, evaluator } = await around(name, d, seed);
  const domain = createDomain(cube(d, WIDTH), { values, exclude: { shape, radius, records: [record] } });
  const boundary = createBoundary(shape, record, radius);
  const random = createRandom(seed);
  const starts = Array.from({ length: STARTS }, (_, k) => ({ from: `${k}`, point: normals(d, random, WIDTH / 2) }));
  const [outcome] = (await searchQueries(evaluator, [{ target, starts, domain, boundary }], {
    objective: 'kl',
    optimizer: 'lbfgs',
    maxIterations: 300,
  })) as [SearchOutcome];
  const best = outcome.starts[outcome.best] as FinishedStart;
  const points = grid(domain, record, radius, shape, values);
  const told = await evaluator.values(
    'kl',
    points.map((queries) => ({ target, queries })),
  );
  return {
    best,
    most: Math.max(...told),
    domain,
    record,
    target,
    points,
    evaluations: outcome.starts.map((one) => one.evaluations),
  };
}

describe.each([
  ['ball', 'rbf'],
  ['ball', 'matern 0.5'],
  ['ball', 'nngp gelu'],
  ['cone', 'nngp relu'],
  ['cone', 'ntk relu'],
] as const)('around a %s, %s', (shape, name) => {
  // The boundary of a cone in two dimensions are two rays, from which climbs do not find every other top.
  const dimensions = shape === 'cone' ? [3] : [2, 3];

  test.each(['any', 'range'] as const)('no point of a grid tells more than the best query found: %s values', async (values) => {
    for (const d of dimensions) {
      for (const [i, radius] of [0.1, 0.3, 0.6].entries()) {
        for (const seed of [1 + i, 4 + i]) {
          const { best, most, domain, points, target } = await search(name, shape, d, values, radius, seed);
          expect(points.length).toBeGreaterThan(500);
          expect(best.value).toBeGreaterThan(most - 1e-9);
          // Nor is it better than what lies between the points could be.
          expect(best.value - most).toBeLessThan(0.1);
          expect(domain.contains(best.point, FEASIBLE)).toBe(true);
          expect(Math.exp(best.value)).toBeLessThan(target.ownPair.modes[0]?.varianceRatio as number);
        }
      }
    }
  });
});

test('the boundary is left where something outside tells more', async () => {
  const depths: number[] = [];
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const { best, most, record, domain } = await search('rbf', 'ball', 2, 'any', 3, seed);
    expect(best.value).toBeGreaterThan(most - 1e-9);
    expect(domain.contains(best.point, 0)).toBe(true);
    depths.push(norm(best.point.map((value, j) => value - (record[j] as number))) / norm(record) - 3);
  }
  expect(depths.some((depth) => depth > 0.01)).toBe(true);
  // The margin of 4e-9 (1 + r).
  expect(depths.some((depth) => depth < 2e-8)).toBe(true);
});

test('about twenty questions are enough for each start around a small ball', async () => {
  const { evaluations } = await search('rbf', 'ball', 3, 'any', 0.1, 5);
  expect(evaluations.reduce((sum, count) => sum + count, 0) / STARTS).toBeLessThan(45);
});
