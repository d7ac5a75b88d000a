// How does a command line become an exit status? Parsed, read, handed to one command; errors become one line. Called by main.ts and by tests.

import { types } from 'node:util';
import { packageDescription } from '../src/audit/manifest.ts';
import { AuditError } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';
import type { Command } from './command.ts';
import { parseCommandLine } from './commandLine.ts';
import { attackCommand } from './commands/attack.ts';
import { auditCommand } from './commands/audit.ts';
import { datasetCommand } from './commands/dataset.ts';
import { doctorCommand } from './commands/doctor.ts';
import { landscapeCommand } from './commands/landscape.ts';
import { queryCommand } from './commands/query.ts';
import { reconstructCommand } from './commands/reconstruct.ts';
import { reportCommand } from './commands/report.ts';
import { validateCommand } from './commands/validate.ts';
import type { Io } from './context.ts';
import { EXIT, type ExitCode } from './exitCodes.ts';
import { commandHelp, fullHelp } from './help.ts';
import { readSettings } from './settings.ts';

export const COMMANDS: readonly Command[] = [
  auditCommand,
  queryCommand,
  landscapeCommand,
  reconstructCommand,
  attackCommand,
  validateCommand,
  datasetCommand,
  reportCommand,
  doctorCommand,
];

/** Runs one command line; never throws, never exits the process. */
export async function runCli(args: readonly string[], io: Io): Promise<ExitCode> {
  const abort = new AbortController();
  io.interrupt(() => abort.abort());
  let verbose = args.includes('--verbose');
  try {
    const line = parseCommandLine(args, COMMANDS);
    const { command, general } = line;
    if (general.version && !general.help) {
      io.stdout.write(`${packageDescription().version}\n`);
      return EXIT.done;
    }
    if (command === undefined || general.help) {
      const help = await (command === undefined ? fullHelp(COMMANDS) : commandHelp(command));
      (general.help ? io.stdout : io.stderr).write(help);
      return general.help ? EXIT.done : EXIT.usage;
    }
    const settings = readSettings(line, command);
    verbose ||= settings.verbose;
    const say = (text: string) => void (settings.quiet || io.stderr.write(`${text}\n`));
    return await command.handler(settings.values, { io, signal: abort.signal, say, quiet: settings.quiet });
  } catch (error) {
    return reportError(error, verbose, io);
  }
}

function reportError(error: unknown, verbose: boolean, io: Io): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
  const line =
    error instanceof AuditError
      ? message
      : `Expected the command to finish. Got an unforeseen error: ${message}. Try --verbose and report what it shows.`;
  io.stderr.write(`${plainText(line, 2000)}\n`);
  for (let cause = error; verbose && types.isNativeError(cause); cause = cause.cause) {
    io.stderr.write(`${cause === error ? '' : 'caused by '}${plainStack(cause)}\n`);
  }
  return error instanceof AuditError && error.kind === 'input' ? EXIT.usage : EXIT.failed;
}

/** The message of an operating-system error holds file names as they are. */
function plainStack({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .map((line) => plainText(line, 500))
    .join('\n');
}
