// Which φ has each record for one model or several? The values of one array, brought to one kind model by model. Called by readSignals.ts.

import { AuditError, throwIfCancelled } from '../../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import type { NumericArray } from '../../data/dataset.ts';
import { assertArrayFits } from '../../data/memory.ts';
import { fromConfidences } from '../../membership/signals/fromConfidences.ts';
import { fromLogits } from '../../membership/signals/fromLogits.ts';
import { fromLosses } from '../../membership/signals/fromLosses.ts';
import { fromProbabilities } from '../../membership/signals/fromProbabilities.ts';
import type { SignalKind } from '../attackResult.ts';
import type { SignalShape } from './signalLayout.ts';

interface ModelArrays {
  readonly kind: SignalKind;
  /** Of the array, for messages. */
  readonly name: string;
  /** [models, n, k, C] */
  readonly values: NumericArray;
  readonly models: number;
  readonly records: number;
  readonly shape: SignalShape;
  /** [n], of kinds that hold all classes. */
  readonly labels: Int32Array | undefined;
}

/**
 * φ, [models, n, k]. Values are widened to float64 for one model at a time.
 *
 * @throws AuditError NOT_FINITE, OPTION_INVALID, LABELS_INVALID, TOO_LARGE, CANCELLED
 */
export async function modelSignals(arrays: ModelArrays, run: RunOptions): Promise<Float64Array> {
  const { name, values, models, records, shape } = arrays;
  const rows = records * shape.queries;
  const width = rows * shape.classes;
  assertArrayFits(
    models * rows,
    8 * (models * rows + width),
    `signals of ${models} models in float64`,
    'TOO_LARGE',
    'fewer reference models',
  );
  const labels = arrays.labels === undefined ? undefined : repeated(arrays.labels, shape.queries);
  const phi = new Float64Array(models * rows);
  for (let model = 0; model < models; model++) {
    run.onProgress?.({ stage: name, done: model, total: models });
    await yieldToEventLoop();
    throwIfCancelled(run.signal);
    const own = Float64Array.from(values.subarray(model * width, (model + 1) * width));
    try {
      phi.set(convert(arrays.kind, own, labels), model * rows);
    } catch (error) {
      throw error instanceof AuditError ? placed(error, arrays, model) : error;
    }
  }
  run.onProgress?.({ stage: name, done: models, total: models });
  return phi;
}

function convert(kind: SignalKind, values: Float64Array, labels: Int32Array | undefined): Float64Array {
  switch (kind) {
    case 'logits':
      return fromLogits(values, labels as Int32Array);
    case 'probabilities':
      return fromProbabilities(values, labels as Int32Array);
    case 'confidences':
      return fromConfidences(values);
    case 'losses':
      return fromLosses(values);
  }
}

/** Each label k times, as the rows of augmentations stand. */
function repeated(labels: Int32Array, queries: number): Int32Array {
  return queries === 1
    ? labels
    : Int32Array.from({ length: labels.length * queries }, (_, i) => labels[Math.floor(i / queries)] as number);
}

/** Says which array and which model a complaint is about. */
function placed(error: AuditError, { name, models, shape }: ModelArrays, model: number): AuditError {
  const { expected, got, try: advice } = error.text;
  const ofModel = name.startsWith('reference') && models > 0 ? `, model ${model}` : '';
  const rows = shape.queries > 1 ? `, where record i has the ${shape.queries} places from ${shape.queries}·i on` : '';
  return new AuditError(
    error.code,
    { expected, got: `${got} of ${name}${ofModel}${rows}`, try: advice },
    { ...error.details, name, model },
    error,
  );
}
