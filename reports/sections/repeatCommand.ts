// Which command repeats a run? Built from the settings in the result, quoted for a POSIX shell. Called by manifest.ts.

import { plainText } from '../../src/base/plainText.ts';
import { type AnyResult, commandOf, type ReportedCommand } from '../results.ts';

/** Longest printed command; a longer one is cut and the settings table has the rest. */
const COMMAND_LENGTH = 2000;

/**
 * `lood audit digits --kernel fcn --depth 5 …`: every setting as a flag, lists joined by commas, limits as `auc=0.9`. Control characters
 * in names are shown as escapes, so such a command has to be adapted by hand.
 *
 * @returns undefined when a program handed over the data itself, which no command can repeat
 */
export function repeatCommand(result: AnyResult): string | undefined {
  const { signals, data = signals, ...settings } = result.manifest.settings;
  if (typeof data !== 'string') return undefined;
  const command = commandOf(result);
  const flags = Object.entries(settings)
    .map(([key, value]) => [`--${kebabCase(key)}`, flagText(command, key, value)] as const)
    .filter(([, value]) => value !== '')
    .map(([flag, value]) => `${flag}${value.startsWith('-') ? '=' : ' '}${shellWord(value)}`);
  // `./` keeps a file name that begins with a dash from being read as an option.
  const path = data.startsWith('-') ? `./${data}` : data;
  return plainText([`lood ${command}`, shellWord(path), ...flags].join(' '), COMMAND_LENGTH);
}

/** A validation reads a number alone as a count of records, and the comma after it as a list of one. */
function flagText(command: ReportedCommand, key: string, value: unknown): string {
  const isOneRecord = command === 'validate' && key === 'records' && Array.isArray(value) && value.length === 1;
  return isOneRecord ? `${value[0]},` : settingText(value);
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
