import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { packageFile } from '../../../src/base/packageFile.ts';

/** A program that trains forever, and says which process does so. */
const PARENT = `
import { openTrainingPool } from ${JSON.stringify(pathToFileURL(packageFile('dist/src/networks/processes/pool.js')).href)};
const network = { type: 'fcn', depth: 1, width: 2, activation: 'relu', weightVariance: 2, biasVariance: 0 };
// An epoch takes about a second: whoever says something more often breaks down of what it cannot get rid of.
const data = { records: 1000, inputs: new Float32Array(1000).fill(1), targets: new Float32Array(2000).fill(0.5) };
const workplace = { network, shape: { inputs: 1, outputs: 2 }, data, queries: Float32Array.of(1), rivals: null };
const training = { loss: 'squared', epochs: 1e8, batchSize: 1, learningRate: 0.1, momentum: 0, pull: 0 };
const pool = await openTrainingPool(workplace, { processes: 1, backend: 'cpu' });
const [{ pid }] = process._getActiveHandles().filter((handle) => handle.pid !== undefined);
let reports = 0;
await pool.train([{ training, members: [{ seed: 1, leftOut: [] }], batchSeed: 1, asksRivals: false }], async () => {}, () => {
  // The first is of the beginning.
  if (++reports === 2) console.log(pid);
});
`;

/** Neither gone nor waiting to be buried. */
function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`).length > 0;
  } catch {
    return false;
  }
}

(process.platform === 'linux' ? test : test.skip)('a training process does not outlive a parent that is killed', async () => {
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', PARENT], { stdio: ['ignore', 'pipe', 'ignore'] });
  const said = once(parent.stdout, 'data');
  const ended = once(parent, 'exit').then(() => Promise.reject(new Error('the parent ended by itself')));
  const [pid] = (await Promise.race([said, ended])).map(Number) as [number];
  expect(isRunning(pid)).toBe(true);
  ended.catch(() => {});
  parent.kill('SIGKILL');
  for (let i = 0; i < 80 && isRunning(pid); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  const outlives = isRunning(pid);
  if (outlives) process.kill(pid, 'SIGKILL');
  expect(outlives).toBe(false);
});
