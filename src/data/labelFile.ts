// What labels does a separate file hold? Called by the readers of .npy, .npz and IDX files.

import { AuditError } from '../base/errors.ts';
import { quotedPath } from '../base/plainText.ts';
import type { RunOptions } from '../base/progress.ts';
import { readStart } from './files.ts';
import { readIdxFile, startsLikeGzip, startsLikeIdx } from './idx.ts';
import type { LabelArray } from './labels.ts';
import { readNpyFile } from './npyFile.ts';
import { NPY_MAGIC } from './npyHeader.ts';

/** @throws AuditError `FORMAT_UNKNOWN` unless the file is .npy or IDX (also .gz), and the errors of those readers */
export async function readLabelFile(path: string, options: RunOptions = {}): Promise<LabelArray> {
  const start = await readStart(path, 8);
  if (NPY_MAGIC.every((byte, i) => start[i] === byte)) return readNpyFile(path, 'the labels', options);
  if (startsLikeIdx(start) || startsLikeGzip(start)) return { kind: 'numbers', ...(await readIdxFile(path, options)) };
  throw new AuditError(
    'FORMAT_UNKNOWN',
    {
      expected: 'the labels file to be a .npy file or an IDX file',
      got: `something else in ${quotedPath(path)}`,
      try: 'saving the labels with numpy.save("labels.npy", y)',
    },
    { path },
  );
}
