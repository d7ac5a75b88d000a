#!/usr/bin/env node
// The `lood` command. The only place that sets the exit status of the process.

import { runCli } from './cli.ts';

// A reader that has seen enough (`lood … | head`) is no error; the run goes on to its exit status.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  interrupt: (stop) => {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  },
});
