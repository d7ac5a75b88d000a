import { mkdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { describeTensorflow } from '../../cli/tensorflow.ts';
import { packageDescription } from '../../src/audit/manifest.ts';
import { packageRoot } from '../../src/base/packageFile.ts';
import { temporaryFolder } from '../data/support.ts';
import { lood } from './support.ts';

const folder = temporaryFolder();

test('lood doctor says what was found, one fact a line', async () => {
  const { code, out, err } = await lood('doctor');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const facts = Object.fromEntries(
    out
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, 14).trim(), line.slice(15)]),
  );
  expect(facts).toEqual({
    lood: packageDescription().version,
    'Node.js': `${process.version} on ${process.platform} ${process.arch}`,
    processors: expect.stringMatching(/^\d+ × \S/),
    memory: expect.stringMatching(/^\d+\.\d GiB, \d+\.\d GiB free$/),
    engine: expect.stringMatching(/^\w+ \(.+\)$/),
    threads: expect.stringMatching(/^[1-9]\d*$/),
    speed: expect.stringMatching(/^(?!0\.0)\d+\.\d GFLOP\/s factoring and inverting 768 × 768$/),
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
