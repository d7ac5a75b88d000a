// What in the output folder would be mistaken for the reports just written? Those of an earlier run that this one did not replace. Called by
// the command line, which says so.

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnyResult, commandOf, FIGURES, fileNames, REPORTED, REPORTED_COMMANDS } from './results.ts';
import { resultJson } from './tables/resultJson.ts';

/**
 * Reports in the folder that the call which wrote `written` did not write: of an earlier run, unless the JSON file of the same command there
 * is of this very result.
 *
 * @returns paths inside the folder: first those that a run of this command writes, in the order of the formats
 */
export async function reportsOfBefore(result: AnyResult, folder: string, written: readonly string[]): Promise<string[]> {
  const command = commandOf(result);
  const pictures = await readdir(join(folder, FIGURES)).catch(() => []);
  const present = (names: readonly string[]) =>
    names.flatMap((name) => {
      if (name === FIGURES) return pictures.filter((file) => file.endsWith('.png')).map((file) => join(FIGURES, file));
      return existsSync(join(folder, name)) ? [name] : [];
    });
  const isOther = (name: string) => !written.includes(join(folder, name));
  const ownNames = Object.values(fileNames(command)).flat();
  const own = present(ownNames).filter(isOther);
  const ofOthers = REPORTED_COMMANDS.flatMap((name) => Object.values(fileNames(name)).flat());
  const others = present([...new Set(ofOthers)].filter((name) => !ownNames.includes(name)));
  const { json } = REPORTED[command];
  const isSame = own[0] === json && (await readFile(join(folder, json), 'utf8').catch(() => '')) === resultJson(result);
  return isSame ? others : [...own, ...others];
}
