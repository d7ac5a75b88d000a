// What does the model of a training set look like? From whatever the caller gave to a Gaussian process factored once, with its leave-one-out
// identities: the first half of an audit, and of every search for queries. Called by audit.ts and queries/.

import { throwIfCancelled } from '../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../base/progress.ts';
import type { Warning } from '../base/warnings.ts';
import type { Dataset } from '../data/dataset.ts';
import type { ArraysInput } from '../data/datasetFromArrays.ts';
import { fitToGram, type GaussianProcess } from '../gp/gaussianProcess.ts';
import { gramMatrix } from '../gp/gramMatrix.ts';
import { tileFinisherModule } from '../gp/kernelFinish.ts';
import { type LeaveOneOut, leaveOneOut } from '../gp/leaveOneOut.ts';
import { type NoiseSelection, selectNoiseVariance } from '../gp/noiseVariance.ts';
import { createEngine } from '../linalg/createEngine.ts';
import type { Engine } from '../linalg/engine.ts';
import { assertFitsMemory } from '../linalg/memory.ts';
import { startStopwatch } from './manifest.ts';
import { DEFAULT_NOISE_VARIANCE, type SubjectOptions } from './options.ts';
import { type LoadedSubject, loadSubject, prepareSubject, type RunStage, type Subject } from './subject.ts';

/** Runs and times the stages of one run. */
export interface Clock {
  readonly startedAt: Date;
  readonly timings: ReturnType<typeof startStopwatch>['timings'];
  readonly stage: RunStage;
}

/** A model of the data, and what it came from. */
export interface FittedSubject extends Subject {
  readonly engine: Engine;
  readonly gp: GaussianProcess;
  readonly identities: LeaveOneOut;
  /** σ² without the jitter. */
  readonly noiseVariance: number;
  readonly jitter: number;
  /** How σ² was chosen; null when it was given. */
  readonly noiseSelection: NoiseSelection | null;
  /** Of data, kernel and rounding. */
  readonly allWarnings: readonly Warning[];
  readonly clock: Clock;
}

export interface FitRequest<Ready = undefined> {
  /** Of the options that decide the result, in the order in which the manifest lists them. */
  readonly keys: readonly string[];
  /** Modules that other threads will need besides. */
  readonly modules?: readonly string[];
  /** Reads and checks what else is needed, once the data are prepared and before the work starts: what it refuses, it refuses at once. */
  readonly before?: (subject: Subject) => Ready | Promise<Ready>;
}

/**
 * Fits the model and hands it to `use`, with what `before` made ready; the engine is closed when that is done.
 *
 * Cost: n²d + (2/3)n³ flops, and 14 times (2/3)n³ more with `noiseVariance: 'auto'`; n²/2 doubles, twice that with `auto`.
 *
 * @throws AuditError; `kind` tells input from failure
 */
export async function withFittedSubject<Result, Ready = undefined>(
  data: Dataset | ArraysInput | string,
  options: SubjectOptions,
  { keys, modules = [], before }: FitRequest<Ready>,
  use: (fitted: FittedSubject, ready: Ready) => Promise<Result>,
): Promise<Result> {
  const clock = startClock(options);
  const loaded = await loadSubject(data, options, keys, clock.stage);
  const starting = startEngine(loaded, options, modules);
  // A failure is told where the engine is awaited, unless the data are refused before.
  starting.catch(() => {});
  try {
    const subject = await prepareSubject(loaded, options, clock.stage);
    const ready = (await before?.(subject)) as Ready;
    return await use(await fitModel(await starting, subject, options, clock), ready);
  } finally {
    await starting.then(
      (engine) => engine.close(),
      () => {},
    );
  }
}

/** An engine whose threads start, on other processors, while the data are prepared on this one. */
async function startEngine(
  { dataset, spec }: LoadedSubject,
  { engine: name, threads, limit }: SubjectOptions,
  modules: readonly string[],
): Promise<Engine> {
  const records = Math.min(dataset.records, limit ?? Number.POSITIVE_INFINITY);
  const engine = await createEngine(name, threads, records);
  if (spec.type !== 'precomputed') engine.warmUp(records, dataset.dimensions, [tileFinisherModule(), ...modules]);
  return engine;
}

function startClock({ signal }: SubjectOptions): Clock {
  const { measure, timings } = startStopwatch();
  return {
    startedAt: new Date(),
    timings,
    async stage(name, work) {
      await yieldToEventLoop();
      throwIfCancelled(signal);
      return measure(name, work);
    },
  };
}

async function fitModel(engine: Engine, subject: Subject, options: SubjectOptions, clock: Clock): Promise<FittedSubject> {
  const { dataset, prepared, inputs, kernel } = subject;
  const run: RunOptions = { onProgress: options.onProgress, signal: options.signal };
  assertFitsMemory({
    size: inputs.rows,
    matrices: options.noiseVariance === 'auto' ? 2 : 1,
    // The data as they were read, and as the kernel takes them where that is not the same memory.
    otherBytes: dataset.values.byteLength + (inputs.data.buffer === dataset.values.buffer ? 0 : inputs.data.byteLength),
    threads: engine.threads,
    tileSize: engine.tileSize,
  });
  const gram = await clock.stage('kernel', () => gramMatrix(engine, kernel, inputs, run));

  const { jitter = 0 } = options;
  let noiseSelection: NoiseSelection | null = null;
  if (options.noiseVariance === 'auto') {
    noiseSelection = await clock.stage('noise variance', () =>
      selectNoiseVariance(engine, kernel, inputs, prepared.targets, gram, { ...run, jitter }),
    );
  }
  const noiseVariance = noiseSelection?.noiseVariance ?? (options.noiseVariance as number | undefined) ?? DEFAULT_NOISE_VARIANCE;
  const gp = await clock.stage('factorization', () =>
    fitToGram(engine, kernel, inputs, prepared.targets, gram, noiseVariance + jitter, run),
  );
  const identities = leaveOneOut(gp);
  const allWarnings = [...prepared.warnings, ...subject.warnings, ...roundingWarning(identities, noiseVariance)];
  return { ...subject, engine, gp, identities, noiseVariance, jitter, noiseSelection, allWarnings, clock };
}

/** Estimated relative rounding error of the records' numbers from which it is told: it then shows in the digits of a report. */
const TOLD_ROUNDING = 1e-4;

function roundingWarning({ roundingError }: LeaveOneOut, noiseVariance: number): Warning[] {
  if (roundingError < TOLD_ROUNDING) return [];
  return [
    {
      code: 'ROUNDING',
      message:
        `The kernel matrix is so ill-conditioned at the noise variance ${noiseVariance} that rounding may change the numbers of a record by ` +
        `up to about ${(100 * roundingError).toPrecision(1)}%. A larger noise variance, or fewer nearly equal records, makes them exact.`,
    },
  ];
}
