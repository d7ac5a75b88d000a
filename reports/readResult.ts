// How does a saved result come back? Read whole, checked against the schema, and refused with the place of the first difference.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditError } from '../src/base/errors.ts';
import { quotedPath } from '../src/base/plainText.ts';
import { fileError } from '../src/data/files.ts';
import { type AnyResult, REPORTED } from './results.ts';
import { listInWords } from './sections/words.ts';
import { parseResult } from './tables/resultJson.ts';

/**
 * @param path the JSON file of a result, or the output folder of one command
 * @throws AuditError FILE_NOT_FOUND, FILE_UNREADABLE, RESULT_INVALID
 */
export async function readResult(path: string): Promise<AnyResult> {
  return parseResult(await readText(path));
}

async function readText(path: string, isInFolder = false): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EISDIR' && !isInFolder) return readText(resultIn(path), true);
    throw fileError(path, cause);
  }
}

/** The one JSON file of a result in a folder; where there is none, that of an audit, whose absence the reader then reports. */
function resultIn(folder: string): string {
  const present = Object.values(REPORTED)
    .map(({ json }) => json)
    .filter((name) => existsSync(join(folder, name)));
  if (present.length > 1) {
    throw new AuditError('RESULT_INVALID', {
      expected: `${quotedPath(folder)} to hold the result of one command`,
      got: listInWords(present),
      try: `naming the file, for example ${quotedPath(join(folder, present[0] as string))}`,
    });
  }
  return join(folder, present[0] ?? REPORTED.audit.json);
}
