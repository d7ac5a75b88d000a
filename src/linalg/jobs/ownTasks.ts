// Work that is no linear algebra but can be cut into independent tasks, shared by the same threads.

import type { JobKind } from './job.ts';

/** Does the task of this number. */
export type DoTask = (task: number) => void;

export interface OwnTasksSpec {
  readonly taskCount: number;
}

export const ownTasks = (doTask: DoTask = () => {}): JobKind<OwnTasksSpec> => ({
  taskCount: ({ taskCount }) => taskCount,
  costs: ({ taskCount }) => new Float64Array(taskCount).fill(1),
  prepare: () => doTask,
});
