// What can lood do? `lood --help` shows every command with every option, its default and its unit, so that nobody has to guess.

import yargs from 'yargs';
import type { Command } from './command.ts';
import { GENERAL_OPTIONS } from './generalOptions.ts';

const WIDTH = 100;

const INTRODUCTION = `lood: what does a model give away about the records it was trained on?

  lood audit digits --limit 1000 --out out     audit built-in data, then open out/report.html
  lood audit people.csv --label-column income  audit your own table
  lood query digits --limit 1000 --top 10      the questions that give most away about ten records
  lood attack signals.npz                      who was in the training data of your model
  lood <command> --help                        one command alone
`;

const EXIT_CODES = 'Exit codes: 0 done, 1 failed, 2 wrong usage or input';
const LIMIT_EXIT_CODE = ', 3 a --fail-above limit exceeded (the reports are written)';

export async function fullHelp(commands: readonly Command[]): Promise<string> {
  const parts = await Promise.all(commands.map((command) => layOut(command, {})));
  const general = await layOut(undefined, GENERAL_OPTIONS);
  return [INTRODUCTION, ...parts, general, `${EXIT_CODES}${LIMIT_EXIT_CODE}.\n`].join(`${'─'.repeat(WIDTH)}\n`);
}

export async function commandHelp(command: Command): Promise<string> {
  return `${await layOut(command, GENERAL_OPTIONS)}${EXIT_CODES}${'fail-above' in command.options ? LIMIT_EXIT_CODE : ''}.\n`;
}

/** yargs does the columns; what stands in them comes from the descriptions. */
async function layOut(command: Command | undefined, general: Partial<typeof GENERAL_OPTIONS>): Promise<string> {
  const argument = command?.argument === undefined ? '' : ` <${command.argument.name}>`;
  let parser = yargs([])
    .scriptName('lood')
    .usage(command === undefined ? 'Every command takes' : `lood ${command.name}${argument}\n\n${command.describe}.`)
    .detectLocale(false)
    .help(false)
    .version(false)
    .wrap(WIDTH)
    .updateStrings({ 'Positionals:': 'Data:', 'Options:': 'General:' });
  if (command?.argument) parser = parser.positional(command.argument.name, { describe: command.argument.describe });
  for (const [name, { describe, group, default: shown }] of Object.entries(command?.options ?? {})) {
    parser = parser.option(name, { describe, group, defaultDescription: shown });
  }
  for (const [name, option] of Object.entries(general)) parser = parser.option(name, { ...option, type: 'boolean' });
  return `${(await parser.getHelp()).trim()}\n\n`;
}
