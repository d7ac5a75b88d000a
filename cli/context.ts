// What does a command see of the world? Streams, a signal that Ctrl-C raises, and nothing else, so that tests can run commands in-process.

import type { ExitCode } from './exitCodes.ts';

export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface Io {
  /** Machine-readable output, and help when asked for. */
  readonly stdout: OutputStream;
  /** Progress, summaries and errors. */
  readonly stderr: OutputStream;
  /** Registers what to do on the first Ctrl-C; the second ends the process at once, as usual. */
  readonly interrupt: (stop: () => void) => void;
}

export interface CommandContext {
  readonly io: Io;
  readonly signal: AbortSignal;
  /** One line for people, on stderr; silent with --quiet. */
  readonly say: (line: string) => void;
  readonly quiet: boolean;
}

/** A command's work: returns the exit status, throws AuditError. */
export type Handler<Settings> = (settings: Settings, context: CommandContext) => Promise<ExitCode>;
