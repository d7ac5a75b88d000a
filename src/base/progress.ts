// How far is a long computation? The library reports through this callback and prints nothing itself.

/** One step of progress: `done` of `total` units of the named stage. */
export interface Progress {
  /** Stable id of the stage, for example `kernel` or `factorization`. */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

export type OnProgress = (progress: Progress) => void;

/** Options that every long-running function takes. */
export interface RunOptions {
  /** Called at least at the start (`done` 0) and the end (`done` = `total`) of each stage. */
  readonly onProgress?: OnProgress | undefined;
  /** Stops the computation between units of work with the error `CANCELLED`. */
  readonly signal?: AbortSignal | undefined;
}

/** Gives the event loop a turn, so that progress is drawn and Ctrl-C is heard during synchronous work. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
