// What must a reader of the result know about a kernel that a trained model made? Called by auditModel.ts.

import { plainText } from '../../base/plainText.ts';
import type { Warning } from '../../base/warnings.ts';
import type { Features } from '../../networks/features/features.ts';
import type { ModelSettings } from './options.ts';

/** Kernel in words, as `kernelDescription` of the result. */
export function describeFeatureKernel(
  model: string,
  features: Features,
  { features: kind, priorVariance }: ModelSettings,
): string {
  const { dimensions, layer, parameters, hasConstant } = features;
  const network = `the trained network "${plainText(model, 40)}"`;
  const what =
    kind === 'last-layer'
      ? `the ${dimensions} inputs of layer "${plainText(layer, 40)}" of ${network}${hasConstant ? ', and a constant' : ''}`
      : `gradients of the outputs of ${network} by its ${parameters} weights` +
        (dimensions < parameters ? `, projected to ${dimensions}` : '');
  return `linear in ${what}; mean k(x, x) = ${priorVariance}`;
}

/** What such an audit cannot tell. */
export function learnedFeaturesWarning(model: string, { features: kind, noiseVariance }: ModelSettings): Warning {
  const network = `The network "${plainText(model, 60)}"`;
  const part =
    kind === 'last-layer'
      ? 'training its last layer on the features it has learned; what the features themselves have learned of a record is not measured'
      : 'training that starts from the trained weights and stays near them; how the weights came to be where they are is not measured';
  return {
    code: 'FEATURES_LEARNED',
    message:
      `${network} was trained with all records, and leaving one out keeps its weights: the numbers are those of ${part}. ` +
      `The accuracy without a record is too good${noiseVariance === 'auto' ? ', and the noise variance chosen by it probably too small,' : ''} for the same reason. ` +
      'A low number does not clear a record: training the network again without some of them tells what is missing.',
  };
}

/** Told where the projection of gradients leaves fewer dimensions than records, so that some of them share their directions. */
export function projectionWarnings({ dimensions, parameters }: Features, records: number): readonly Warning[] {
  if (dimensions >= Math.min(records, parameters)) return [];
  return [
    {
      code: 'PROJECTIONS_FEW',
      message:
        `The gradients by ${parameters} weights were projected to ${dimensions} numbers, fewer than the ${records} records: the kernel cannot give each ` +
        'record a direction of its own, and leakage reads lower than by the gradients themselves. More projections, or fewer records, mend that.',
    },
  ];
}
