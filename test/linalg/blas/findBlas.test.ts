import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { searchBlas } from '../../../src/linalg/blas/findBlas.ts';
import { reportMissing } from '../../support/missing.ts';

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
  c[i * ldc + j] = alpha * ${sum} + (beta == 0 ? 0 : beta * c[i * ldc + j]); }`;

/** Lower triangles only, as the engine calls them. */
const TRIANGLES = `void cblas_dsyrk(int order, int uplo, int trans, int n, int k, double alpha, const double *a, int lda, double beta,
    double *c, int ldc) {
  for (int i = 0; i < n; i++) for (int j = 0; j <= i; j++) { double s = 0;
    for (int p = 0; p < k; p++) s += a[i * lda + p] * a[j * lda + p];
    c[i * ldc + j] = alpha * s + (beta == 0 ? 0 : beta * c[i * ldc + j]); } }
  static double at(const double *t, int ldt, int trans, int i, int j) {
    return trans == 112 ? (i <= j ? t[j * ldt + i] : 0) : (j <= i ? t[i * ldt + j] : 0); }
  void cblas_dtrmm(int order, int side, int uplo, int trans, int diag, int m, int n, double alpha, const double *t, int ldt,
    double *b, int ldb) {
  double *copy = malloc(sizeof(double) * m * ldb); memcpy(copy, b, sizeof(double) * m * ldb);
  for (int i = 0; i < m; i++) for (int j = 0; j < n; j++) { double s = 0;
    if (side == 142) for (int p = 0; p < n; p++) s += copy[i * ldb + p] * at(t, ldt, trans, p, j);
    else for (int p = 0; p < m; p++) s += at(t, ldt, trans, i, p) * copy[p * ldb + j];
    b[i * ldb + j] = alpha * s; }
  free(copy); }`;
const blasLibrary = (name: string, body: string) =>
  library(name, `#include <stdlib.h>\n#include <string.h>\n${DGEMM(body)}\n${TRIANGLES}`);

const right = blasLibrary('right', LOOPS('s'));
const wrong = blasLibrary('wrong', LOOPS('s * 1.0000001'));
const crashing = blasLibrary('crashing', '*(volatile int *)0 = 1;');
if (right === undefined) reportMissing('C compiler', 'gcc libc6-dev');
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
    expect(rejected).toEqual([{ path: wrong, reason: expect.stringMatching(/^a product is wrong \(dgemm, 1×1 by 1×1\): /) }]);
  });

  test('crashes is passed over and takes nothing down', async () => {
    const { found, rejected } = await searchBlas([crashing as string, right as string]);
    expect(found?.path).toBe(right);
    expect(rejected).toEqual([{ path: crashing, reason: 'the library ended the process (SIGSEGV)' }]);
  });

  test('lacks a routine is reported with the names looked for', async () => {
    const lacking = library('lacking', DGEMM(LOOPS('s'))) as string;
    const { rejected } = await searchBlas([lacking]);
    expect(rejected[0]?.reason).toBe('it does not export cblas_dgemm, cblas_dsyrk, cblas_dtrmm under any known spelling');
  });
});
