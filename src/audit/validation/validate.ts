// Does the Gaussian process say what happens to trained networks? The pipeline behind `lood validate`: from data to the result object, by way of networks
// that are trained with and without records.

import type { RunOptions } from '../../base/progress.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { ArraysInput } from '../../data/datasetFromArrays.ts';
import { rowOf } from '../../linalg/matrix.ts';
import { imagesNeeded } from '../../networks/network.ts';
import type { Workplace } from '../../networks/processes/messages.ts';
import { assertCheckpointPlace } from '../checkpoint.ts';
import { describeSubject } from '../describeSubject.ts';
import { type FittedSubject, withFittedSubject } from '../fitSubject.ts';
import type { Subject } from '../subject.ts';
import { VALIDATION_RESULT_SCHEMA_VERSION, type ValidationResult } from '../validationResult.ts';
import { agreementOf, comparisonsOf, noiseOf } from './agreement.ts';
import { assertRecords, chooseRecords } from './chooseRecords.ts';
import { describeNetworks, gridOf } from './describeNetworks.ts';
import { type Line, linesAround, measureLines } from './landscapes.ts';
import { measureRecords } from './measureRecords.ts';
import { networkOf, VALIDATE_DEFAULTS, VALIDATE_KEYS, type ValidateOptions, validationSettings } from './options.ts';
import { outcomesOf } from './outcomes.ts';
import { meanRivals } from './rivals.ts';
import { trainingUnits } from './trainingPlan.ts';
import { trainUnits } from './trainUnits.ts';
import { validationWarnings } from './warnings.ts';

/** Iterations of conjugate gradients for the influence function. */
const INFLUENCE_ITERATIONS = 30;

/**
 * Trains networks with and without records, measures how well the two can be told apart by their outputs, and compares this with LOOD and its rivals.
 *
 * Cost on top of the fit: (1 + records)·models networks in the leave-one-out design, 2·models in the half-split design, each about 6·P·n flops an epoch; on
 * all processors, in processes of their own.
 *
 * @param data a Dataset, arrays or tensors `{x, y}`, or what loadDataset takes (a path or the name of a built-in set)
 * @throws AuditError; `kind` tells input from failure
 *
 * @example
 * const { agreement } = await validate('digits', { records: 40, models: 50 });
 */
export async function validate(data: Dataset | ArraysInput | string, options: ValidateOptions = {}): Promise<ValidationResult> {
  const settings = validationSettings(options);
  await assertCheckpointPlace(options.checkpoint);
  const modelled = forKernel(options);
  const request = {
    keys: VALIDATE_KEYS,
    before: (subject: Subject) => {
      assertRecords(subject, settings.records);
      const network = networkOf(options, subject.spec);
      if (network.type === 'cnn' && gridOf(subject) === undefined) throw imagesNeeded();
      return network;
    },
  };
  return withFittedSubject(data, modelled, request, async (fitted, network) => {
    const run: RunOptions = { onProgress: options.onProgress, signal: options.signal };
    const { gp, prepared, clock } = fitted;
    const positions = chooseRecords(fitted, settings.records);
    const lines = await clock.stage('landscapes', () => linesAround(fitted, positions, settings.landscapes, run));
    const workplace: Workplace = {
      network,
      shape: { inputs: gp.inputs.cols, outputs: gp.targets.cols, grid: gridOf(fitted) },
      data: { records: gp.inputs.rows, inputs: Float32Array.from(gp.inputs.data), targets: Float32Array.from(gp.targets.data) },
      queries: queriesOf(fitted, positions, lines),
      rivals:
        settings.rivals === 0
          ? null
          : { records: positions, options: { damping: settings.damping, maxIterations: INFLUENCE_ITERATIONS } },
    };
    const { seed } = prepared.selection;
    const trained = await clock.stage('training', () =>
      trainUnits(
        fitted,
        workplace,
        settings,
        options,
        (training) => trainingUnits(settings, training, positions, gp.inputs.rows, seed),
        run,
      ),
    );
    const { units, results } = trained;
    const asked = workplace.queries.length / gp.inputs.cols;
    const outcomes = outcomesOf(units, results, positions, asked, gp.targets.cols);
    const rivals = meanRivals(units, results, positions.length, asked);
    const measured = await clock.stage('measures', () => measureRecords(fitted, positions, outcomes, rivals?.scores, seed, run));
    const landscapes = await clock.stage('landscape measures', () => measureLines(fitted, positions, lines, outcomes, run));
    const noise = await clock.stage('noise', () => noiseOf(positions, outcomes, run));
    const { warnings, manifest, ...described } = describeSubject(fitted, [
      ...fitted.allWarnings,
      ...validationWarnings(outcomes, rivals, trained.backend),
    ]);
    return {
      kind: 'lood-validation',
      schemaVersion: VALIDATION_RESULT_SCHEMA_VERSION,
      ...described,
      networks: describeNetworks(workplace, settings, trained, outcomes, positions, fitted),
      records: measured,
      agreement: agreementOf(measured, seed),
      comparisons: comparisonsOf(measured, seed),
      noise,
      rivals: rivals === null ? null : { models: rivals.models, damping: settings.damping, residual: rivals.residual },
      landscapes,
      warnings,
      manifest,
    };
  });
}

/** The options as the kernel takes them: networks alone have a depth and the like, which beside other kernels are those of the network only. */
function forKernel(options: ValidateOptions): ValidateOptions {
  const {
    kernel = 'fcn',
    depth = VALIDATE_DEFAULTS.depth,
    activation,
    negativeSlope,
    weightVariance,
    biasVariance,
    ...rest
  } = options;
  if (kernel === 'linear') return { ...rest, kernel, weightVariance, biasVariance };
  if (!NETWORK_KERNELS.includes(kernel)) return { ...rest, kernel };
  return { ...options, depth };
}

/** Names of kernels of networks. */
const NETWORK_KERNELS = ['fcn', 'nngp', 'ntk'];

/** [Q, d]: the chosen records, and the points of the lines after them. */
function queriesOf({ gp }: FittedSubject, positions: readonly number[], lines: readonly Line[]): Float32Array {
  const points = [...positions.map((s) => rowOf(gp.inputs, s)), ...lines.flatMap((line) => line.points)];
  const d = gp.inputs.cols;
  const queries = new Float32Array(points.length * d);
  points.forEach((point, i) => {
    queries.set(point, i * d);
  });
  return queries;
}
