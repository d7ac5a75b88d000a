// What does a model of this training set give away about each record? The whole pipeline, from data to the one result object:
// prepare → kernel → noise variance → one factorization → every record's LOOD and membership test → certificate → summary.

import { AuditError, throwIfCancelled } from '../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../base/progress.ts';
import type { Warning } from '../base/warnings.ts';
import type { Dataset } from '../data/dataset.ts';
import type { ArraysInput } from '../data/datasetFromArrays.ts';
import type { PreparedDataset } from '../data/prepared.ts';
import { leaveOneOutAccuracy, logMarginalLikelihood, logPredictiveDensity } from '../gp/evidence.ts';
import { fitToGram, type GaussianProcess } from '../gp/gaussianProcess.ts';
import { gramMatrix } from '../gp/gramMatrix.ts';
import { tileFinisherModule } from '../gp/kernelFinish.ts';
import { type LeaveOneOut, leaveOneOut } from '../gp/leaveOneOut.ts';
import { type NoiseSelection, selectNoiseVariance } from '../gp/noiseVariance.ts';
import { createEngine } from '../linalg/createEngine.ts';
import type { Engine } from '../linalg/engine.ts';
import { assertFitsMemory } from '../linalg/memory.ts';
import { type AuditedRecords, checkCertificate } from './certificate.ts';
import { membershipCurves } from './curves.ts';
import { exhibitsOf } from './exhibits.ts';
import { manifestOf, startStopwatch } from './manifest.ts';
import { type AuditOptions, assertAuditOptions, DEFAULT_DELTA, DEFAULT_NOISE_VARIANCE } from './options.ts';
import { membershipTasksModule, recordResults } from './recordResults.ts';
import { type AuditResult, RESULT_SCHEMA_VERSION } from './result.ts';
import { type LoadedSubject, loadSubject, prepareSubject, type RunStage, type Subject } from './subject.ts';
import { agreementOf, summarizeRecords } from './summary.ts';
import { verdictOf } from './verdict.ts';

/**
 * Audits every record of a training set.
 *
 * @param data a Dataset, arrays or tensors `{x, y}`, or what loadDataset takes (a path or the name of a built-in set)
 * @param options see AuditOptions; the defaults are the paper's (relu network of depth 5, σ² = 0.1)
 * @returns the result object, from which every report is rendered
 * @throws AuditError; `kind` tells input from failure
 *
 * Cost: n²d + (2/3)n³ flops, and 14 times (2/3)n³ more with `noiseVariance: 'auto'`; n²/2 doubles, twice that with `auto`.
 *
 * @example
 * const result = await audit({ x: features, y: labels }, { kernel: 'rbf', gamma: 1, noiseVariance: 'auto' });
 * const worst = Math.max(...result.records.map((record) => record.auc));
 */
export async function audit(data: Dataset | ArraysInput | string, options: AuditOptions = {}): Promise<AuditResult> {
  assertAuditOptions(options);
  const clock = startClock(options);
  const loaded = await loadSubject(data, options, clock.stage);
  const starting = startEngine(loaded, options);
  // A failure is told where the engine is awaited, unless the data are refused before.
  starting.catch(() => {});
  try {
    const subject = await prepareSubject(loaded, options, clock.stage);
    return await auditSubject(await starting, subject, options, clock);
  } finally {
    await starting.then(
      (engine) => engine.close(),
      () => {},
    );
  }
}

/** An engine whose threads start, on other processors, while the data are prepared on this one. */
async function startEngine({ dataset, spec }: LoadedSubject, { engine: name, threads, limit }: AuditOptions): Promise<Engine> {
  const records = Math.min(dataset.records, limit ?? Number.POSITIVE_INFINITY);
  const engine = await createEngine(name, threads, records);
  if (spec.type !== 'precomputed') {
    engine.warmUp(records, dataset.dimensions, [tileFinisherModule(), membershipTasksModule()]);
  }
  return engine;
}

/** Runs and times the stages of one audit. */
interface Clock {
  readonly startedAt: Date;
  readonly timings: ReturnType<typeof startStopwatch>['timings'];
  readonly stage: RunStage;
}

function startClock({ signal }: AuditOptions): Clock {
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

async function auditSubject(
  engine: Engine,
  { dataset, prepared, inputs, spec, kernel, warnings: kernelWarnings, settings }: Subject,
  options: AuditOptions,
  { startedAt, timings, stage }: Clock,
): Promise<AuditResult> {
  const run: RunOptions = { onProgress: options.onProgress, signal: options.signal };
  assertFitsMemory({
    size: inputs.rows,
    matrices: options.noiseVariance === 'auto' ? 2 : 1,
    // The data as they were read, and as the kernel takes them where that is not the same memory.
    otherBytes: dataset.values.byteLength + (inputs.data.buffer === dataset.values.buffer ? 0 : inputs.data.byteLength),
    threads: engine.threads,
    tileSize: engine.tileSize,
  });
  const gram = await stage('kernel', () => gramMatrix(engine, kernel, inputs, run));

  const { jitter = 0 } = options;
  let selection: NoiseSelection | null = null;
  if (options.noiseVariance === 'auto') {
    selection = await stage('noise variance', () =>
      selectNoiseVariance(engine, kernel, inputs, prepared.targets, gram, { ...run, jitter }),
    );
  }
  const noiseVariance = selection?.noiseVariance ?? (options.noiseVariance as number | undefined) ?? DEFAULT_NOISE_VARIANCE;
  const gp = await stage('factorization', () =>
    fitToGram(engine, kernel, inputs, prepared.targets, gram, noiseVariance + jitter, run),
  );
  const identities = leaveOneOut(gp);
  const warnings: Warning[] = [...prepared.warnings, ...kernelWarnings, ...roundingWarning(identities, noiseVariance)];
  const delta = options.delta ?? DEFAULT_DELTA;
  const { records, pairs, relativeError } = await stage('records', () =>
    recordResults(engine, gp, identities, prepared.rows, prepared.labels, delta, run, dataset.recordNames),
  );

  const kls = records.map((record) => record.kl);
  const ranked = kls.map((_, i) => i).sort((a, b) => (kls[b] as number) - (kls[a] as number) || a - b);
  const recordOf = (position: number) => prepared.rows[position] as number;
  const certificate = await stage('certificate', () =>
    certify(gp, { ranked, kls, recordOf }, prepared.selection.seed, warnings, run),
  );
  const curves = await stage('curves', () => membershipCurves(pairs, recordOf, ranked));

  return {
    kind: 'lood-audit',
    schemaVersion: RESULT_SCHEMA_VERSION,
    dataset: describeDataset(prepared),
    preprocessing: {
      normalize: prepared.normalization.method,
      mean: [...prepared.normalization.mean],
      scale: [...prepared.normalization.scale],
      classes: prepared.selection.classes === null ? null : [...prepared.selection.classes],
      limit: prepared.selection.limit,
      seed: prepared.selection.seed,
    },
    model: {
      kernel: { ...spec },
      kernelDescription: kernel.description,
      noiseVariance,
      ...(jitter > 0 && { jitter }),
      noiseSelection:
        selection === null ? null : { criterion: 'leave-one-out log predictive density', curve: [...selection.curve] },
      logMarginalLikelihood: logMarginalLikelihood(gp),
      logPredictiveDensity: logPredictiveDensity(gp, identities),
      leaveOneOutAccuracy: leaveOneOutAccuracy(gp, identities),
    },
    records: [...records],
    summary: summarizeRecords(records, prepared.classes.length),
    membership: { test: 'likelihood ratio, exact', delta, relativeError, ...curves },
    agreement: agreementOf(records),
    certificate,
    exhibits: exhibitsOf(dataset, ranked, prepared.rows),
    verdict: verdictOf(records, options.failAbove),
    warnings: deduplicate(warnings),
    manifest: manifestOf(engine, settings, prepared.selection.seed, startedAt, timings),
  };
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

/** The certificate's numerical check; its failure is a warning and a null certificate, never a lost audit. */
async function certify(
  gp: GaussianProcess,
  audited: AuditedRecords,
  seed: number,
  warnings: Warning[],
  run: RunOptions,
): Promise<AuditResult['certificate']> {
  try {
    return await checkCertificate(gp, audited, seed, run);
  } catch (error) {
    if (!(error instanceof AuditError) || error.code === 'CANCELLED') throw error;
    warnings.push({
      code: 'CERTIFICATE_UNCHECKED',
      message: `The certificate could not be checked numerically. ${error.message}`,
    });
    return null;
  }
}

function describeDataset({ dataset, rows, labels, classes }: PreparedDataset): AuditResult['dataset'] {
  const { name, format, sha256, records, dimensions, image, columns } = dataset;
  return {
    name,
    format,
    sha256,
    recordsInInput: records,
    records: rows.length,
    dimensions,
    image: image ?? null,
    columns: columns === undefined ? null : columns.map(copyColumn),
    classes: classes.map((item, index) => ({
      ...item,
      records: labels.reduce((sum, label) => sum + (label === index ? 1 : 0), 0),
    })),
  };
}

function copyColumn(column: NonNullable<Dataset['columns']>[number]): NonNullable<AuditResult['dataset']['columns']>[number] {
  return column.kind === 'numeric' ? { ...column } : { ...column, categories: [...column.categories] };
}

function deduplicate(warnings: readonly Warning[]): Warning[] {
  return [...new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning])).values()];
}
