// What did the user type? yargs takes the words apart; every complaint about them is made here, as one line in the project's own form.
// What the values mean is decided in settings.ts.

import { closest, distance } from 'fastest-levenshtein';
import yargs, { type Argv } from 'yargs';
import { AuditError } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';
import type { Command } from './command.ts';
import { GENERAL_NAMES, GENERAL_OPTIONS, GENERAL_WORDS, type GeneralOption } from './generalOptions.ts';

export interface CommandLine {
  /** Undefined when none was named, as in `lood --help`. */
  readonly command: Command | undefined;
  /** The word after the command. */
  readonly argument: string | undefined;
  /** Values by option name as typed; an array where an option was given several times. */
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  readonly general: Readonly<Record<GeneralOption, boolean>>;
}

/** @throws AuditError NAME_UNKNOWN, OPTION_INVALID */
export function parseCommandLine(args: readonly string[], commands: readonly Command[]): CommandLine {
  assertSwitches(args);
  // `lood help audit` means `lood audit --help`.
  const words = args[0] === 'help' ? [...args.slice(1), '--help'] : args;
  const { argv, command } = takeApart(words, commands);
  const general = Object.fromEntries(GENERAL_NAMES.map((name) => [name, argv[name] === true])) as CommandLine['general'];
  const rest = argv._.map(String).slice(command === undefined ? 0 : 1);
  if (command === undefined) {
    if (rest.length > 0) throw unknownCommand(rest[0] as string, commands);
    assertKnownOptions(argv, undefined);
    return { command, argument: undefined, values: {}, general };
  }
  assertKnownOptions(argv, command);
  const most = command.argument === undefined ? 0 : 1;
  if (rest.length > most) {
    throw new AuditError('OPTION_INVALID', {
      expected: `${most === 0 ? 'nothing' : 'one word'} after lood ${command.name}`,
      got: `"${plainText(rest[most] as string, 60)}" as well`,
      try: most === 0 ? `lood ${command.name}` : 'quotes around words with spaces, and commas within lists',
    });
  }
  const values = Object.keys(command.options).flatMap((name) => (argv[name] === undefined ? [] : [[name, argv[name]]]));
  return { command, argument: rest[0], values: Object.fromEntries(values), general };
}

type Parsed = { readonly [name: string]: unknown; readonly _: readonly (string | number)[] };

function takeApart(args: readonly string[], commands: readonly Command[]): { argv: Parsed; command: Command | undefined } {
  let command: Command | undefined;
  const parser = commands.reduce<Argv>(
    (builder, item) =>
      builder.command(
        item.name,
        item.describe,
        // nargs makes `-` and `-1,1` values of the option before them.
        (inner) => inner.options(Object.fromEntries(Object.keys(item.options).map((name) => [name, { nargs: 1 }]))),
        () => {
          command = item;
        },
      ),
    yargs()
      .scriptName('lood')
      .detectLocale(false)
      .help(false)
      .version(false)
      .exitProcess(false)
      // Labels such as 007 stay text, and dots and "no-" are parts of names.
      .parserConfiguration({
        'parse-numbers': false,
        'parse-positional-numbers': false,
        'dot-notation': false,
        'boolean-negation': false,
      })
      .options(Object.fromEntries(GENERAL_NAMES.map((name) => [name, { ...GENERAL_OPTIONS[name], type: 'boolean' }])))
      .fail((message, error) => {
        throw error ?? new Error(message);
      }),
  );
  try {
    const argv = parser.parseSync([...args]) as unknown as Parsed;
    return { argv, command };
  } catch (cause) {
    const valueless = /^Not enough arguments following: (.+)$/.exec((cause as Error).message)?.[1];
    throw new AuditError(
      'OPTION_INVALID',
      valueless === undefined
        ? { expected: 'options that lood knows', got: 'one with a reserved name such as --constructor', try: 'lood --help' }
        : {
            expected: `a value after --${plainText(valueless, 40)}`,
            got: 'none',
            try: `--${plainText(valueless, 40)}=VALUE, with the = where the value begins with a dash`,
          },
      {},
      cause,
    );
  }
}

/** yargs reads `--quiet=maybe` as false without a word. */
function assertSwitches(args: readonly string[]): void {
  const wrong = args.find((word) => GENERAL_NAMES.some((name) => word.startsWith(`--${name}=`)) && !/=(true|false)$/.test(word));
  if (wrong === undefined) return;
  const [name = '', value = ''] = wrong.split(/=(.*)/s);
  throw new AuditError('OPTION_INVALID', {
    expected: `${name} to stand alone, or with true or false`,
    got: `"${plainText(value, 60)}"`,
    try: name,
  });
}

function assertKnownOptions(argv: Parsed, command: Command | undefined): void {
  const own = Object.keys(command?.options ?? {});
  const known = [...own, ...GENERAL_NAMES];
  const accepted = new Set(['_', '$0', ...own, ...own.map(camelCase), ...GENERAL_WORDS]);
  const unknown = Object.keys(argv).find((name) => !accepted.has(name));
  if (unknown === undefined) return;
  const name = nearestName(unknown, known);
  const near = name === undefined ? '' : `--${name}, or `;
  throw new AuditError(
    'NAME_UNKNOWN',
    {
      expected: command === undefined ? 'a command before its options' : `an option of lood ${command.name}`,
      got: `"${unknown.length === 1 ? '-' : '--'}${plainText(unknown, 60)}"`,
      try: command === undefined ? 'lood audit digits, or lood --help' : `${near}lood ${command.name} --help`,
    },
    { name: unknown },
  );
}

/** Largest number of changed letters that is still taken for a slip of the fingers; in long words, a third of the letters. */
const SLIP = 2;

/**
 * The first name that begins with what was typed, else the one that takes the fewest changes of letters; undefined when that would be
 * another word rather than a slip.
 */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  const beginning = known.find((name) => name.startsWith(typed));
  if (beginning !== undefined || known.length === 0) return beginning;
  const word = typed.slice(0, 60);
  const near = closest(word, known);
  return distance(word, near) <= Math.max(SLIP, word.length / 3) ? near : undefined;
}

/** `noise-variance` as `noiseVariance`. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function unknownCommand(word: string, commands: readonly Command[]): AuditError {
  const names = commands.map(({ name }) => name);
  const near = nearestName(word, names);
  return new AuditError(
    'NAME_UNKNOWN',
    {
      expected: `a command (${names.join(', ')})`,
      got: `"${plainText(word, 60)}"`,
      try: near !== undefined ? `lood ${near}` : `lood audit ${plainText(word, 60)}, if that is your data, or lood --help`,
    },
    { name: word },
  );
}
