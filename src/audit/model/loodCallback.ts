// What does a network give away while it trains? A callback for model.fit of TensorFlow.js that audits the model at the end, and every few epochs.
// Called by training code.

import { createRequire } from 'node:module';
import { AuditError } from '../../base/errors.ts';
import type { ArrayInput, LabelInput } from '../../data/arrayInput.ts';
import type { ModelLike } from '../../networks/features/trainedModel.ts';
import { auditModel } from '../auditModel.ts';
import type { AuditResult } from '../result.ts';
import { type AuditModelOptions, modelSettings } from './options.ts';

export interface LoodCallbackOptions extends AuditModelOptions {
  /** The records that the model is trained on, as auditModel takes them. */
  readonly x: ArrayInput;
  readonly y: LabelInput;
  /** Audits after every so many epochs, besides the end of training. Default: at the end only. */
  readonly every?: number | undefined;
  /** Called with every audit; training waits for what it returns. */
  readonly onAudit?: ((audit: TrainingAudit) => void | Promise<void>) | undefined;
  /** Whether an audit that fails ends the training with its error (`stop`, default) or is only noted in `failures` (`continue`). */
  readonly onFailure?: 'stop' | 'continue' | undefined;
  /** The model that is trained; needed only where TensorFlow.js cannot tell (see loodCallback). */
  readonly model?: ModelLike | undefined;
}

export interface TrainingAudit {
  /** Epochs of training that the model had. */
  readonly epochs: number;
  readonly result: AuditResult;
}

export interface TrainingFailure {
  readonly epochs: number;
  readonly error: AuditError;
}

/** To be passed in `callbacks` of model.fit or model.fitDataset, alone or in a list. */
export interface LoodCallback {
  /** In the order of training; those of a second fit follow those of the first. */
  readonly audits: readonly TrainingAudit[];
  readonly failures: readonly TrainingFailure[];
  setParams(params: unknown): void;
  setModel(model: unknown): void;
  onTrainBegin(): Promise<void>;
  onTrainEnd(): Promise<void>;
  onEpochBegin(): Promise<void>;
  onEpochEnd(epoch: number): Promise<void>;
  onBatchBegin(): Promise<void>;
  onBatchEnd(): Promise<void>;
}

/**
 * Audits a model in training, with all options of auditModel. TensorFlow.js tells only instances of its class `Callback` which model it trains:
 * the callback is one where `@tensorflow/tfjs-layers` is installed beside this package or `tf` has that class (the namespaces of tfjs, tfjs-node and
 * tfjs-layers do), and takes `model` elsewhere.
 *
 * @throws AuditError OPTION_INVALID, NAME_UNKNOWN at once for options that do not fit; in training what auditModel throws, with the epoch
 *
 * @example
 * const callback = loodCallback({ x, y, every: 10 });
 * await model.fit(x, oneHot, { epochs: 50, callbacks: callback });
 * for (const { epochs, result } of callback.audits) console.log(epochs, result.summary.auc.max);
 */
export function loodCallback(options: LoodCallbackOptions): LoodCallback {
  const { x, y, every, onAudit, onFailure = 'stop', model: given, ...auditOptions } = options;
  modelSettings(auditOptions);
  assertCallbackOptions(options);
  const audits: TrainingAudit[] = [];
  const failures: TrainingFailure[] = [];
  let model = given;
  let epochs = 0;
  let audited = Number.NaN;

  const auditNow = async () => {
    audited = epochs;
    try {
      const result = await auditModel(model as ModelLike, x, y, auditOptions);
      audits.push({ epochs, result });
    } catch (cause) {
      if (!(cause instanceof AuditError)) throw cause;
      const error = duringTraining(cause, epochs);
      if (onFailure === 'stop' || cause.code === 'CANCELLED') throw error;
      failures.push({ epochs, error });
      return;
    }
    await onAudit?.(audits.at(-1) as TrainingAudit);
  };

  const nothing = async () => {};
  const hooks: LoodCallback = {
    audits,
    failures,
    setParams(params) {
      epochs = (params as { initialEpoch?: number | null } | null)?.initialEpoch ?? 0;
    },
    setModel(trained) {
      model ??= trained as ModelLike;
    },
    async onTrainBegin() {
      audited = Number.NaN;
      if (model === undefined) throw unknownModel();
    },
    onEpochBegin: nothing,
    async onEpochEnd(epoch) {
      epochs = epoch + 1;
      if (every !== undefined && epochs % every === 0) await auditNow();
    },
    async onTrainEnd() {
      if (audited !== epochs) await auditNow();
    },
    onBatchBegin: nothing,
    onBatchEnd: nothing,
  };
  const Callback = given === undefined ? callbackClass(options.tf) : undefined;
  return Callback === undefined ? hooks : Object.assign(new Callback(), hooks);
}

/** The class of TensorFlow.js whose instances are told the model. */
function callbackClass(tf: unknown): (new () => object) | undefined {
  const passed = (tf as { Callback?: unknown } | undefined)?.Callback;
  if (typeof passed === 'function') return passed as new () => object;
  try {
    return createRequire(import.meta.url)('@tensorflow/tfjs-layers').Callback;
  } catch {
    // Not installed where this package could find it: training says so when it begins, unless the model is given.
    return undefined;
  }
}

function assertCallbackOptions({ every, onAudit, onFailure }: LoodCallbackOptions): void {
  if (every !== undefined && !(Number.isSafeInteger(every) && every >= 1)) {
    throw invalid('every to be a whole number of epochs', `${every}`, 'every: 10');
  }
  if (onAudit !== undefined && typeof onAudit !== 'function') {
    throw invalid('onAudit to be a function', typeof onAudit, 'onAudit: ({ epochs, result }) => { … }');
  }
  if (onFailure !== undefined && onFailure !== 'stop' && onFailure !== 'continue') {
    throw invalid("onFailure to be 'stop' or 'continue'", `${onFailure}`, "onFailure: 'continue'");
  }
}

function unknownModel(): AuditError {
  return invalid(
    'TensorFlow.js to say which model it trains',
    'a fit that does not know the callback for one of its own class',
    'loodCallback({ model, … }), or passing { tf } with the Callback class that the model was built with',
  );
}

function duringTraining(error: AuditError, epochs: number): AuditError {
  const text = { ...error.text, got: `${error.text.got} (audit after ${epochs} epochs of training)` };
  return new AuditError(error.code, text, error.details, error);
}

function invalid(expected: string, got: string, tryText: string): AuditError {
  return new AuditError('OPTION_INVALID', { expected, got, try: tryText });
}
