// The build, run on a small project of the same shape, so that the real dist/ stays as it is.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/packageFile.ts';

const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }',
  'src/index.ts': 'export const answer: number = 42;\n',
  'cli/main.ts': "#!/usr/bin/env node\nimport { answer } from '../src/index.ts';\nprocess.stdout.write(String(answer));\n",
  'reports/html/client/main.ts': "import { answer } from '../../../src/index.ts';\ndocument.title = String(answer);\n",
  'reports/html/style/page.css': '@import "./part.css";\n',
  'reports/html/style/part.css': 'body { margin: 0 }\n',
  'src/linalg/tileKernel/assembly/index.ts': 'export function one(): i32 {\n  return 1;\n}\n',
  'src/kernels/vector/assembly/index.ts': 'export function two(): i32 {\n  return 2;\n}\n',
};

/** Beside the package's own modules: the build renames its folder, which needs one file system. */
const cache = join(packageRoot(), 'node_modules', '.cache');
let project: string;

beforeEach(async () => {
  await mkdir(cache, { recursive: true });
  project = await mkdtemp(join(cache, 'lood-build-test-'));
  for (const [path, text] of Object.entries(FILES)) await put(path, text);
  for (const path of [
    'scripts/build.js',
    'scripts/build-kernels.js',
    'scripts/run-node.js',
    'tsconfig.json',
    'tsconfig.build.json',
  ]) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await copyFile(join(packageRoot(), path), join(project, path));
  }
  await symlink(join(packageRoot(), 'node_modules'), join(project, 'node_modules'), 'junction');
});

afterEach(() => rm(project, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(project, path)), { recursive: true });
  await writeFile(join(project, path), text);
}

/** Exit code and everything printed. */
function build(): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(project, 'scripts', 'build.js')], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

const leftovers = async () => (await readdir(cache)).filter((name) => /^lood-build-(?!test)/.test(name));

describe('the build', () => {
  test('compiles, bundles and says nothing', async () => {
    const before = await leftovers();
    await put('dist/stale.js', '');
    expect(await build()).toEqual({ code: 0, output: '' });
    expect(existsSync(join(project, 'dist/stale.js'))).toBe(false);
    expect(existsSync(join(project, 'dist/src/index.d.ts'))).toBe(true);
    expect(existsSync(join(project, 'dist/reports/html/client'))).toBe(false);
    await access(join(project, 'dist/cli/main.js'), constants.X_OK);
    expect((await stat(join(project, 'dist'))).mode & 0o777).toBe(0o755);
    const script = await readFile(join(project, 'dist/reports/html/client.js'), 'utf8');
    expect(script).toMatch(/^(?:"use strict";)?\(\(\)=>\{document\.title=.*\}\)\(\);\n$/s);
    expect(await readFile(join(project, 'dist/reports/html/page.css'), 'utf8')).toBe('body{margin:0}\n');
    expect(await leftovers()).toEqual(before);
  });

  test('compiles the WebAssembly kernels, again only when their source is newer', async () => {
    await build();
    const files = ['tile-kernel.relaxed-simd.wasm', 'tile-kernel.simd.wasm', 'vector-kernels.simd.wasm'];
    const folder = join(project, 'assets', 'wasm');
    expect((await readdir(folder)).sort()).toEqual(files);
    const times = () => Promise.all(files.map(async (file) => (await stat(join(folder, file))).mtimeMs));
    const first = await times();
    await build();
    expect(await times()).toEqual(first);
    await put('src/kernels/vector/assembly/index.ts', 'export function three(): i32 {\n  return 3;\n}\n');
    await build();
    const [relaxed, plain, vector] = await times();
    expect([relaxed, plain]).toEqual(first.slice(0, 2));
    expect(vector).toBeGreaterThan(first[2] as number);
  });

  test.each([
    ['a type error', 'src/index.ts', "export const answer: number = 'x';\n", /TS2322[\s\S]*build failed: tsc found errors/],
    [
      'an error in the browser code',
      'reports/html/client/main.ts',
      "import './missing.ts';\n",
      /Could not resolve[\s\S]*build failed/,
    ],
  ])('fails on %s and leaves no dist, old or new', async (_, path, text, message) => {
    const before = await leftovers();
    await put('dist/stale.js', '');
    await put(path, text);
    const { code, output } = await build();
    expect(code).toBe(1);
    expect(output).toMatch(message);
    expect(existsSync(join(project, 'dist'))).toBe(false);
    expect(await leftovers()).toEqual(before);
  });
});
