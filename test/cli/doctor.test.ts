import { mkdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { describeTensorflow } from '../../cli/tensorflow.ts';
import { packageDescription } from '../../src/audit/manifest.ts';
import { packageRoot } from '../../src/base/packageFile.ts';
import { findBlas } from '../../src/linalg/blas/findBlas.ts';
import { temporaryFolder } from '../data/support.ts';
import { lood } from './support.ts';

const folder = temporaryFolder();

test('lood doctor says what was found, one fact a line', async () => {
  const { code, out, err } = await lood('doctor');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { found, rejected } = await findBlas();
  const facts = Object.fromEntries(
    out
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, 14).trim(), line.slice(15)]),
  );
  expect(rejected.length === 0 || 'passed over' in facts).toBe(true);
  delete facts['passed over'];
  expect(facts).toEqual({
    lood: packageDescription().version,
    'Node.js': `${process.version} on ${process.platform} ${process.arch}`,
    processors: expect.stringMatching(/^\d+ × \S/),
    memory: expect.stringMatching(/^\d+\.\d GiB, \d+\.\d GiB free$/),
    'engine wasm': expect.stringMatching(
      /^embedded WebAssembly \(\S+\), float64; (?!0\.0)\d+\.\d GFLOP\/s with [1-9]\d* threads$/,
    ),
    ...(found
      ? { 'engine lapack': expect.stringMatching(/^\S.* \(\S+\), float64; (?!0\.0)\d+\.\d GFLOP\/s with [1-9]\d* threads$/) }
      : { BLAS: expect.stringMatching(/^none usable; /) }),
    'TensorFlow.js': expect.stringMatching(/, backend \w+$|^none found/),
  });
});

describe('TensorFlow.js', () => {
  test('is found where a program would find it, and has multiplied two numbers', async () => {
    expect(await describeTensorflow(packageRoot())).toMatch(
      /^@tensorflow\/tfjs\S*( with @tensorflow\/tfjs-core)? \d+\.\d+\.\d+, backend \w+$/,
    );
  });

  test('is missed in a folder without it', async () => {
    expect(await describeTensorflow(folder.path('.'))).toMatch(/^none found/);
  });

  test('is passed over when it does not work', async () => {
    mkdirSync(folder.path('node_modules/@tensorflow/tfjs'), { recursive: true });
    folder.write('node_modules/@tensorflow/tfjs/index.js', "throw new Error('libtensorflow is missing')");
    expect(await describeTensorflow(folder.path('.'))).toMatch(/^none found/);
  });
});
