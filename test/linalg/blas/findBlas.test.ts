import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { searchBlas } from '../../../src/linalg/blas/findBlas.ts';

const folder = mkdtempSync(join(tmpdir(), 'lood-blas-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A shared library compiled from C, where this machine has a compiler. */
function library(name: string, source: string): string | undefined {
  const path = join(folder, `${name}.so`);
  writeFileSync(join(folder, `${name}.c`), source);
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', path, join(folder, `${name}.c`)], { stdio: 'ignore' });
    return path;
  } catch {
    return undefined;
  }
}

const DGEMM = (body: string) =>
  `void cblas_dgemm(int order, int ta, int tb, int m, int n, int k, double alpha, const double *a, int lda,
    const double *b, int ldb, double beta, double *c, int ldc) { ${body} }`;
const LOOPS = (sum: string) => `for (int i = 0; i < m; i++) for (int j = 0; j < n; j++) { double s = 0;
  for (int p = 0; p < k; p++) s += (ta == 111 ? a[i * lda + p] : a[p * lda + i]) * (tb == 111 ? b[p * ldb + j] : b[j * ldb + p]);
  c[i * ldc + j] = alpha * ${sum} + beta * c[i * ldc + j]; }`;

const right = library('right', DGEMM(LOOPS('s')));
const wrong = library('wrong', DGEMM(LOOPS('s * 1.0000001')));
const crashing = library('crashing', DGEMM('*(volatile int *)0 = 1;'));
const withCompiler = right === undefined ? describe.skip : describe;

test('a file that is not there, given by name, is reported', async () => {
  const { found, rejected } = await searchBlas(['/nowhere/libnothing.so']);
  expect(found).toBeUndefined();
  expect(rejected).toEqual([
    { path: '/nowhere/libnothing.so', reason: expect.stringMatching(/cannot open shared object file|not found|no such file/i) },
  ]);
});

test('names that the system does not know are passed over silently, as long as there are others', async () => {
  const { found, rejected } = await searchBlas(['libnosuchblas.so.1', 'libnosuchblas.so.2']);
  expect([found, rejected]).toEqual([undefined, []]);
});

test('a file that is not a library is reported', async () => {
  const path = join(folder, 'text.so');
  writeFileSync(path, 'not a library');
  const { rejected } = await searchBlas([path]);
  expect(rejected).toEqual([{ path, reason: expect.stringMatching(/./) }]);
});

withCompiler('a library that', () => {
  test('computes products is taken, and measured', async () => {
    const { found, rejected } = await searchBlas([right as string]);
    expect(found).toMatchObject({ path: right, description: 'BLAS', environment: {} });
    expect(found?.gflops).toBeGreaterThan(0);
    expect(rejected).toEqual([]);
  });

  test('is a little wrong is passed over for the next, with the product that showed it', async () => {
    const { found, rejected } = await searchBlas([wrong as string, right as string]);
    expect(found?.path).toBe(right);
    expect(rejected).toEqual([{ path: wrong, reason: expect.stringMatching(/^a product of 1×1 by 1×1 is wrong: /) }]);
  });

  test('crashes is passed over and takes nothing down', async () => {
    const { found, rejected } = await searchBlas([crashing as string, right as string]);
    expect(found?.path).toBe(right);
    expect(rejected).toEqual([{ path: crashing, reason: 'the library ended the process (SIGSEGV)' }]);
  });

  test('has no dgemm is reported with the names looked for', async () => {
    const empty = library('empty', 'int nothing(void) { return 0; }') as string;
    const { rejected } = await searchBlas([empty]);
    expect(rejected[0]?.reason).toMatch(/^it exports none of cblas_dgemm, /);
  });
});
