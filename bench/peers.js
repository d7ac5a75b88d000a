// What do others need for the same? ml-matrix in this process; scipy's routines and the reference method in Python, where that is present.

import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { median } from './measure.js';

/** Seconds of ml-matrix's Cholesky factorization. */
export function measureMlMatrix(n) {
  const a = Matrix.eye(n, n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const value = Math.sin(i * j);
      a.set(i, j, value);
      a.set(j, i, value);
    }
  }
  const start = performance.now();
  new CholeskyDecomposition(a);
  return (performance.now() - start) / 1e3;
}

/** Seconds of scipy's routines, several of each, or undefined where Python with scipy is not present. */
export function measureScipy(python, n, d, repeats) {
  const lines = runPeer(python, 'lapack.py', n, d, repeats);
  if (lines === undefined) return undefined;
  const times = Object.fromEntries(lines.filter((line) => line.routine).map((line) => [line.routine, line.seconds]));
  return { ...times, versions: lines.find((line) => line.versions)?.versions };
}

/** Median seconds of the reference method for one record, or undefined without Python and numpy. */
export function measureRefit(python, n, d, repeats) {
  const lines = runPeer(python, 'refit.py', n, d, repeats);
  return lines && median(lines[0].seconds);
}

/** The JSON lines that a script of peers/ prints, or undefined if it cannot run here. */
function runPeer(python, script, ...values) {
  try {
    const path = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
    const text = execFileSync(python, [path, ...values.map(String)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  } catch {
    return undefined;
  }
}
