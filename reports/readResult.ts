// How does a saved result come back? Read whole, checked against the schema, and refused with the place of the first difference.

import { readFile } from 'node:fs/promises';
import type { AuditResult } from '../src/audit/result.ts';
import { AuditError } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';
import { parseResult } from './tables/resultJson.ts';

/** @throws AuditError FILE_NOT_FOUND, RESULT_INVALID */
export async function readResult(path: string): Promise<AuditResult> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (cause) {
    const got = `"${plainText(path)}" (${(cause as NodeJS.ErrnoException).code ?? 'unreadable'})`;
    throw new AuditError(
      'FILE_NOT_FOUND',
      { expected: 'a readable audit.json', got, try: 'the audit.json in the folder of an audit' },
      {},
      cause,
    );
  }
  return parseResult(content);
}
