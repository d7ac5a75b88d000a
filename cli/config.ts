// Where do settings come from besides flags? A JSON or YAML file with the same keys; flags win.

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { AuditError } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';

/** Settings of a config file; JSON is read as YAML, of which it is a subset. */
export function readConfig(path: string): Record<string, unknown> {
  const shown = `"${plainText(path)}"`;
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AuditError(
      'FILE_NOT_FOUND',
      { expected: 'a readable config file', got: shown, try: '--config audit.yaml' },
      {},
      cause,
    );
  }
  let settings: unknown;
  try {
    settings = parse(content);
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] as string) : String(cause);
    throw new AuditError(
      'OPTION_INVALID',
      { expected: `JSON or YAML in ${shown}`, got: plainText(reason), try: 'lines such as "depth: 5"' },
      {},
      cause,
    );
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new AuditError('OPTION_INVALID', {
      expected: `${shown} to hold settings by name`,
      got: Array.isArray(settings) ? 'a list' : 'no settings',
      try: 'lines such as "depth: 5"',
    });
  }
  return settings as Record<string, unknown>;
}
