// Which engine does the n×n work here? The one asked for, or the fastest that this machine has.

import { availableParallelism } from 'node:os';
import { AuditError } from '../base/errors.ts';
import { assertKnownName } from '../base/names.ts';
import type { Engine } from './engine.ts';
import { createTiledEngine } from './tiledEngine.ts';
import { wasmBuild } from './tileKernel/loadWasm.ts';
import { WASM_TILE } from './tileKernel/wasmTileKernel.ts';

/** Names that `--engine` takes. */
export const ENGINE_NAMES = ['auto', 'wasm'] as const;

/**
 * @param name one of ENGINE_NAMES; `auto` takes the fastest engine found
 * @param threads at least 1; as many as the machine has cores when left out
 * @throws AuditError NAME_UNKNOWN, OPTION_INVALID
 */
export function createEngine(name = 'auto', threads = availableParallelism()): Engine {
  assertKnownName('engine', name, ENGINE_NAMES);
  if (!(Number.isInteger(threads) && threads > 0)) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'at least one thread',
      got: `${threads}`,
      try: '--threads 1, or leaving it out',
    });
  }
  return createTiledEngine({
    name: 'wasm',
    detail: `embedded WebAssembly (${wasmBuild()}), float64`,
    threads,
    kernel: { kind: 'wasm', tileSize: WASM_TILE },
  });
}
