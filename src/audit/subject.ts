// What is audited? The data as the kernel takes them, from whatever the caller gave, and the settings that this came from. Called by fitSubject.ts.

import { AuditError } from '../base/errors.ts';
import type { Warning } from '../base/warnings.ts';
import type { Dataset } from '../data/dataset.ts';
import { type ArraysInput, datasetFromArrays } from '../data/datasetFromArrays.ts';
import { parseImageShape } from '../data/imageShape.ts';
import { loadDataset } from '../data/loadDataset.ts';
import { prepareDataset } from '../data/prepareDataset.ts';
import type { PreparedDataset } from '../data/prepared.ts';
import { prepareGram } from '../data/prepareGram.ts';
import { createKernel } from '../kernels/createKernel.ts';
import type { Kernel, KernelSpec } from '../kernels/kernel.ts';
import type { Matrix } from '../linalg/matrix.ts';
import { chooseKernel } from './kernelChoice.ts';
import { DEFAULT_NOISE_VARIANCE, type SubjectOptions } from './options.ts';

/** The data as they were read, and the kernel's specification. */
export interface LoadedSubject {
  readonly dataset: Dataset;
  readonly spec: KernelSpec;
  readonly warnings: readonly Warning[];
  /** The options in force, for the manifest. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Subject extends LoadedSubject {
  readonly prepared: PreparedDataset;
  /** X, [n, d], or the Gram matrix [n, n] for a precomputed kernel. */
  readonly inputs: Matrix;
  readonly kernel: Kernel;
}

/** Runs `work` as a stage of the audit under this name. */
export type RunStage = <T>(name: string, work: () => T | Promise<T>) => Promise<T>;

/**
 * @param keys of the options that decide the result, in the order in which the manifest lists them
 * @throws AuditError for options and data that do not fit
 */
export async function loadSubject(
  data: Dataset | ArraysInput | string,
  options: SubjectOptions,
  keys: readonly string[],
  stage: RunStage,
): Promise<LoadedSubject> {
  const { spec, warnings } = chooseKernel(options, Object.keys(options.activations ?? {}));
  const dataset = await stage('load', () => toDataset(data, options));
  return { dataset, spec, warnings, settings: settingsOf(data, spec, options, keys) };
}

/** @throws AuditError for options, data and kernels that do not fit */
export async function prepareSubject(loaded: LoadedSubject, options: SubjectOptions, stage: RunStage): Promise<Subject> {
  const { dataset, spec } = loaded;
  const prepared = await stage('prepare', () => prepareForKernel(dataset, spec, options));
  const { inputs } = prepared;
  return { ...loaded, prepared, inputs, kernel: createKernel(spec, inputs.cols, { activations: options.activations }) };
}

function toDataset(data: Dataset | ArraysInput | string, options: SubjectOptions): Dataset | Promise<Dataset> {
  if (typeof data === 'string') {
    const { featuresKey, labelsKey, labels, labelColumn, onProgress, signal } = options;
    const imageShape = options.imageShape === undefined ? undefined : parseImageShape(options.imageShape);
    return loadDataset(data, { featuresKey, labelsKey, labels, labelColumn, imageShape, onProgress, signal });
  }
  if (typeof data === 'object' && data !== null) return 'sha256' in data ? data : datasetFromArrays(data);
  throw new AuditError('RECORDS_INVALID', {
    expected: 'data to audit: a path, { x, y }, or a data set',
    got: String(data),
    try: "audit('digits'), or audit({ x: features, y: labels })",
  });
}

function prepareForKernel(dataset: Dataset, spec: KernelSpec, options: SubjectOptions): PreparedDataset {
  const { limit, seed } = options;
  // Callers without types like to write classes: [0, 1].
  const classes = options.classes?.map(String);
  if (spec.type !== 'precomputed') return prepareDataset(dataset, { normalize: options.normalize, classes, limit, seed });
  if (options.normalize !== undefined && options.normalize !== 'none') {
    throw new AuditError('OPTION_INVALID', {
      expected: 'no normalization with a precomputed kernel, whose inputs are covariances',
      got: `--normalize ${options.normalize}`,
      try: 'leaving --normalize out',
    });
  }
  return prepareGram(dataset, { classes, limit, seed });
}

/** The options in force: those given, and the kernel with all its defaults filled in, under the names of the options. */
function settingsOf(
  data: Dataset | ArraysInput | string,
  spec: KernelSpec,
  options: SubjectOptions,
  keys: readonly string[],
): Record<string, unknown> {
  const { type: kernel, output: kernelType, ...parameters } = { output: undefined, ...spec };
  const noiseVariance = options.noiseVariance ?? DEFAULT_NOISE_VARIANCE;
  const inForce: Record<string, unknown> = { ...options, kernel, kernelType, ...parameters, noiseVariance };
  const settings = keys.filter((key) => inForce[key] !== undefined).map((key) => [key, inForce[key]]);
  return { ...(typeof data === 'string' ? { data } : {}), ...Object.fromEntries(settings) };
}
