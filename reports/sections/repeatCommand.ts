// Which command repeats an audit? Built from the settings in the result, quoted for a POSIX shell. Called by manifest.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import { plainText } from '../../src/base/plainText.ts';

/** Longest printed command; a longer one is cut and the settings table has the rest. */
const COMMAND_LENGTH = 2000;

/** Settings that name the input, which is an argument of the command and not a flag. */
const INPUT_KEYS = ['data', '_', '$0'];

/**
 * `lood audit digits --kernel fcn --depth 5 …`: every setting as a flag, `false` as `--no-…`, lists joined by commas, limits as `auc=0.9`.
 * Control characters in names are shown as escapes, so such a command has to be adapted by hand.
 */
export function repeatCommand(result: AuditResult): string {
  const { settings } = result.manifest;
  const data = typeof settings.data === 'string' ? settings.data : result.dataset.name;
  const flags = Object.entries(settings)
    .filter(([key, value]) => !INPUT_KEYS.includes(key) && value !== null && value !== undefined && settingText(value) !== '')
    .map(([key, value]) => {
      const name = kebabCase(key);
      if (value === true) return `--${name}`;
      return value === false ? `--no-${name}` : `--${name} ${shellWord(settingText(value))}`;
    });
  return plainText(['lood audit', shellWord(data), ...flags].join(' '), COMMAND_LENGTH);
}

/** A setting as one word: lists joined by commas, what could be misread within them in double quotes, objects as `key=value` pairs. */
export function settingText(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => listItem(settingText(item))).join(',');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([key, inner]) => `${key}=${settingText(inner)}`)
      .join(',');
  }
  return value === null || value === undefined ? '' : String(value);
}

function listItem(text: string): string {
  return /,|^\s|\s$|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function kebabCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Harmless words as they are, anything else in single quotes, within which a POSIX shell interprets nothing. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
