// Records rebuilt from float32 mean predictions by an attacker who knows the others: direction, side and size.

import { describe, expect, test } from '@jest/globals';
import type { Progress } from '../../src/base/progress.ts';
import type { GaussianProcess } from '../../src/gp/gaussianProcess.ts';
import { leaveOneOut } from '../../src/gp/leaveOneOut.ts';
import { isSignBlind } from '../../src/kernels/signBlind.ts';
import { matrix, rowOf } from '../../src/linalg/matrix.ts';
import { createDomain } from '../../src/query/constraints/domain.ts';
import { cosine } from '../../src/reconstruction/metrics.ts';
import { attackPredictions, type PredictionAttack } from '../../src/reconstruction/predictionAttack.ts';
import { expectAuditError } from '../data/support.ts';
import { processOn, sampleProcess } from '../gp/support.ts';
import { cube } from '../query/constraints/support.ts';
import { distance, EVERYWHERE } from '../query/optimizers/support.ts';
import { ALL_SPECS } from '../query/support.ts';
import { expectClose } from '../support/matchers.ts';

const D = 6;
const POSITIONS = [3, 7, 0, 12, 20];
const AMPLITUDE = new Float64Array(D).fill(2);
const SPECS = ALL_SPECS.filter(([name]) => !name.includes('tanh'));
const specOf = (name: string) => SPECS.find(([one]) => one === name)?.[1] as (typeof SPECS)[number][1];
const norm = (row: Float64Array) => Math.hypot(...row);

const processOf = (name: string, sample: Parameters<typeof sampleProcess>[1] = {}) =>
  sampleProcess(specOf(name), { n: 30, d: D, classes: 3, ...sample });

const attack = (gp: GaussianProcess, positions: readonly number[] = POSITIONS, run = {}, given?: (answer: number) => number) =>
  attackPredictions(gp, positions, AMPLITUDE, EVERYWHERE, 100, run, given);

describe('records are rebuilt', () => {
  test.each(SPECS.filter(([name]) => !name.endsWith('abs')))('in direction, side and size: %s', async (_, spec) => {
    const gp = await sampleProcess(spec, { n: 30, d: D, classes: 3 });
    for (const [i, { point, climb }] of (await attack(gp)).entries()) {
      const record = rowOf(gp.inputs, POSITIONS[i] as number);
      expect(climb.status).toBe('converged');
      // Float32 answers have seven digits, of which weights learnt at a noise variance of 0.1 lose one.
      expect(cosine(point, record)).toBeGreaterThan(1 - 1e-7);
      expect(Math.abs(norm(point) / norm(record) - 1)).toBeLessThan(0.005);
      // By hundreds of iterations none of this would be better.
      expect(climb.iterations).toBeLessThan(40);
      expect(climb.steps[0]?.iteration).toBe(0);
      expect(climb.steps.map(({ iteration }) => iteration)).toEqual(
        climb.steps.map(({ iteration }) => iteration).sort((a, b) => a - b),
      );
    }
  });

  test('to as many digits as the answers have', async () => {
    const gp = await processOf('nngp gelu');
    const worst = async (given: (answer: number) => number) => {
      const attacks = await attack(gp, POSITIONS, {}, given);
      const gaps = attacks.map(({ point }, i) => distance(point, rowOf(gp.inputs, POSITIONS[i] as number)) / norm(point));
      return Math.max(...gaps);
    };
    const digits = (count: number) => (answer: number) => Number(answer.toPrecision(count));
    const gaps = [await worst(digits(3)), await worst(digits(5)), await worst(Math.fround)] as const;
    expect(gaps[1]).toBeLessThan(0.1 * gaps[0]);
    expect(gaps[2]).toBeLessThan(0.1 * gaps[1]);
    // What is left of sizes that are tried in steps of 5e-6.
    expect(await worst((answer) => answer)).toBeLessThan(5e-6);
  });

  test('up to their sign where two classes and an odd kernel leave it open', async () => {
    const gp = await processOf('nngp erf', { classes: 2 });
    expect(isSignBlind(gp.kernel.spec)).toBe(true);
    for (const [i, { point }] of (await attack(gp)).entries()) {
      expect(Math.abs(cosine(point, rowOf(gp.inputs, POSITIONS[i] as number)))).toBeGreaterThan(1 - 1e-5);
    }
  });

  test('each by an attacker of its own', async () => {
    const gp = await processOf('ntk gelu');
    const together = await attack(gp);
    for (const [i, position] of POSITIONS.entries()) {
      const [alone] = (await attack(gp, [position])) as [PredictionAttack];
      expectClose(together[i]?.point ?? [], alone.point, 1e-6);
    }
  });
});

describe('nothing of the record enters', () => {
  // One function, of which the attacker on s sees the same answers: c·x_s with weights α_s/c, and whatever label.
  async function twins(name: string, by: number): Promise<[PredictionAttack, PredictionAttack]> {
    const gp = await processOf(name);
    const [s] = POSITIONS as [number];
    const changed = (m: typeof gp.inputs, change: (value: number) => number) =>
      matrix(
        m.rows,
        m.cols,
        m.data.map((value, at) => (Math.floor(at / m.cols) === s ? change(value) : value)),
      );
    const twin: GaussianProcess = {
      ...gp,
      inputs: changed(gp.inputs, (value) => by * value),
      weights: changed(gp.weights, (value) => value / by),
      targets: changed(gp.targets, (value) => 7 * value + 1),
    };
    const [one] = (await attack(gp, [s])) as [PredictionAttack];
    const [other] = (await attack(twin, [s])) as [PredictionAttack];
    return [one, other];
  }

  test.each([
    ['nngp relu', 4],
    ['nngp relu', 1 / 64],
    ['ntk relu', 16],
    ['nngp identity', -8],
  ] as const)('but what it does to the answers: %s, the record times %p', async (name, by) => {
    const [one, other] = await twins(name, by);
    // The answers are the same to the last bit, from which the record's own share is taken with a rounding of float64.
    expectClose(other.climb.steps[0]?.point ?? [], one.climb.steps[0]?.point ?? [], 1e-7);
    expectClose(other.point, one.point, 1e-5);
  });
});

describe('where there is little to go by', () => {
  test('a kernel that answers q and −q alike is refused', async () => {
    for (const name of ['nngp abs', 'ntk abs']) {
      const gp = await processOf(name);
      await expectAuditError(() => attack(gp), 'OPTION_INVALID', 'a kernel whose answers tell a query from its negative');
    }
  });

  test('a record that changed nothing is guessed at, and the others are rebuilt', async () => {
    const gp = await processOf('rbf');
    const [s] = POSITIONS as [number];
    // Its label is what the others predict: y − μ_without = α/p.
    const targets = matrix(30, 3, gp.targets.data.slice());
    const p = leaveOneOut(gp).inverseDiagonal[s] as number;
    rowOf(targets, s).forEach((y, c) => {
      targets.data[3 * s + c] = y - (gp.weights.data[3 * s + c] as number) / p;
    });
    const without = await processOn(gp.kernel.spec, gp.inputs, targets, gp.noiseVariance);
    expect(norm(rowOf(without.weights, s))).toBeLessThan(1e-14);
    const attacks = await attack(without);
    expect(attacks[0]?.point.every(Number.isFinite)).toBe(true);
    expect(norm(attacks[0]?.point ?? new Float64Array())).toBeLessThan(100);
    for (const [i, { point }] of attacks.entries()) {
      if (i > 0) expect(cosine(point, rowOf(gp.inputs, POSITIONS[i] as number))).toBeGreaterThan(1 - 1e-7);
    }
  });

  test('where the others explain all there is the mean is left', async () => {
    const gp = await processOf('rbf');
    const silent = await processOn(gp.kernel.spec, gp.inputs, matrix(30, 3), 0.1);
    for (const { point, climb } of await attack(silent)) {
      expect([...point]).toEqual([...new Float64Array(D)]);
      expect(climb).toMatchObject({ status: 'failed', reason: expect.stringContaining('other records explain') });
    }
  });

  test('two records are enough for an attack on one of them', async () => {
    const gp = await processOf('nngp relu', { n: 3, noiseVariance: 0.3 });
    const [found] = (await attack(gp, [1])) as [PredictionAttack];
    expect(cosine(found.point, rowOf(gp.inputs, 1))).toBeGreaterThan(1 - 1e-7);
  });
});

describe('a run', () => {
  test.each(['rbf', 'nngp relu'])('looks for records where they may lie: %s', async (name) => {
    const domain = createDomain(cube(D, 0.5), { values: 'range' });
    const [one] = (await attackPredictions(await processOf(name), [3], AMPLITUDE, domain, 100)) as [PredictionAttack];
    expect(one.climb.point.every((x) => Math.abs(x) <= 0.5)).toBe(true);
  });

  test('asks at probes of any size along each feature', async () => {
    const gp = await processOf('nngp relu');
    const sizes = Float64Array.of(0.5, 1, 3, 0.01, 2, 40);
    const [one] = (await attackPredictions(gp, [3], sizes, EVERYWHERE, 100)) as [PredictionAttack];
    expect(cosine(one.climb.steps[0]?.point ?? new Float64Array(D), rowOf(gp.inputs, 3))).toBeGreaterThan(1 - 1e-5);
    expect(cosine(one.point, rowOf(gp.inputs, 3))).toBeGreaterThan(1 - 1e-5);
  });

  test('reports its stages from none to all, and stops when cancelled', async () => {
    const gp = await processOf('rbf');
    const seen: Progress[] = [];
    await attack(gp, POSITIONS, { onProgress: (one: Progress) => seen.push(one) });
    for (const stage of ['search', 'sizes']) {
      const own = seen.filter((one) => one.stage === stage);
      expect(own[0]?.done).toBe(0);
      expect(own.at(-1)?.done).toBe(own.at(-1)?.total);
      expect(own.every(({ done }, i) => i === 0 || done >= (own[i - 1]?.done as number))).toBe(true);
    }
    const stop = new AbortController();
    const onProgress = ({ stage, done }: Progress) => {
      if (stage === 'sizes' && done === 2) stop.abort();
    };
    const work = async () => attack(await processOf('nngp relu'), POSITIONS, { onProgress, signal: stop.signal });
    await expectAuditError(work, 'CANCELLED');
  });

  test('is the same each time', async () => {
    const gp = await processOf('ntk gelu');
    expect(await attack(gp)).toEqual(await attack(gp));
  });
});
