// What does a .npy file on its own hold? Called by loadNpy.ts and labelFile.ts.

import type { RunOptions } from '../base/progress.ts';
import { closing, createByteReader } from './byteReader.ts';
import { fileChunks, statPath } from './files.ts';
import { type NpyArray, readNpyArray } from './npyArray.ts';

/** @throws AuditError the errors of readNpyArray, `FILE_NOT_FOUND`, `FILE_UNREADABLE` */
export async function readNpyFile(path: string, what: string, options: RunOptions = {}): Promise<NpyArray> {
  const { size } = await statPath(path);
  const reader = createByteReader(fileChunks(path, options), (done) =>
    options.onProgress?.({ stage: 'read', done, total: size }),
  );
  return closing(reader, () => readNpyArray(reader, what, size));
}
