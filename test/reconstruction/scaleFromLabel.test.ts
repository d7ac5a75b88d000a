// The size of a record of which only the direction is known: found from its label and the probes, on either side, without a look at the record.

import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../src/base/random.ts';
import type { GaussianProcess } from '../../src/gp/gaussianProcess.ts';
import { type Matrix, matrix, rowOf, rowSquaredNorms } from '../../src/linalg/matrix.ts';
import { type Observation, observe } from '../../src/reconstruction/observation.ts';
import { scaledByLabel, typicalSquaredNorm } from '../../src/reconstruction/scaleFromLabel.ts';
import { processOn, randomTargets, sampleProcess } from '../gp/support.ts';
import { distance } from '../query/optimizers/support.ts';
import { ALL_SPECS } from '../query/support.ts';
import { randomMatrix } from '../support/randomMatrices.ts';

const D = 5;
const POSITIONS = [3, 7, 0, 12];
const specOf = (name: string) => ALL_SPECS.find(([one]) => one === name)?.[1] as (typeof ALL_SPECS)[number][1];

/** Pairs of probes along each feature, and what they leave unexplained. */
function observed(gp: GaussianProcess, positions: readonly number[] = POSITIONS): Promise<Observation> {
  const d = gp.inputs.cols;
  const half = matrix(d, d);
  for (let j = 0; j < d; j++) half.data[j * (d + 1)] = 2;
  return observe(gp, half, positions);
}

const norm = (row: Float64Array) => Math.hypot(...row);
const times = (row: Float64Array, by: number) => row.map((value) => by * value);

describe('the size', () => {
  test.each(['rbf', 'matern 0.5', 'matern 2.5', 'linear', 'nngp relu', 'nngp gelu', 'ntk relu', 'ntk gelu', 'ntk leaky-relu'])(
    'is found from three classes, whatever the norm of the direction: %s',
    async (name) => {
      const gp = await sampleProcess(specOf(name), { n: 30, d: D, classes: 3 });
      const observation = await observed(gp);
      for (const [index, position] of POSITIONS.entries()) {
        const record = rowOf(gp.inputs, position);
        for (const by of [1, 1e-3, 40]) {
          const found = scaledByLabel(gp, observation, { index, position }, times(record, by));
          // Sizes are tried to 5e-6 of themselves; float32 answers tell them to about 1e-4.
          expect(distance(found, record) / norm(record)).toBeLessThan(1e-3);
        }
      }
    },
  );

  test.each(['nngp relu', 'rbf', 'ntk gelu', 'nngp erf', 'nngp identity'])(
    'is found on the other side as well: %s',
    async (name) => {
      const gp = await sampleProcess(specOf(name), { n: 30, d: D, classes: 3 });
      const observation = await observed(gp);
      for (const [index, position] of POSITIONS.entries()) {
        const record = rowOf(gp.inputs, position);
        const found = scaledByLabel(gp, observation, { index, position }, times(record, -2));
        expect(distance(found, record) / norm(record)).toBeLessThan(1e-2);
      }
    },
  );

  test('is told apart from others that explain the label as well, where the kernel sees the scale', async () => {
    // With two classes one number, the label's, is all that is asked for: several sizes give ½ or −½, at a weak noise most of all.
    let checked = 0;
    for (const seed of [1, 2, 3]) {
      for (const name of ['rbf', 'matern 2.5', 'nngp gelu']) {
        const gp = await sampleProcess(specOf(name), { n: 30, d: D, classes: 2, noiseVariance: 0.001, seed });
        const observation = await observed(gp);
        for (const [index, position] of POSITIONS.entries()) {
          const record = rowOf(gp.inputs, position);
          const found = scaledByLabel(gp, observation, { index, position }, record);
          expect(Math.abs(norm(found) / norm(record) - 1)).toBeLessThan(0.02);
          checked++;
        }
      }
    }
    expect(checked).toBe(36);
  });

  test('is the one nearest to the others’ where the kernel does not see the scale and two give a label', async () => {
    // y = c·s + σ²â/c for two sizes, of which those of records of equal norm are the likelier.
    const directions = randomMatrix(30, D, 4);
    const inputs = matrix(30, D);
    for (let i = 0; i < 30; i++) rowOf(inputs, i).set(times(rowOf(directions, i), 2 / norm(rowOf(directions, i))));
    const gp = await processOn(specOf('nngp relu'), inputs, randomTargets(30, 2, 4), 0.3);
    const observation = await observed(gp);
    for (const [index, position] of POSITIONS.entries()) {
      const found = scaledByLabel(gp, observation, { index, position }, rowOf(inputs, position));
      expect(Math.abs(norm(found) / 2 - 1)).toBeLessThan(0.02);
    }
  });

  test('is found for the only record of its class', async () => {
    const targets = randomTargets(30, 3, 2);
    // Classes 0 and 1 for all but the record at position 3.
    for (let i = 0; i < 30; i++) targets.data.set(i === 3 ? [-1, -1, 2] : i % 2 ? [-1, 2, -1] : [2, -1, -1], 3 * i);
    for (let i = 0; i < targets.data.length; i++) targets.data[i] = (targets.data[i] as number) / 3;
    const gp = await processOn(specOf('nngp relu'), randomMatrix(30, D, 6), targets, 0.1);
    const record = rowOf(gp.inputs, 3);
    const found = scaledByLabel(gp, await observed(gp, [3]), { index: 0, position: 3 }, times(record, 0.7));
    expect(distance(found, record) / norm(record)).toBeLessThan(1e-3);
  });
});

describe('nothing of the record is looked at:', () => {
  const garbage = (m: Matrix, position: number, seed: number): Matrix => {
    const random = createRandom(seed);
    return matrix(
      m.rows,
      m.cols,
      m.data.map((value, at) => (Math.floor(at / m.cols) === position ? 100 * random.normal() : value)),
    );
  };

  test.each(['rbf', 'nngp relu', 'ntk gelu'])('its values, label and weight may be anything: %s', async (name) => {
    // Labels that no two records share, so that the record's own would stand out among those there are.
    const gp = await processOn(specOf(name), randomMatrix(30, D, 1), randomMatrix(30, 3, 2), 0.1);
    const observation = await observed(gp);
    for (const [index, position] of POSITIONS.entries()) {
      const direction = index % 2 ? randomMatrix(1, D, index).data : rowOf(gp.inputs, position).slice();
      const blind: GaussianProcess = {
        ...gp,
        inputs: garbage(gp.inputs, position, 1),
        targets: garbage(gp.targets, position, 2),
        weights: garbage(gp.weights, position, 3),
      };
      const told = { ...observation, weights: garbage(observation.weights, position, 4) };
      const target = { index, position };
      expect(scaledByLabel(blind, told, target, direction)).toEqual(scaledByLabel(gp, observation, target, direction));
    }
  });

  test('the typical norm is that of the others', async () => {
    const gp = await sampleProcess(specOf('rbf'), { n: 5, d: 2 });
    const norms = rowSquaredNorms(gp.inputs);
    for (let position = 0; position < 5; position++) {
      const others = [...norms].filter((_, j) => j !== position).sort((a, b) => a - b);
      expect(typicalSquaredNorm(gp, position)).toBe(others[2]);
    }
  });
});
