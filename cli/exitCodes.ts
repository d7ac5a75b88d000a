// What does the exit status of `lood` say? Documented in `lood --help`; scripts rely on it.

export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  /** A --fail-above limit was exceeded; the reports are written all the same. */
  limitExceeded: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
