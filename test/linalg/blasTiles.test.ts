import { expect, test } from '@jest/globals';
import { blasTiles } from '../../src/linalg/tileKernel/blasTileKernel.ts';

test('tiles of the native engine grow with the matrix, in multiples that its small blocks divide', () => {
  expect([1, 2000, 4000, 10_000, 20_000, 1e6, Number.POSITIVE_INFINITY].map((n) => blasTiles(n).tileSize)).toEqual([
    256, 256, 384, 640, 896, 1024, 256,
  ]);
  for (let n = 1; n < 1e5; n += 997) {
    const { tileSize, capacity } = blasTiles(n);
    expect([tileSize % 64, capacity % tileSize]).toEqual([0, 0]);
  }
});
