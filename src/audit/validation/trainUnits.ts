// How do the networks of a validation come about? By processes on all processors, with what an earlier run has finished. Called by validate.ts.

import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { RunOptions } from '../../base/progress.ts';
import { findBlas } from '../../linalg/blas/findBlas.ts';
import type { ProcessDescription, Unit, UnitResult, Workplace } from '../../networks/processes/messages.ts';
import { openTrainingPool } from '../../networks/processes/pool.ts';
import type { TrainingSpec } from '../../networks/training/schedule.ts';
import { openCheckpoint } from '../checkpoint.ts';
import type { FittedSubject } from '../fitSubject.ts';
import type { ValidateOptions, ValidationSettings } from './options.ts';
import { unitFormat } from './savedUnit.ts';
import { unitCount } from './trainingPlan.ts';

export interface TrainedUnits {
  readonly units: readonly Unit[];
  readonly results: readonly UnitResult[];
  readonly training: TrainingSpec;
  readonly backend: ProcessDescription;
}

/**
 * Trains what the plan says, once its learning rate is known.
 *
 * @param plan the units for training of this kind
 * @throws AuditError CANCELLED, NUMERICAL_FAILURE, WRITE_FAILED
 */
export async function trainUnits(
  { settings: allSettings, prepared, dataset }: FittedSubject,
  workplace: Workplace,
  settings: ValidationSettings,
  { threads, backend, checkpoint: path, engine }: ValidateOptions,
  plan: (training: TrainingSpec) => Unit[],
  { onProgress, signal }: RunOptions,
): Promise<TrainedUnits> {
  // Whoever asks for WebAssembly means networks as well.
  const blas = engine === 'wasm' ? undefined : (await findBlas()).found;
  const processes = Math.min(threads ?? availableParallelism(), unitCount(settings));
  const pool = await openTrainingPool(workplace, { processes, blas, backend, signal });
  try {
    const { loss, epochs, batchSize, momentum, pull, learningRate } = settings;
    const training: TrainingSpec = {
      loss,
      epochs,
      batchSize: Math.min(batchSize, workplace.data.records),
      learningRate: learningRate === 'auto' ? await pool.learningRate(loss, prepared.selection.seed) : learningRate,
      momentum,
      pull,
    };
    const units = plan(training);
    const { shape, queries } = workplace;
    const format = unitFormat({
      units: units.length,
      members: (index) => (units[index] as Unit).members.length,
      answers: (queries.length / shape.inputs) * shape.outputs,
      records: workplace.rivals?.records.length ?? 0,
      asksRivals: (index) => (units[index] as Unit).asksRivals,
    });
    const inputs = createHash('sha256').update(workplace.data.inputs).update(queries).digest('hex');
    const about = [allSettings, dataset.sha256, inputs, workplace.network, units, pool.description.description];
    const checkpoint = await openCheckpoint(path, about, format);
    const results = new Array<UnitResult | undefined>(units.length);
    for (const { index, ...result } of checkpoint.finished) results[index] = result;
    const missing = units.flatMap((_, index) => (results[index] === undefined ? [index] : []));
    // One after the other, whoever is done first.
    let writing = Promise.resolve();
    await pool.train(
      missing.map((index) => units[index] as Unit),
      (at, result) => {
        const index = missing[at] as number;
        results[index] = result;
        writing = writing.then(() => checkpoint.add({ index, ...result }));
        return writing;
      },
      onProgress,
    );
    return { units, results: results as UnitResult[], training, backend: pool.description };
  } finally {
    pool.close();
  }
}
