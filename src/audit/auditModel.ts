// What does a trained model give away about each record of its training set? Features of the records from the trained network, the linear kernel
// on them, then the audit of any data set. The network is not trained again.

import { type ArrayInput, type LabelInput, toNumberArray } from '../data/arrayInput.ts';
import { chosenRecords } from '../data/chosenRecords.ts';
import type { Dataset } from '../data/dataset.ts';
import { datasetFromArrays } from '../data/datasetFromArrays.ts';
import type { Features } from '../networks/features/features.ts';
import { gradientFeatures } from '../networks/features/gradients.ts';
import { lastLayerFeatures } from '../networks/features/lastLayer.ts';
import { type ModelInputs, modelInputs } from '../networks/features/modelInputs.ts';
import { assertSameInstance, resolveTensorFlow, type TensorFlow } from '../networks/features/tensorFlow.ts';
import { assertTrainedModel, type ModelLike, readoutLayer } from '../networks/features/trainedModel.ts';
import { audit } from './audit.ts';
import { exhibitsOf } from './exhibits.ts';
import { startStopwatch } from './manifest.ts';
import { describeFeatureKernel, learnedFeaturesWarning, projectionWarnings } from './model/describeModel.ts';
import { featureKernel } from './model/featureKernel.ts';
import { type AuditModelOptions, auditOptions, type ModelSettings, modelSettings } from './model/options.ts';
import type { AuditResult } from './result.ts';

/**
 * Audits every record that a TensorFlow.js model was trained on, with the kernel of the trained network: linear in the inputs of its last layer, or
 * in the gradients of its outputs. The features were learned with the record and are kept when it is left out, so this measures leakage through
 * the last layer, or through training near the trained weights; a warning in the result says so. docs/models.md has more.
 *
 * @param model a LayersModel (sequential or functional) with one input and one output, of any copy of TensorFlow.js; it is left as it is
 * @param x the records as they were given to model.fit: a tensor, nested arrays, or a typed array
 * @param y labels: class indices, names, or one-hot rows
 * @param options see AuditModelOptions; the default noise variance is 0.1, against a mean prior variance of 2
 *   (`auto` tends to find too little noise, since the features have seen the labels)
 * @returns the result of an audit, whose data set, pictures and values are those of x
 * @throws AuditError; `kind` tells input from failure
 *
 * Cost on top of the audit: a forward pass, or for gradients a forward and a backward pass for every record.
 *
 * @example
 * const result = await auditModel(model, x, y, { features: 'gradients' });
 * const worst = Math.max(...result.records.map((record) => record.auc));
 */
export async function auditModel(
  model: ModelLike,
  x: ArrayInput,
  y: LabelInput,
  options: AuditModelOptions = {},
): Promise<AuditResult> {
  const settings = modelSettings(options);
  assertTrainedModel(model);
  const tf = await resolveTensorFlow(options.tf);
  assertSameInstance(tf, model);
  const { dataset, rowShape } = recordsOf(model, x, y, settings);
  const { rows } = chosenRecords(dataset, settings);
  const { measure, timings } = startStopwatch();
  const features = await measure('features', () => featuresOf(tf, model, modelInputs(model, dataset, rows, rowShape), settings));

  // The records as the kernel takes them: their features have no pixels.
  const { image: _, ...described } = dataset;
  const subject: Dataset = { ...described, values: features.values, dimensions: features.dimensions };
  const kernel = featureKernel(features, rows, settings.priorVariance);
  const result = await audit(subject, { ...auditOptions(settings), ...kernel, normalize: 'none' });
  return withModel(result, { model, dataset, rows, features, settings, timings });
}

/** The data set, and the shape of one record where it is known. */
function recordsOf(
  model: ModelLike,
  x: ArrayInput,
  y: LabelInput,
  { name, classNames }: ModelSettings,
): { dataset: Dataset; rowShape: readonly number[] } {
  const { shape, values } = toNumberArray(x, 'x');
  const dataset = datasetFromArrays({
    x: values,
    y,
    ...(shape.length > 1 && { shape }),
    name: name ?? `training records of ${model.name}`,
    classNames,
  });
  return { dataset, rowShape: shape.length > 1 ? shape.slice(1) : [dataset.dimensions] };
}

function featuresOf(tf: TensorFlow, model: ModelLike, inputs: ModelInputs, settings: ModelSettings): Promise<Features> {
  return settings.features === 'gradients'
    ? gradientFeatures(tf, model, inputs, settings)
    : lastLayerFeatures(tf, model, readoutLayer(model, settings.layer), inputs, settings);
}

interface Audited {
  readonly model: ModelLike;
  readonly dataset: Dataset;
  readonly rows: Int32Array;
  readonly features: Features;
  readonly settings: ModelSettings;
  readonly timings: AuditResult['manifest']['timings'];
}

/** Says which model it is about, and shows the records themselves in place of their features. */
function withModel(result: AuditResult, { model, dataset, rows, features, settings, timings }: Audited): AuditResult {
  const projectionsTold = settings.features === 'gradients' ? projectionWarnings(features, rows.length) : [];
  const positionOf = new Map(Array.from(rows, (row, position) => [row, position]));
  const ranked = [...result.records].sort((a, b) => b.kl - a.kl || a.record - b.record);
  return {
    ...result,
    dataset: { ...result.dataset, dimensions: dataset.dimensions, image: dataset.image ?? null },
    model: { ...result.model, kernelDescription: describeFeatureKernel(model.name, features, settings) },
    exhibits: exhibitsOf(
      dataset,
      ranked.map(({ record }) => positionOf.get(record) as number),
      rows,
    ),
    warnings: [learnedFeaturesWarning(model.name, settings), ...projectionsTold, ...result.warnings],
    manifest: {
      ...result.manifest,
      settings: { ...result.manifest.settings, ...toldSettings(model, features, settings) },
      timings: [...timings, ...result.manifest.timings],
    },
  };
}

/** The options in force that made the kernel. */
function toldSettings({ name: model }: ModelLike, { layer, dimensions }: Features, { features, priorVariance }: ModelSettings) {
  return { model, features, ...(features === 'last-layer' ? { layer } : { projections: dimensions }), priorVariance };
}
