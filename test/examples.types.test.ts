// Does a TypeScript program elsewhere compile against the package, strictly, whichever way it resolves modules? Needs dist/ (npm test builds it).

import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { packageRoot } from '../src/base/packageFile.ts';
import { temporaryFolder } from './data/support.ts';

const folder = temporaryFolder();
const root = packageRoot();

const PROGRAM = `
import * as tf from '@tensorflow/tfjs-core';
import { audit, AuditError, type AuditOptions, type AuditResult, type Dataset, datasetFromArrays, loadDataset, prepareDataset } from 'lood';
import { createKernel } from 'lood/kernels';
import { writeReports } from 'lood/report';

const options: AuditOptions = { kernel: 'rbf', gamma: 1, noiseVariance: 'auto', classes: [0, 'one'], onProgress: ({ done }) => void done };
const x = [[0, 1], [1, 0], [1, 1], [2, 2]];
const results: AuditResult[] = [
  await audit({ x, y: ['a', 'b', 'a', 'b'] }, options),
  await audit({ x: new Float32Array(8), y: Int32Array.of(0, 1, 0, 1), shape: [4, 2] }),
  await audit({ x: tf.tensor2d(x), y: tf.tensor1d(['u', 'v', 'u', 'v']), classNames: ['no', 'yes'] }),
  await audit({ x: x.map((row) => Float64Array.from(row)), y: [true, false, true, false] } as const),
  await audit({ x: new BigInt64Array(4), y: tf.oneHot(tf.tensor1d([0, 1, 0, 1], 'int32'), 2) }),
  await audit('digits'),
];
const dataset: Dataset = await loadDataset('table.csv', { labelColumn: 2, imageShape: { height: 1, width: 2, channels: 1 } });
const restored: Float64Array = prepareDataset(dataset, { normalize: 'channel' }).restore([0, 1]);
const kl: number | undefined = results[0]?.records[0]?.kl;
const paths: readonly string[] = await writeReports(results[0] as AuditResult, 'out', ['html']);
try {
  createKernel({ type: 'rbf', gamma: 1, variance: 1 }, 2);
} catch (error) {
  if (error instanceof AuditError && error.code === 'OPTION_INVALID') throw error;
}
// @ts-expect-error text is no array of values
datasetFromArrays({ x: 'abcd', y: [0, 1] });
// @ts-expect-error a misspelt option
await audit('digits', { kernal: 'rbf' });
// @ts-expect-error a data set is not to be written to
dataset.records = 5;
export { kl, paths, restored };
`;

function compile(settings: Readonly<Record<string, string>>): Promise<string> {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const always = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--target', 'es2022'];
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, ...always, ...flags, 'program.ts'], { cwd: folder.path('.') }, (error, out) =>
      resolve(error === null ? 'compiled' : out),
    );
  });
}

describe('a strict TypeScript program compiles against the package', () => {
  beforeAll(() => {
    folder.write('package.json', '{ "type": "module" }');
    folder.write('program.ts', PROGRAM);
    mkdirSync(folder.path('node_modules'));
    symlinkSync(root, folder.path('node_modules/lood'), 'junction');
    for (const name of ['@tensorflow', '@types'])
      symlinkSync(join(root, 'node_modules', name), folder.path(`node_modules/${name}`), 'junction');
  });

  test.each([
    ['as Node.js resolves modules', { module: 'nodenext', moduleResolution: 'nodenext' }],
    ['as bundlers do', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('%s', async (_, settings) => {
    expect(await compile({ ...settings, types: 'node', skipLibCheck: 'true' })).toBe('compiled');
  });

  test('and the types of the package itself are whole', async () => {
    folder.write('program.ts', PROGRAM.replaceAll(/^import \* as tf.*$/gm, 'declare const tf: any;'));
    const settings = { module: 'nodenext', moduleResolution: 'nodenext', types: 'node', skipLibCheck: 'false' };
    expect(await compile(settings)).toBe('compiled');
  });
});
