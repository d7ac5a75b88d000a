// What is a command? Its name, its argument, its options and its handler as data; one file each in commands/. The parser, the help text, config
// files and the tests read the same description, so that none of them can disagree with another.

import type { Handler } from './context.ts';
import type { OptionReader } from './options.ts';

export interface OptionDescription {
  readonly describe: string;
  readonly group: 'Input:' | 'Model:' | 'Machine:' | 'Output:' | 'Search:' | 'Attack:' | 'Networks:' | 'Validation:';
  /** What holds without the option, as help shows it. */
  readonly default: string;
  /** Given several times, the values are joined by commas; any other option is refused the second time. */
  readonly repeatable?: true;
  /** Turns what the user wrote into what the handler takes, or refuses it. */
  readonly read: OptionReader;
}

export interface Command {
  readonly name: string;
  readonly describe: string;
  /** The one word that follows the name; absent when none does. */
  readonly argument?: { readonly name: string; readonly describe: string; readonly example: string };
  /** By their names on the command line, without dashes. */
  readonly options: Readonly<Record<string, OptionDescription>>;
  /** Gets the argument under its name and each given option under its name in camelCase. */
  readonly handler: Handler<Record<string, unknown>>;
}
