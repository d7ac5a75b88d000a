import { Matrix as MlMatrix } from 'ml-matrix';
import { type FoundBlas, findBlas } from '../../src/linalg/blas/findBlas.ts';
import { createWasmEngine } from '../../src/linalg/createEngine.ts';
import type { Engine, TileFinish } from '../../src/linalg/engine.ts';
import { type Matrix, rowOf } from '../../src/linalg/matrix.ts';
import { createTiledEngine } from '../../src/linalg/tiledEngine.ts';
import { blasTiles } from '../../src/linalg/tileKernel/blasTileKernel.ts';
import type { TiledLower } from '../../src/linalg/tiles.ts';
import { reportMissing } from '../support/missing.ts';
import { randomMatrix } from '../support/randomMatrices.ts';

export function toMl(m: Matrix): MlMatrix {
  return new MlMatrix(Array.from({ length: m.rows }, (_, i) => Array.from(rowOf(m, i))));
}

/** A finisher that leaves inner products as they are, here and in other threads. */
export const AS_IT_IS: TileFinish = {
  local: () => {},
  portable: () => ({ module: 'data:text/javascript,export const createForThread = () => () => {}', options: null }),
};

/** The BLAS library that tests of the native engine take. */
export async function machineBlas(): Promise<FoundBlas | undefined> {
  const { found } = await findBlas();
  if (!found) reportMissing('BLAS library', 'libopenblas0-pthread');
  return found;
}

/** Engines to test on this machine: the embedded one, and the native one where a library passes its check. */
export async function engines(): Promise<[string, Engine][]> {
  const found = await machineBlas();
  const list: [string, Engine][] = [['wasm', createWasmEngine(2)]];
  if (found) list.push(['lapack', blasEngine(found, 2)], ['lapack of larger tiles', blasEngine(found, 2, blasTiles(4000))]);
  return list;
}

export function blasEngine(library: { path: string; description: string }, threads: number, tiles = blasTiles(0)): Engine {
  return createTiledEngine({
    name: 'lapack',
    detail: 'test',
    threads,
    kernel: { kind: 'blas', ...tiles, library },
  });
}

/** X·Xᵀ in tiles, and X·Xᵀ + shift·I densely. */
export async function shifted(engine: Engine, x: Matrix, shift: number): Promise<{ a: TiledLower; dense: MlMatrix }> {
  const a = await engine.symmetricProduct(x, AS_IT_IS);
  return { a, dense: toMl(x).mmul(toMl(x).transpose()).add(MlMatrix.eye(x.rows).mul(shift)) };
}

/** Every number that a factor gives, of a matrix large enough that threads share the work. */
export async function everything(engine: Engine, n: number, d: number): Promise<Float64Array[]> {
  const a = await engine.symmetricProduct(randomMatrix(n, d, 3), AS_IT_IS);
  const gram = engine.copy(a);
  const factor = await engine.factor(a, 0.5);
  const b = randomMatrix(n, 3, 4);
  const { conditionalVariances } = factor;
  return [...gram.tileRows, ...a.tileRows, conditionalVariances, factor.inverseDiagonal(), (await factor.solve(b)).data];
}
