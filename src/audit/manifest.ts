// How can this audit be repeated, and on what did it run? Versions, engine, settings, timings.

import { readFileSync } from 'node:fs';
import { packageFile } from '../base/packageFile.ts';
import type { Engine } from '../linalg/engine.ts';
import type { AuditResult } from './result.ts';

interface PackageDescription {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** This package's own description: its version and the exact versions of what it depends on. */
export function packageDescription(): PackageDescription {
  return JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as PackageDescription;
}

/** Seconds spent by stage, in order of first start. */
export interface Stopwatch {
  /** Runs `work` and counts its time under `stage`. */
  measure<T>(stage: string, work: () => T | Promise<T>): Promise<T>;
  readonly timings: AuditResult['manifest']['timings'];
}

export function startStopwatch(): Stopwatch {
  const timings: AuditResult['manifest']['timings'] = [];
  return {
    timings,
    async measure(stage, work) {
      const start = performance.now();
      try {
        return await work();
      } finally {
        timings.push({ stage, seconds: (performance.now() - start) / 1000 });
      }
    },
  };
}

export function manifestOf(
  engine: Engine,
  settings: AuditResult['manifest']['settings'],
  seed: number,
  startedAt: Date,
  timings: AuditResult['manifest']['timings'],
): AuditResult['manifest'] {
  const { version, dependencies } = packageDescription();
  return {
    lood: version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    dependencies: { ...dependencies },
    engine: { name: engine.name, threads: engine.threads, detail: engine.detail },
    settings,
    seed,
    startedAt: startedAt.toISOString(),
    timings,
    peakMatrixBytes: engine.peakBytes,
  };
}
