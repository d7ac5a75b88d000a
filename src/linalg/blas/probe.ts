// A program of its own: loads the libraries named by its arguments one after the other, checks and measures each, and sends its parent what it
// found, until one is right. Run in a child process by findBlas.ts, because a broken library may take the process down with it.

import { bindBlas } from './bindBlas.ts';
import { checkBlas } from './selfCheck.ts';

export interface ProbeReport {
  readonly description: string;
  /** Median speed of products of whole tiles on one thread. */
  readonly gflops: number;
}

export interface ProbeFailure {
  readonly reason: string;
}

const SIZE = 256;
const REPEATS = 9;

if (process.send) {
  for (const path of process.argv.slice(2)) {
    const outcome = probe(path);
    process.send(outcome);
    if (!('reason' in outcome)) break;
  }
  process.disconnect();
}

function probe(library: string): ProbeReport | ProbeFailure {
  try {
    const blas = bindBlas(library);
    const { dgemm, description } = blas;
    checkBlas(blas);
    const [a, b, c] = [0.5, 0.25, 1].map((value) => new Float64Array(SIZE * SIZE).fill(value)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const seconds = Array.from({ length: REPEATS }, () => {
      const start = performance.now();
      dgemm(false, true, SIZE, SIZE, SIZE, 1, a, SIZE, b, SIZE, 1, c, SIZE);
      return (performance.now() - start) / 1e3;
    }).sort((x, y) => x - y);
    return { description, gflops: (2 * SIZE ** 3) / (seconds[REPEATS >> 1] as number) / 1e9 };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
