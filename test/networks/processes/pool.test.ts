import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../src/base/random.ts';
import type { Unit, UnitResult, Workplace } from '../../../src/networks/processes/messages.ts';
import { openTrainingPool, type TrainingPool } from '../../../src/networks/processes/pool.ts';
import type { TrainingSpec } from '../../../src/networks/training/schedule.ts';
import { expectAuditError } from '../../data/support.ts';

const random = createRandom(1);
const workplace: Workplace = {
  network: { type: 'fcn', depth: 1, width: 8, activation: 'relu', weightVariance: 2, biasVariance: 0 },
  shape: { inputs: 5, outputs: 2 },
  data: {
    records: 24,
    inputs: Float32Array.from({ length: 24 * 5 }, () => random.normal()),
    targets: Float32Array.from({ length: 24 * 2 }, (_, i) => ((i >> 1) % 2 === i % 2 ? 0.5 : -0.5)),
  },
  queries: Float32Array.from({ length: 3 * 5 }, () => random.normal()),
  rivals: { records: [0, 7], options: { damping: 0.1, maxIterations: 10 } },
};
const training: TrainingSpec = { loss: 'squared', epochs: 3, batchSize: 8, learningRate: 0.1, momentum: 0.9, pull: 0 };
const unit = (seed: number, asksRivals = false): Unit => ({
  training,
  members: [-1, 0, 7].map((s) => ({ seed, leftOut: s < 0 ? [] : [s] })),
  batchSeed: seed,
  asksRivals,
});

async function withPool<T>(processes: number, use: (pool: TrainingPool) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const pool = await openTrainingPool(workplace, { processes, backend: 'wasm', signal });
  try {
    return await use(pool);
  } finally {
    pool.close();
  }
}

/** Trains for longer than any test. */
const endless: Unit = { ...unit(9), training: { ...training, epochs: 1e7 } };

/** Of this process, once those that were killed are gone. */
async function expectNoProcesses(): Promise<void> {
  const running = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
  for (let i = 0; i < 50 && running() > 0; i++) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(running()).toBe(0);
}

async function trained(pool: TrainingPool, units: readonly Unit[]): Promise<UnitResult[]> {
  const results: UnitResult[] = [];
  await pool.train(units, async (index, result) => {
    results[index] = result;
  });
  return results;
}

describe('training processes', () => {
  test('give the same numbers, however many there are', async () => {
    const units = [unit(1, true), unit(2), unit(3)];
    const [one, two] = [await withPool(1, (pool) => trained(pool, units)), await withPool(2, (pool) => trained(pool, units))];
    expect(two).toEqual(one);
    expect(one.map(({ outputs }) => outputs.length)).toEqual([18, 18, 18]);
    expect(one.map(({ rivals }) => rivals?.influence.length)).toEqual([2, undefined, undefined]);
    expect(one[0]?.outputs).not.toEqual(one[1]?.outputs);
  });

  test('report how far they are, say what they run on, and find a learning rate', async () => {
    const seen: number[] = [];
    await withPool(2, async (pool) => {
      expect(pool.description).toMatchObject({ backend: 'wasm', parameters: 5 * 8 + 8 * 2 });
      expect(await pool.learningRate('squared', 1)).toBeGreaterThan(0.01);
      await pool.train(
        [unit(1), unit(2)],
        async () => {},
        ({ done, total }) => seen.push(done / total),
      );
    });
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(1);
    expect(seen.length).toBeGreaterThan(4);
  });

  test('end at once when the run is cancelled', async () => {
    const controller = new AbortController();
    const work = withPool(
      1,
      (pool) => pool.train([unit(1), unit(2), unit(3)], async () => controller.abort()),
      controller.signal,
    );
    await expectAuditError(() => work, 'CANCELLED');
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test('end at once when the run is cancelled while they open', async () => {
    const controller = new AbortController();
    const opening = openTrainingPool(workplace, { processes: 2, backend: 'wasm', signal: controller.signal });
    controller.abort();
    await expectAuditError(() => opening, 'CANCELLED');
    await expectNoProcesses();
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test('all end with the first that fails, once nothing is left to be kept', async () => {
    const broken = { ...unit(1), members: null as never };
    let open = 0;
    const seen: number[] = [];
    const pool = await openTrainingPool(workplace, { processes: 3, backend: 'wasm' });
    const keep = async () => {
      open++;
      await new Promise((resolve) => setTimeout(resolve, 1500));
      open--;
    };
    const work = pool.train([unit(1), broken, endless], keep, ({ done }) => seen.push(done));
    await expectAuditError(() => work, 'NUMERICAL_FAILURE', 'null');
    expect(open).toBe(0);
    const count = seen.length;
    await expectNoProcesses();
    expect(seen.length).toBe(count);
  });

  test('that were killed say so, also to who asks them afterwards', async () => {
    const pool = await openTrainingPool(workplace, { processes: 1, backend: 'wasm' });
    pool.close();
    await expectAuditError(() => pool.learningRate('squared', 1), 'NUMERICAL_FAILURE', 'ended (SIGKILL)');
    await expectAuditError(() => pool.learningRate('squared', 1), 'NUMERICAL_FAILURE', 'ended (SIGKILL)');
  });

  test('that cannot do what is asked end in an error with their words', async () => {
    const images: Workplace = { ...workplace, network: { ...workplace.network, type: 'cnn' } };
    await expectAuditError(
      () => openTrainingPool(images, { processes: 1, backend: 'wasm' }),
      'NUMERICAL_FAILURE',
      'images for a convolutional network',
    );
  });
});
