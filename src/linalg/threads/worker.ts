// What does a worker thread do? It waits for jobs, does tasks of each together with the other threads, and reports when it is out of tasks.

import { parentPort, workerData } from 'node:worker_threads';
import { AuditError, type ErrorCode, type ErrorText } from '../../base/errors.ts';
import { JobStopped, TaskQueue } from '../jobs/job.ts';
import { doTasks, type JobName, type JobPart, type JobSpecs, jobKind } from '../jobs/kinds.ts';
import { createTileKernel, type TileKernelSpec } from '../tileKernel/createTileKernel.ts';

/** A function on its way to other threads: what `createForThread(options)` of a module returns. */
export interface PortableFunction {
  /** Absolute URL of the compiled module. */
  readonly module: string;
  /** Plain data and shared memory. */
  readonly options: unknown;
}

export interface WorkerRequest {
  readonly name: JobName;
  readonly spec: JobSpecs[JobName];
  readonly control: Int32Array;
  readonly taskCount: number;
  /** The caller's part of the job. */
  readonly part?: PortableFunction | undefined;
}

/** A request to load modules of which parts of later jobs will be made. */
export interface LoadRequest {
  readonly load: readonly string[];
}

/** An AuditError on its way between threads. */
export interface PortableError {
  readonly code: ErrorCode;
  readonly text: ErrorText;
  readonly details: Readonly<Record<string, unknown>>;
}

export type WorkerReply = { readonly state: 'done' } | { readonly state: 'failed'; readonly error: PortableError };

const port = parentPort;
if (port) {
  const kernel = createTileKernel(workerData as TileKernelSpec);
  port.on('message', async (request: WorkerRequest | LoadRequest) => {
    if ('load' in request) {
      // What cannot be loaded now will fail again, and be reported, when it is needed.
      await Promise.allSettled(request.load.map((module) => import(module)));
      return;
    }
    const { name, spec, control, taskCount, part } = request;
    const queue = new TaskQueue(taskCount, control);
    try {
      const kind = jobKind(name, part && (await loadPart(part)));
      // The names and specs of a request belong together; the compiler cannot see it through the union.
      for (const _ of doTasks(kind, spec as never, kernel, queue));
      port.postMessage({ state: 'done' } satisfies WorkerReply);
    } catch (error) {
      queue.stop();
      if (error instanceof JobStopped) port.postMessage({ state: 'done' } satisfies WorkerReply);
      else port.postMessage({ state: 'failed', error: portable(error) } satisfies WorkerReply);
    }
  });
}

async function loadPart({ module, options }: PortableFunction): Promise<JobPart> {
  const { createForThread } = (await import(module)) as { createForThread: (options: unknown) => JobPart };
  return createForThread(options);
}

function portable(error: unknown): PortableError {
  if (error instanceof AuditError) return { code: error.code, text: error.text, details: error.details };
  return {
    code: 'NUMERICAL_FAILURE',
    text: {
      expected: 'every thread to do its part',
      got: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      try: 'running again with --threads 1, and reporting this if it happens again',
    },
    details: {},
  };
}
