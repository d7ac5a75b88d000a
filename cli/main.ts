#!/usr/bin/env node
// The `lood` command. The only place that sets the exit status of the process.

import { AuditError } from '../src/base/errors.ts';
import { runCli } from './cli.ts';
import { EXIT } from './exitCodes.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`lood … | head`) is no error; the run goes on to its exit status.
  if (error.code === 'EPIPE') return;
  const got = error.code === 'ENOSPC' ? 'a full disk' : (error.code ?? 'an error');
  const text = { expected: 'stdout to take what was written to it', got, try: 'another place, for example --out with a folder' };
  process.stderr.write(`${new AuditError('WRITE_FAILED', text).message}\n`);
  process.exitCode = EXIT.failed;
});
// Progress and messages that nobody takes must not stop the work.
process.stderr.on('error', () => {});

const code = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  interrupt: (stop) => {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  },
});
// Output that was lost stays a failure.
process.exitCode ??= code;
