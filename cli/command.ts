// What is a command? Its yargs description and its handler; one file each in commands/.

import type { Argv } from 'yargs';
import type { Handler } from './context.ts';

export interface Command {
  /** yargs syntax: `audit <data>`. */
  readonly command: string;
  readonly describe: string;
  readonly options: (builder: Argv) => Argv;
  // The arguments are what `options` declares; each command narrows them in its own file.
  readonly handler: Handler<Record<string, unknown>>;
}
