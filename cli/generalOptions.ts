// Which switches does every command take? Called by the parser and by the help text.

interface Switch {
  readonly describe: string;
  readonly alias?: string;
}

export const GENERAL_OPTIONS = {
  quiet: { alias: 'q', describe: 'No progress and no summary on stderr; errors are still shown' },
  verbose: { describe: 'Show the stack trace of an error' },
  help: { alias: 'h', describe: 'Show help' },
  version: { alias: 'v', describe: 'Show the version' },
} as const satisfies Record<string, Switch>;

export type GeneralOption = keyof typeof GENERAL_OPTIONS;
export const GENERAL_NAMES = Object.keys(GENERAL_OPTIONS) as GeneralOption[];
/** Long and short, without dashes. */
export const GENERAL_WORDS: readonly string[] = Object.entries<Switch>(GENERAL_OPTIONS).flatMap(([name, { alias }]) =>
  alias === undefined ? [name] : [name, alias],
);
