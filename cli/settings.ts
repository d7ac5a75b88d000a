// Which settings hold? Those of the config file and, before them, those of the command line; each goes through the reader of its option.

import { AuditError } from '../src/base/errors.ts';
import type { Command } from './command.ts';
import { type CommandLine, camelCase } from './commandLine.ts';
import { type ConfigEntry, readConfig } from './config.ts';
import { type Place, refuse, text } from './options.ts';

export interface Settings {
  /** What the handler gets: the argument and the given options, in camelCase. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** The option that names a config file, where a command has one. */
const CONFIG = 'config';
/** Switches that may stand in a config file. */
const SWITCHES = ['quiet', 'verbose'] as const;

/** @throws AuditError of kind `input` */
export function readSettings(line: CommandLine, command: Command): Settings {
  const { [CONFIG]: configOption, ...options } = command.options;
  const given = new Map(Object.entries(line.values).map(([name, value]) => [name, onCommandLine(name, value, command)]));
  const config = given.get(CONFIG);
  given.delete(CONFIG);
  const argument = command.argument?.name;
  const inFile: ReadonlyMap<string, ConfigEntry> =
    configOption === undefined || config === undefined
      ? new Map()
      : readConfig(
          configOption.read(config.value, config.place) as string,
          [...(argument === undefined ? [] : [argument]), ...Object.keys(options), ...SWITCHES],
          command.name,
        );
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    // What stands in the file is read even where a flag wins: a mistake in it is a mistake.
    const settings = [inFile.get(name), given.get(name)].filter((entry) => entry !== undefined);
    for (const { value, place } of settings) values[camelCase(name)] = option.read(value, place);
  }
  if (argument !== undefined) values[argument] = readArgument(line.argument, inFile.get(argument), command);
  const [quiet, verbose] = SWITCHES.map((name) => line.general[name] || isOn(inFile.get(name))) as [boolean, boolean];
  return { values, quiet, verbose };
}

function onCommandLine(name: string, value: string | readonly string[], command: Command): ConfigEntry {
  const place: Place = { name: `--${name}`, with: (example) => `--${name} ${example}` };
  if (typeof value === 'string') return { value, place };
  if (command.options[name]?.repeatable) return { value: value.join(','), place };
  return refuse(place, 'given once', value.join(' and '), value.at(-1) ?? '');
}

function readArgument(word: string | undefined, entry: ConfigEntry | undefined, { name, argument }: Command): string {
  const example = argument?.example ?? '';
  if (entry !== undefined && word === undefined) return text(example)(entry.value, entry.place);
  if (word !== undefined && word !== '') return word;
  throw new AuditError('OPTION_INVALID', {
    expected: `<${argument?.name}> after lood ${name}: ${argument?.describe}`,
    got: word === undefined ? 'none' : 'an empty word',
    try: `lood ${name} ${example}`,
  });
}

function isOn(entry: ConfigEntry | undefined): boolean {
  if (entry === undefined || typeof entry.value === 'boolean') return entry?.value === true;
  return refuse(entry.place, 'true or false', entry.value, 'true');
}
