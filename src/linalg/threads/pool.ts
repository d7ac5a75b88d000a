// How is a job spread over threads? A pool of worker threads, started at the first job that is worth it and idle between jobs; small jobs
// are done in the calling thread. An idle pool does not keep the process alive.

import { Worker } from 'node:worker_threads';
import { AuditError, throwIfCancelled } from '../../base/errors.ts';
import { packageFile } from '../../base/packageFile.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import { TaskQueue } from '../jobs/job.ts';
import { doTasks, type JobName, type JobPart, type JobSpecs, jobKind } from '../jobs/kinds.ts';
import { createTileKernel, type TileKernelSpec } from '../tileKernel/createTileKernel.ts';
import type { TileKernel } from '../tileKernel/tileKernel.ts';
import type { LoadRequest, PortableFunction, WorkerReply, WorkerRequest } from './worker.ts';

/** How a job reports: the name of its stage, and which part of the stage it is. */
export interface Stage {
  readonly name: string;
  /** Share of the stage before this job, and this job's own share; both in [0, 1]. */
  readonly before: number;
  readonly share: number;
}

export interface Job<Name extends JobName> {
  readonly name: Name;
  readonly spec: JobSpecs[Name];
  readonly stage?: Stage;
  /** The caller's part of the job, in this thread and for other threads. */
  readonly part?: { readonly local: JobPart; readonly portable: PortableFunction | undefined };
}

/** Units of a stage's progress. */
const PARTS = 1000;

const PROGRESS_INTERVAL_MS = 100;

export class ThreadPool {
  readonly threads: number;
  readonly #kernelSpec: TileKernelSpec;
  #workers: Worker[] = [];
  #localKernel: TileKernel | undefined;
  /** The end of the job that was given last. */
  #last: Promise<void> = Promise.resolve();

  constructor(threads: number, kernelSpec: TileKernelSpec) {
    this.threads = threads;
    this.#kernelSpec = kernelSpec;
  }

  /** Starts the threads and has them load these modules, without waiting for either. */
  warmUp(modules: readonly string[]): void {
    this.#startMissing();
    for (const worker of this.#workers) worker.postMessage({ load: modules } satisfies LoadRequest);
  }

  /** Does a job on all threads. @throws AuditError CANCELLED, or what a task threw; all threads have stopped by then */
  run<Name extends JobName>(job: Job<Name>, run: RunOptions): Promise<void> {
    return this.#inTurn(() => this.#runOnThreads(job, run));
  }

  /** The same in this thread, with a turn for the event loop after each task. */
  runHere<Name extends JobName>(job: Job<Name>, run: RunOptions): Promise<void> {
    return this.#inTurn(() => this.#runInThisThread(job, run));
  }

  /** Jobs are done one after the other, in the order given: each needs the threads, and what their tile kernels hold, for itself. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #runOnThreads<Name extends JobName>({ name, spec, stage, part }: Job<Name>, run: RunOptions): Promise<void> {
    throwIfCancelled(run.signal);
    const kind = jobKind(name);
    const taskCount = kind.taskCount(spec);
    const queue = new TaskQueue(taskCount);
    const stop = () => queue.stop();
    const report = progressReporter(stage, kind.costs(spec), run);
    const timer = setInterval(() => !queue.stopped && report(queue.done), PROGRESS_INTERVAL_MS);
    run.signal?.addEventListener('abort', stop);
    report(0);
    try {
      this.#startMissing();
      const request: WorkerRequest = { name, spec, control: queue.control, taskCount, part: part?.portable };
      const outcomes = await Promise.allSettled(this.#workers.map((worker) => this.#ask(worker, request, queue)));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      throwIfCancelled(run.signal);
      report(taskCount);
    } finally {
      clearInterval(timer);
      run.signal?.removeEventListener('abort', stop);
    }
  }

  async #runInThisThread<Name extends JobName>({ name, spec, stage, part }: Job<Name>, run: RunOptions): Promise<void> {
    const kind = jobKind(name, part?.local);
    const queue = new TaskQueue(kind.taskCount(spec));
    const report = progressReporter(stage, kind.costs(spec), run);
    report(0);
    throwIfCancelled(run.signal);
    for (const _ of doTasks(kind, spec, this.#kernelOfThisThread(), queue)) {
      report(queue.done);
      throwIfCancelled(run.signal);
      await yieldToEventLoop();
    }
  }

  #kernelOfThisThread(): TileKernel {
    this.#localKernel ??= createTileKernel(this.#kernelSpec);
    return this.#localKernel;
  }

  /** Ends the threads. The pool starts new ones if it is used again. */
  async close(): Promise<void> {
    const workers = this.#workers;
    this.#workers = [];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #startMissing(): void {
    while (this.#workers.length < this.threads) this.#workers.push(this.#start());
  }

  #start(): Worker {
    const worker = new Worker(packageFile('dist/src/linalg/threads/worker.js'), { workerData: this.#kernelSpec });
    // A thread that fails or ends between jobs would never answer the next one, which another will.
    worker.on('error', () => {});
    worker.once('exit', () => {
      this.#workers = this.#workers.filter((other) => other !== worker);
    });
    worker.unref();
    return worker;
  }

  /** Sends the request and waits for the reply; a thread that fails stops the others. */
  #ask(worker: Worker, request: WorkerRequest, queue: TaskQueue): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
        end();
      };
      const lost = (cause: unknown) => {
        queue.stop();
        settle(() => reject(threadLost(cause)));
      };
      const onMessage = (reply: WorkerReply) => {
        if (reply.state === 'done') return settle(resolve);
        const { code, text, details } = reply.error;
        settle(() => reject(new AuditError(code, text, details)));
      };
      const onError = (cause: unknown) => lost(cause);
      const onExit = (code: number) => lost(new Error(`the thread ended with status ${code}`));
      worker.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
      worker.postMessage(request);
    });
  }
}

/** Turns the number of tasks done into the stage's progress, by their costs. */
function progressReporter(
  stage: Stage | undefined,
  costs: ArrayLike<number>,
  { onProgress }: RunOptions,
): (done: number) => void {
  if (!stage || !onProgress) return () => {};
  const sums = new Float64Array(costs.length + 1);
  for (let t = 0; t < costs.length; t++) sums[t + 1] = (sums[t] as number) + (costs[t] as number);
  const all = sums[costs.length] || 1;
  return (done) => {
    const fraction = stage.before + (stage.share * (sums[done] as number)) / all;
    onProgress({ stage: stage.name, done: Math.round(fraction * PARTS), total: PARTS });
  };
}

function threadLost(cause: unknown): AuditError {
  return new AuditError(
    'NUMERICAL_FAILURE',
    {
      expected: 'every thread to do its part',
      got: cause instanceof Error ? cause.message : String(cause),
      try: 'fewer --threads or fewer records (--limit) if memory is short; else running again',
    },
    {},
    cause,
  );
}
