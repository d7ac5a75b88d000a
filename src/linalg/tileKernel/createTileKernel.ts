// Which tile kernel does a thread make for itself, from a description that can be sent to it?

import { assertNever } from '../../base/errors.ts';
import type { BlasLibrary } from '../blas/bindBlas.ts';
import { createBlasTileKernel } from './blasTileKernel.ts';
import type { TileKernel } from './tileKernel.ts';
import { createWasmTileKernel } from './wasmTileKernel.ts';

export type TileKernelSpec = {
  readonly tileSize: number;
  /** See TileKernel. */
  readonly capacity: number;
} & ({ readonly kind: 'wasm' } | { readonly kind: 'blas'; readonly library: BlasLibrary });

export function createTileKernel(spec: TileKernelSpec): TileKernel {
  switch (spec.kind) {
    case 'wasm':
      return createWasmTileKernel(spec.tileSize, spec.capacity);
    case 'blas':
      return createBlasTileKernel(spec.library, spec.tileSize, spec.capacity);
    default:
      return assertNever(spec);
  }
}
