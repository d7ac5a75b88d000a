// Which TensorFlow.js computes? The namespace that the caller passes, or the package found beside this one; and does the model belong to it?
// Called by the audit of trained models (audit/auditModel.ts).

import { AuditError } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import { describe } from '../../data/arrayInput.ts';
import type { ModelLike, TensorFlowLike } from './trainedModel.ts';

/** The namespace of TensorFlow.js as used here. Its types stay out of what the package exports: they need others to compile. */
export type TensorFlow = typeof import('@tensorflow/tfjs-core');

const USED = ['tidy', 'tensor', 'sum', 'clone', 'keep', 'dispose', 'variableGrads', 'engine'] as const;

/**
 * The caller's namespace, or `@tensorflow/tfjs-core`. All copies of TensorFlow.js in one realm share one engine, so that the default fits every
 * model whose own copy was loaded there.
 *
 * @throws AuditError OPTION_INVALID for anything but such a namespace
 */
export async function resolveTensorFlow(tf: TensorFlowLike | undefined): Promise<TensorFlow> {
  if (tf === undefined) return import('@tensorflow/tfjs-core');
  const missing = USED.filter((name) => typeof (tf as Partial<TensorFlow> | null)?.[name] !== 'function');
  if (missing.length === 0) return tf as unknown as TensorFlow;
  throw new AuditError('OPTION_INVALID', {
    expected: 'tf to be the namespace of TensorFlow.js',
    got: typeof tf === 'object' && tf !== null ? `an object without ${missing.join(', ')}` : describe(tf),
    try: "import * as tf from '@tensorflow/tfjs-core' (or tfjs, or tfjs-node) and { tf }",
  });
}

/**
 * Refuses a model whose weights this TensorFlow.js does not know: its values would be looked for in the wrong memory.
 *
 * @throws AuditError OPTION_INVALID; RECORDS_INVALID for a model that was disposed of
 */
export function assertSameInstance(tf: TensorFlow, model: ModelLike): void {
  const known = tf.engine().registeredVariables;
  for (const weight of model.weights) {
    const value = variableOf(weight, model);
    if (Object.is(known[(value as { name: string }).name], value)) continue;
    throw new AuditError('OPTION_INVALID', {
      expected: `the weights of "${plainText(model.name, 60)}" to belong to the TensorFlow.js that audits it`,
      got: `"${plainText(weight.name, 60)}" of another instance`,
      try: 'passing { tf }, the namespace that the model was built with',
    });
  }
}

function variableOf(weight: ModelLike['weights'][number], model: ModelLike): unknown {
  try {
    return weight.read();
  } catch (cause) {
    throw new AuditError(
      'OPTION_INVALID',
      {
        expected: `a trained model whose weights can be read`,
        got: `"${plainText(model.name, 60)}", of which "${plainText(weight.name, 60)}" cannot (${cause instanceof Error ? cause.message : String(cause)})`,
        try: 'auditing it before it is disposed of',
      },
      {},
      cause,
    );
  }
}
