// How does a command line become a call? yargs parses; one file per command does the work; errors become one line and an exit code.

import yargs, { type Argv } from 'yargs';
import { packageDescription } from '../src/audit/manifest.ts';
import { AuditError } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';
import type { Command } from './command.ts';
import { auditCommand } from './commands/audit.ts';
import { datasetCommand } from './commands/dataset.ts';
import { doctorCommand } from './commands/doctor.ts';
import { reportCommand } from './commands/report.ts';
import type { CommandContext, Io } from './context.ts';
import { EXIT, type ExitCode } from './exitCodes.ts';
import { fullHelp } from './help.ts';

export const COMMANDS: readonly Command[] = [auditCommand, datasetCommand, reportCommand, doctorCommand];

/** Runs one command line; never throws, never exits the process. */
export async function runCli(args: readonly string[], io: Io): Promise<ExitCode> {
  const abort = new AbortController();
  io.interrupt(() => abort.abort());
  let code: ExitCode = EXIT.done;
  const parser = createParser(args, (command, argv) => async () => {
    const quiet = argv.quiet === true;
    const say = (line: string) => void (quiet || io.stderr.write(`${line}\n`));
    const context: CommandContext = { io, signal: abort.signal, say, quiet };
    code = await command.handler(argv, context);
  });
  try {
    if (args.length === 0 || (args.length === 1 && ['--help', '-h', 'help'].includes(args[0] as string))) {
      io.stdout.write(await fullHelp(COMMANDS));
      return args.length === 0 ? EXIT.usage : EXIT.done;
    }
    await parser.parse([...args], {}, (_error, _argv, output) => {
      if (output) io.stdout.write(`${output}\n`);
    });
    return code;
  } catch (error) {
    return report(error, args.includes('--verbose'), io);
  }
}

/** What stands wrong in the command line itself, as against what it asks for. */
class UsageError extends Error {}

function createParser(
  args: readonly string[],
  run: (command: Command, argv: Record<string, unknown>) => () => Promise<void>,
): Argv {
  let parser = yargs([...args])
    .scriptName('lood')
    .usage('$0 <command>')
    .version(packageDescription().version)
    .help()
    .alias('help', 'h')
    .strict()
    .recommendCommands()
    .demandCommand(1, 'Expected a command. Got none. Try lood --help.')
    .wrap(100)
    .showHelpOnFail(false)
    .exitProcess(false)
    .fail((message, error) => {
      // yargs passes its own complaints as message (with or without an error of its own), a handler's failure as error alone.
      if (error instanceof AuditError || (error && !message)) throw error;
      throw new UsageError(message);
    });
  for (const command of COMMANDS) {
    parser = parser.command(
      command.command,
      command.describe,
      (builder) => command.options(builder).option('quiet', QUIET).option('verbose', VERBOSE),
      (argv) => run(command, argv)(),
    );
  }
  return parser;
}

export const QUIET = {
  type: 'boolean',
  default: false,
  describe: 'No progress and no summary on stderr',
  group: 'Output:',
} as const;
export const VERBOSE = {
  type: 'boolean',
  default: false,
  describe: 'Show the stack trace of an error',
  group: 'Output:',
} as const;

function report(error: unknown, verbose: boolean, io: Io): ExitCode {
  if (error instanceof UsageError) {
    io.stderr.write(`${plainText(error.message.replaceAll('\n', ' '), 1000)} See lood --help.\n`);
    return EXIT.usage;
  }
  const message = error instanceof Error ? error.message : String(error);
  const line =
    error instanceof AuditError
      ? message
      : `Expected the command to finish. Got an unforeseen error: ${message}. Try --verbose and report it.`;
  io.stderr.write(`${plainText(line, 2000)}\n`);
  if (verbose && error instanceof Error) {
    io.stderr.write(`${error.stack ?? ''}\n`);
    if (error.cause instanceof Error) io.stderr.write(`caused by ${error.cause.stack ?? error.cause.message}\n`);
  }
  return error instanceof AuditError && error.kind === 'input' ? EXIT.usage : EXIT.failed;
}
