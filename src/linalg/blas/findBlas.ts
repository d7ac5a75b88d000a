// Which BLAS library of this machine can be trusted and is fastest? Candidates by platform, or the one that LOOD_BLAS names; all are tried in
// a child process, and whatever is missing, broken or wrong is passed over with its reason.

import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { packageFile } from '../../base/packageFile.ts';
import { plainText } from '../../base/plainText.ts';
import type { BlasLibrary } from './bindBlas.ts';
import type { ProbeFailure, ProbeReport } from './probe.ts';

export interface FoundBlas extends BlasLibrary {
  /** Measured on one thread. */
  readonly gflops: number;
  /** Settings that must stand in the environment when the library is loaded. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface BlasSearch {
  readonly found: FoundBlas | undefined;
  /** Libraries that exist but were passed over, with the reason. */
  readonly rejected: readonly { readonly path: string; readonly reason: string }[];
}

const CANDIDATES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['libmkl_rt.so.2', 'libopenblas.so.0', 'libopenblas.so', 'libblis.so.4', 'libcblas.so.3', 'libblas.so.3'],
  darwin: [
    '/System/Library/Frameworks/Accelerate.framework/Accelerate',
    '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
    '/usr/local/opt/openblas/lib/libopenblas.dylib',
  ],
  win32: ['mkl_rt.2.dll', 'libopenblas.dll', 'openblas.dll'],
};

/** For one library. */
const PROBE_LIMIT_MS = 20_000;

/** How loaders say that there is no such file. */
const MISSING = /cannot open shared object|no such file|not found|could not be found/i;

/** OpenBLAS names of processor types, with the instructions that they need, fastest first. */
const CORE_TYPES = [
  ['SkylakeX', 'avx512f'],
  ['Haswell', 'avx2'],
] as const;

let search: Promise<BlasSearch> | undefined;

/** The first candidate that passes its check, tried once in a process. */
export function findBlas(): Promise<BlasSearch> {
  search ??= searchBlas(process.env.LOOD_BLAS ? [process.env.LOOD_BLAS] : (CANDIDATES[process.platform] ?? []));
  return search;
}

export async function searchBlas(candidates: readonly string[]): Promise<BlasSearch> {
  const rejected: { path: string; reason: string }[] = [];
  for (let next = 0; next < candidates.length; ) {
    for (const outcome of await probe(candidates.slice(next), {})) {
      const path = candidates[next++] as string;
      if (!('reason' in outcome)) return { found: await withBetterCore(path, outcome), rejected };
      // A name that the loader does not know is no news, unless the user gave it.
      if (!MISSING.test(outcome.reason) || candidates.length === 1) rejected.push({ path, reason: outcome.reason });
    }
  }
  return { found: undefined, rejected };
}

/**
 * OpenBLAS falls back to twenty-year-old instructions on processors that are newer than itself. If it did, it is asked for the best type that
 * this processor supports, and keeps it when it passes the check and is faster.
 */
async function withBetterCore(path: string, report: ProbeReport): Promise<FoundBlas> {
  const plain = { path, ...report, environment: {} };
  if (!/OpenBLAS.*(Prescott|Nehalem|Core2|Generic)/i.test(report.description) || process.env.OPENBLAS_CORETYPE) return plain;
  for (const [core, flag] of CORE_TYPES) {
    if (!processorFlags().has(flag)) continue;
    const environment = { OPENBLAS_CORETYPE: core };
    const [outcome] = await probe([path], environment);
    if (outcome && !('reason' in outcome) && outcome.gflops > report.gflops) return { path, ...outcome, environment };
  }
  return plain;
}

function processorFlags(): Set<string> {
  try {
    return new Set(/^flags\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' '));
  } catch {
    return new Set();
  }
}

type Outcome = ProbeReport | ProbeFailure;

/** What became of the first of the paths, and of those after it up to one that is right or takes the child process down; at least one. */
function probe(paths: readonly string[], environment: Readonly<Record<string, string>>): Promise<Outcome[]> {
  return new Promise((resolve) => {
    const child = fork(packageFile('dist/src/linalg/blas/probe.js'), [...paths], {
      env: { ...process.env, ...environment },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const outcomes: Outcome[] = [];
    const failed = (reason: string) => outcomes.push({ reason: plainText(reason, 200) });
    let timer = restart();
    function restart() {
      return setTimeout(() => child.kill('SIGKILL'), PROBE_LIMIT_MS);
    }
    child.on('message', (message: Outcome) => {
      if ('reason' in message) failed(message.reason);
      else outcomes.push(message);
      clearTimeout(timer);
      timer = restart();
    });
    child.on('error', (error) => failed(error.message));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const last = outcomes.at(-1);
      const isComplete = outcomes.length === paths.length || (last !== undefined && !('reason' in last));
      if (!isComplete) failed(`the library ended the process (${signal ?? `status ${code}`})`);
      resolve(outcomes);
    });
  });
}
