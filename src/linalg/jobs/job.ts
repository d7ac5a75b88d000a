// What work can a pool of threads be given, and how do threads share it without locks? A job is a list of numbered tasks in an order in
// which each depends only on earlier ones. Threads take the next number from a shared counter, wait on flags of what they read,
// and raise flags for what they finished. Every tile is written by one task in one order of operations, so results are the same to
// the last bit for any number of threads.

import type { TileKernel } from '../tileKernel/tileKernel.ts';

/** Raised inside a task when the job was stopped by the caller or by another thread's failure. */
export class JobStopped extends Error {}

/** Places in the shared control array, before the flags. */
const NEXT = 0;
const DONE = 1;
const STOP = 2;
const HEADER = 3;

/** The shared state of one run of a job: the counter of tasks taken and done, a stop request, and one flag for each task. */
export class TaskQueue {
  readonly control: Int32Array;
  readonly taskCount: number;

  constructor(taskCount: number, control: Int32Array = new Int32Array(new SharedArrayBuffer(4 * (HEADER + taskCount)))) {
    this.taskCount = taskCount;
    this.control = control;
  }

  /** The number of the next task, or undefined when none is left or the job was stopped. */
  take(): number | undefined {
    if (Atomics.load(this.control, STOP) !== 0) return undefined;
    const task = Atomics.add(this.control, NEXT, 1);
    return task < this.taskCount ? task : undefined;
  }

  /** Blocks until the task is finished. @throws JobStopped */
  waitFor(task: number): void {
    const { control } = this;
    const flag = HEADER + task;
    while (Atomics.load(control, flag) === 0) {
      if (Atomics.load(control, STOP) !== 0) throw new JobStopped();
      // The timeout is for a stop request that arrives between the two loads.
      Atomics.wait(control, flag, 0, 50);
    }
  }

  finish(task: number): void {
    Atomics.store(this.control, HEADER + task, 1);
    Atomics.notify(this.control, HEADER + task);
    Atomics.add(this.control, DONE, 1);
  }

  get done(): number {
    return Atomics.load(this.control, DONE);
  }

  stop(): void {
    Atomics.store(this.control, STOP, 1);
  }

  get stopped(): boolean {
    return Atomics.load(this.control, STOP) !== 0;
  }
}

/** A kind of job: how many tasks, how to do one. `Spec` crosses threads, hence holds plain data and shared memory only. */
export interface JobKind<Spec> {
  taskCount(spec: Spec): number;
  /** Relative cost of each task, for progress. */
  costs(spec: Spec): ArrayLike<number>;
  /** Called once in each thread; the function it returns does the task of that number. */
  prepare(spec: Spec, kernel: TileKernel, queue: TaskQueue): (task: number) => void;
}
