// How does a saved result come back? Read whole, checked against the schema, and refused with the place of the first difference.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditResult } from '../src/audit/result.ts';
import { fileError } from '../src/data/files.ts';
import { parseResult } from './tables/resultJson.ts';

/**
 * @param path an audit.json, or the folder of an audit
 * @throws AuditError FILE_NOT_FOUND, FILE_UNREADABLE, RESULT_INVALID
 */
export async function readResult(path: string): Promise<AuditResult> {
  return parseResult(await readText(path));
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const inFolder = join(path, 'audit.json');
    if ((cause as NodeJS.ErrnoException).code === 'EISDIR' && inFolder !== path) return readText(inFolder);
    throw fileError(path, cause);
  }
}
