// Which settings of a search change nothing beside others? Each becomes a warning, as options of another kernel do. Called by searchInputs.ts.

import { plainText } from '../../base/plainText.ts';
import type { Warning } from '../../base/warnings.ts';
import { type FindQueriesOptions, flagOf } from './options.ts';

/** What a search takes and a choice among the rows of a pool does not. */
const OF_SEARCHES = [
  'starts',
  'init',
  'optimizer',
  'maxIterations',
  'values',
] as const satisfies readonly (keyof FindQueriesOptions)[];

export interface Beside {
  readonly isPool: boolean;
  /** The file of starts, and how many it holds. */
  readonly startsInFile: { readonly name: string; readonly count: number } | undefined;
}

export function unusedSettings(options: FindQueriesOptions, { isPool, startsInFile }: Beside): Warning[] {
  const unused = OF_SEARCHES.filter((key) => options[key] !== undefined);
  if (isPool && unused.length > 0) {
    return [
      warning(
        `Every row of the pool is asked, without a search: what was given for ${unused.map(flagOf).join(', ')} changes nothing. Leave it out.`,
      ),
    ];
  }
  if (startsInFile === undefined || options.starts === undefined || options.starts === startsInFile.count) return [];
  const { name, count } = startsInFile;
  return [
    warning(
      `There are as many starts as "${plainText(name, 160)}" holds, ${count}: --starts ${options.starts} changes nothing. Leave it out.`,
    ),
  ];
}

const warning = (message: string): Warning => ({ code: 'OPTION_UNUSED', message });
