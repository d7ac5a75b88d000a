// Which jobs can a worker thread be sent, by name?

import type { TileKernel } from '../tileKernel/tileKernel.ts';
import { type ApplySpec, applyInverse } from './applyInverse.ts';
import { type CholeskySpec, cholesky } from './cholesky.ts';
import { type ColumnSquaresSpec, columnSquares } from './columnSquares.ts';
import { type InvertLowerSpec, invertLower } from './invertLower.ts';
import type { JobKind, TaskQueue } from './job.ts';
import { type DoTask, type OwnTasksSpec, ownTasks } from './ownTasks.ts';
import { type ProductSpec, product } from './product.ts';
import { type FinishTile, type SymmetricProductSpec, symmetricProduct } from './symmetricProduct.ts';
import { type TransposedProductSpec, transposedProduct } from './transposedProduct.ts';

export interface JobSpecs {
  cholesky: CholeskySpec;
  invertLower: InvertLowerSpec;
  symmetricProduct: SymmetricProductSpec;
  product: ProductSpec;
  transposedProduct: TransposedProductSpec;
  applyInverse: ApplySpec;
  columnSquares: ColumnSquaresSpec;
  ownTasks: OwnTasksSpec;
}

/** What the caller of a job brings along: the last step of products, or all of ownTasks. */
export type JobPart = FinishTile | DoTask;

export type JobName = keyof JobSpecs;

/** The job of that name. */
export function jobKind<Name extends JobName>(name: Name, part?: JobPart): JobKind<JobSpecs[Name]> {
  const kinds: { [N in JobName]: JobKind<JobSpecs[N]> } = {
    cholesky,
    invertLower,
    symmetricProduct: symmetricProduct(part as FinishTile | undefined),
    product: product(part as FinishTile | undefined),
    transposedProduct,
    applyInverse,
    columnSquares,
    ownTasks: ownTasks(part as DoTask | undefined),
  };
  return kinds[name];
}

/** Does tasks of the queue in this thread until none is left; pauses after each, so that the caller can look up. */
export function* doTasks<Spec>(kind: JobKind<Spec>, spec: Spec, kernel: TileKernel, queue: TaskQueue): Generator<void> {
  kernel.forget();
  const doTask = kind.prepare(spec, kernel, queue);
  for (let task = queue.take(); task !== undefined; task = queue.take()) {
    doTask(task);
    queue.finish(task);
    yield;
  }
}
