// What can lood do? `lood --help` shows every command with every option, its default and its unit, so that nobody has to guess.

import yargs from 'yargs';
import type { Command } from './command.ts';

const INTRODUCTION = `lood: what does a model give away about the records it was trained on?

  lood audit digits --limit 1000 --out out     audit built-in data, open out/report.html
  lood audit mydata.csv --label-column y       audit your own table
  lood <command> --help                        one command alone

Exit codes: 0 done, 1 failed, 2 wrong usage or input, 3 a --fail-above limit exceeded (reports are written).
`;

export async function fullHelp(commands: readonly Command[]): Promise<string> {
  const parts = await Promise.all(commands.map(commandHelp));
  return [INTRODUCTION, ...parts].join('\n');
}

async function commandHelp(command: Command): Promise<string> {
  const parser = command.options(yargs([]).scriptName('lood').usage(`lood ${command.command}\n${command.describe}`));
  const text = await parser.version(false).help(false).wrap(100).getHelp();
  return `${'─'.repeat(100)}\n${text}\n`;
}
