// How is training spread over the machine? One process for each processor, each with its own TensorFlow.js on one thread; whoever is free takes the next unit.
// Called by the validation pipeline in src/audit.

import { type ChildProcess, fork } from 'node:child_process';
import { AuditError, throwIfCancelled } from '../../base/errors.ts';
import { packageFile } from '../../base/packageFile.ts';
import type { OnProgress } from '../../base/progress.ts';
import type { FoundBlas } from '../../linalg/blas/findBlas.ts';
import type { BackendName } from '../tensorflow/backendNames.ts';
import type { TrainingSpec } from '../training/schedule.ts';
import type { ProcessDescription, Reply, Request, Unit, UnitResult, Workplace } from './messages.ts';

export interface TrainingPoolOptions {
  readonly processes: number;
  /** Takes over the products, where the backend is WebAssembly. */
  readonly blas?: FoundBlas | undefined;
  readonly backend?: BackendName | undefined;
  /** Ends whatever the processes are at, and all that is asked afterwards, with the error CANCELLED. */
  readonly signal?: AbortSignal | undefined;
}

export interface TrainingPool {
  readonly description: ProcessDescription;
  /** The learning rate that is safe for this loss at the start of training. */
  learningRate(loss: TrainingSpec['loss'], seed: number): Promise<number>;
  /**
   * Trains all units; onUnit is called as each is finished, in any order, and the next begins when its promise is kept. The first failure ends all processes;
   * when it is thrown, no promise of onUnit is open and no more progress is reported.
   *
   * @throws AuditError CANCELLED; NUMERICAL_FAILURE when a process fails; what onUnit throws
   */
  train(
    units: readonly Unit[],
    onUnit: (index: number, result: UnitResult) => Promise<void>,
    onProgress?: OnProgress,
  ): Promise<void>;
  /** Ends all processes. */
  close(): void;
}

/** Steps of progress of a unit. */
const PARTS = 1000;

/** @throws AuditError CANCELLED; NUMERICAL_FAILURE as the first process that fails says it */
export async function openTrainingPool(
  workplace: Workplace,
  { processes, blas, backend, signal }: TrainingPoolOptions,
): Promise<TrainingPool> {
  throwIfCancelled(signal);
  const children = Array.from({ length: processes }, () => start(blas));
  const kill = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  const close = () => {
    signal?.removeEventListener('abort', kill);
    kill();
  };
  signal?.addEventListener('abort', kill);
  // A process that was killed for it ends in an error of its own.
  const ask: Ask = (child, request, onShare) =>
    answerOf(child, request, onShare).catch((error) => {
      throwIfCancelled(signal);
      throw error;
    });
  try {
    const opening = { type: 'open', workplace, blas: blas?.path, backend } as const;
    const opened = await Promise.all(children.map((child) => ask(child, opening)));
    const [{ description }] = opened as [(typeof opened)[number]];
    return {
      description,
      learningRate: async (loss, seed) =>
        (await ask(children[0] as ChildProcess, { type: 'learning-rate', loss, seed } as const)).learningRate,
      train: (units, onUnit, onProgress) => trainAll(children, ask, close, units, onUnit, onProgress),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function start(blas: FoundBlas | undefined): ChildProcess {
  const child = fork(packageFile('dist/src/networks/processes/worker.js'), {
    env: { ...process.env, ...blas?.environment },
    execArgv: [],
    serialization: 'advanced',
    // What libraries say would mix with the progress of the command.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // Of a process that nobody asks anything: whoever asks it next hears that it has ended.
  child.on('error', () => {});
  return child;
}

async function trainAll(
  children: readonly ChildProcess[],
  ask: Ask,
  close: () => void,
  units: readonly Unit[],
  onUnit: (index: number, result: UnitResult) => Promise<void>,
  onProgress: OnProgress | undefined,
): Promise<void> {
  let hasFailed = false;
  const shares = new Float64Array(units.length);
  const report = () => {
    if (hasFailed) return;
    onProgress?.({
      stage: 'training',
      done: Math.round(PARTS * shares.reduce((sum, share) => sum + share, 0)),
      total: PARTS * units.length,
    });
  };
  report();
  let next = 0;
  const work = children.map(async (child) => {
    while (next < units.length && !hasFailed) {
      const index = next++;
      const onShare = (share: number) => {
        shares[index] = share;
        report();
      };
      const request = { type: 'unit', unit: units[index] as Unit } as const;
      const { result } = await ask(child, request, onShare);
      await onUnit(index, result);
      onShare(1);
    }
  });
  try {
    await Promise.all(work);
  } catch (error) {
    hasFailed = true;
    close();
    await Promise.allSettled(work);
    throw error;
  }
}

/** Which reply ends a request. */
interface Answers {
  open: 'opened';
  'learning-rate': 'learning-rate';
  unit: 'unit';
}

type Answer<Of extends Request> = Extract<Reply, { type: Answers[Of['type']] }>;

/** One request and its answer; a process does one thing at a time. */
type Ask = <Of extends Request>(child: ChildProcess, request: Of, onShare?: (share: number) => void) => Promise<Answer<Of>>;

function answerOf<Of extends Request>(child: ChildProcess, request: Of, onShare?: (share: number) => void): Promise<Answer<Of>> {
  return new Promise((resolve, reject) => {
    const done = () => {
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onError);
    };
    const fail = (got: string) => {
      done();
      reject(failed(got));
    };
    const onMessage = (reply: Reply) => {
      if (reply.type === 'progress') return onShare?.(reply.share);
      if (reply.type === 'failed') return fail(reply.message);
      done();
      return resolve(reply as Answer<Of>);
    };
    const onExit = (code: number | null, signal: string | null) =>
      fail(`a training process that ended (${signal ?? `status ${code}`})`);
    const onError = (error: Error) => fail(error.message);
    const { exitCode, signalCode } = child;
    if (exitCode !== null || signalCode !== null) return onExit(exitCode, signalCode);
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onError);
    child.send(request, (error) => error && onError(error));
  });
}

function failed(got: string): AuditError {
  return new AuditError('NUMERICAL_FAILURE', {
    expected: 'networks to be trained',
    got,
    try: 'the same command again, which goes on where this one stopped; where memory is short, fewer --threads or a smaller --width',
  });
}
