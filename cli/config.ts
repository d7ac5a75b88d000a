// Where do settings come from besides flags? A JSON or YAML file with the same names. Called by settings.ts.

import { readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { AuditError } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';
import { camelCase, nearestName } from './commandLine.ts';
import type { Place } from './options.ts';

/** Bytes; settings take a few hundred, so that a larger file is something else, for example the data. */
const LARGEST_FILE = 1_000_000;

export interface ConfigEntry {
  /** Anything that YAML knows except null. */
  readonly value: unknown;
  readonly place: Place;
}

/**
 * The settings of a config file by option name; JSON is read as YAML, of which it is a subset. Names stand as on the command line or in camelCase.
 *
 * @param known option names in kebab-case
 * @param command whose options they are
 * @throws AuditError FILE_NOT_FOUND, OPTION_INVALID, NAME_UNKNOWN
 */
export function readConfig(path: string, known: readonly string[], command: string): ReadonlyMap<string, ConfigEntry> {
  const file = `"${plainText(path, 160)}"`;
  const entries = new Map<string, ConfigEntry>();
  for (const [key, value] of Object.entries(parseSettings(readText(path, file), file))) {
    const name = known.find((option) => option === key || camelCase(option) === key);
    const shown = plainText(key, 60);
    if (name === undefined) {
      const got = `"${shown}"`;
      throw new AuditError(
        'NAME_UNKNOWN',
        {
          expected: `settings known to lood in ${file}`,
          got,
          try: nearestName(key, known) ?? `the names that lood ${command} --help lists`,
        },
        { key },
      );
    }
    const place: Place = { name: `${shown} in ${file}`, with: (example) => `${shown}: ${example}` };
    if (entries.has(name) || value === null) {
      throw new AuditError('OPTION_INVALID', {
        expected: `${place.name} to have one value`,
        got: value === null ? 'none' : `${shown} and the same setting under another name`,
        try: 'removing that line',
      });
    }
    entries.set(name, { value, place });
  }
  return entries;
}

function readText(path: string, file: string): string {
  try {
    const { size } = statSync(path);
    if (size <= LARGEST_FILE) return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const got = `${file} (${code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'a folder' : (code ?? 'unreadable')})`;
    throw new AuditError('FILE_NOT_FOUND', { expected: 'a readable config file', got, try: '--config audit.yaml' }, {}, cause);
  }
  throw new AuditError('OPTION_INVALID', {
    expected: `a config file of at most ${LARGEST_FILE} bytes`,
    got: `${file}, which is larger`,
    try: 'giving data as the word after the command',
  });
}

function parseSettings(content: string, file: string): Record<string, unknown> {
  let settings: unknown;
  try {
    // Without the log level, yaml warns of odd tags on stderr.
    settings = parse(content, { logLevel: 'error' });
  } catch (cause) {
    const reason = (cause as Error).message.split('\n')[0]?.replace(/:$/, '') ?? '';
    throw new AuditError(
      'OPTION_INVALID',
      { expected: `JSON or YAML in ${file}`, got: reason, try: 'lines such as "depth: 5"' },
      {},
      cause,
    );
  }
  if (typeof settings === 'object' && settings !== null && !Array.isArray(settings)) return settings as Record<string, unknown>;
  throw new AuditError('OPTION_INVALID', {
    expected: `${file} to hold settings by name`,
    got: Array.isArray(settings) ? 'a list' : settings === null ? 'nothing' : 'a single value',
    try: 'lines such as "depth: 5"',
  });
}
