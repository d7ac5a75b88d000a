#!/usr/bin/env node
// The `lood` command. The only place that sets the exit status of the process.

import { runCli } from './cli.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  interrupt: (stop) => process.once('SIGINT', stop),
});
