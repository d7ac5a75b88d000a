// Which engine does the n×n work here? The one asked for, or the fastest that this machine has.

import { availableParallelism } from 'node:os';
import { AuditError } from '../base/errors.ts';
import { assertKnownName } from '../base/names.ts';
import { bindBlas } from './blas/bindBlas.ts';
import { type FoundBlas, findBlas } from './blas/findBlas.ts';
import type { Engine } from './engine.ts';
import { createTiledEngine } from './tiledEngine.ts';
import { blasTiles } from './tileKernel/blasTileKernel.ts';
import { wasmBuild } from './tileKernel/loadWasm.ts';
import { WASM_CAPACITY, WASM_TILE } from './tileKernel/wasmTileKernel.ts';

/** Names that `--engine` takes. */
export const ENGINE_NAMES = ['auto', 'lapack', 'wasm'] as const;

/** Below this size an audit takes the embedded engine less time than looking for a library would. */
const SMALL = 1500;

/**
 * @param name one of ENGINE_NAMES; `auto` takes the machine's BLAS where one is found that passes its check, else the embedded engine
 * @param threads at least 1; as many as the machine has cores when left out
 * @param size n of the largest matrix, if known: tiles are made for it, and `auto` takes the embedded engine for a small one
 * @throws AuditError NAME_UNKNOWN, OPTION_INVALID (also for `lapack` where no library is usable, with the reasons)
 */
export async function createEngine(name = 'auto', threads?: number, size = Number.POSITIVE_INFINITY): Promise<Engine> {
  assertKnownName('engine', name, ENGINE_NAMES);
  assertThreads(threads);
  if (name === 'wasm' || (name === 'auto' && size < SMALL)) return createWasmEngine(threads);
  const { found, rejected } = await findBlas();
  if (found) return createBlasEngine(found, threads, size);
  if (name === 'auto') return createWasmEngine(threads);
  throw new AuditError('OPTION_INVALID', {
    expected: 'a BLAS library for --engine lapack',
    got: rejected.length === 0 ? 'none on this machine' : rejected.map(({ path, reason }) => `${path}: ${reason}`).join('; '),
    try: '--engine auto, installing one (on Debian: apt install libopenblas0-pthread), or naming its file in LOOD_BLAS',
  });
}

/** The embedded engine, which needs nothing. @throws AuditError OPTION_INVALID */
export function createWasmEngine(threads?: number): Engine {
  assertThreads(threads);
  return createTiledEngine({
    name: 'wasm',
    detail: `embedded WebAssembly (${wasmBuild()}), float64`,
    threads: threads ?? availableParallelism(),
    kernel: { kind: 'wasm', tileSize: WASM_TILE, capacity: WASM_CAPACITY },
  });
}

function createBlasEngine({ path, description, environment }: FoundBlas, threads: number | undefined, size: number): Engine {
  // The library reads its environment when it is loaded, once for all threads of the process.
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    bindBlas(path);
  } finally {
    for (const key of Object.keys(environment)) if (before[key] === undefined) delete process.env[key];
  }
  return createTiledEngine({
    name: 'lapack',
    detail: `${description} (${path}), float64`,
    threads: threads ?? availableParallelism(),
    kernel: { kind: 'blas', ...blasTiles(size), library: { path, description } },
  });
}

function assertThreads(threads: number | undefined): void {
  if (threads === undefined || (Number.isInteger(threads) && threads > 0)) return;
  throw new AuditError('OPTION_INVALID', {
    expected: 'at least one thread',
    got: `${threads}`,
    try: '--threads 1, or leaving it out',
  });
}
