// How is time taken, on what, and which of many times counts?

import { availableParallelism, cpus, totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Seconds of an asynchronous call. */
export async function seconds(call) {
  const start = performance.now();
  await call();
  return (performance.now() - start) / 1e3;
}

export function machine() {
  return {
    processor: cpus()[0]?.model,
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}
