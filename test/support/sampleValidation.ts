// What do complete results of `lood validate` look like? Deterministic and schema-valid, for tests of everything that reads them. Networks answer as LOOD says,
// plus noise; correlations are those of the numbers in the sample.

import { estimatesOf, truthsOf } from '../../src/audit/validation/agreement.ts';
import { ESTIMATES, TRUTHS, type ValidatedRecord, type ValidationResult } from '../../src/audit/validationResult.ts';
import { createRandom, type Random } from '../../src/base/random.ts';
import { kendallOfRows } from '../../src/statistics/kendall.ts';
import { pearsonOfRows } from '../../src/statistics/pearson.ts';
import { spearmanOfRows } from '../../src/statistics/spearman.ts';
import { inverseNormal, normalCdf } from './sampleNormal.ts';
import { type SampleOptions, sampleResult } from './sampleResult.ts';

export interface ValidationSampleOptions
  extends Pick<
    SampleOptions,
    | 'data'
    | 'records'
    | 'classes'
    | 'classNames'
    | 'classLabels'
    | 'datasetName'
    | 'leakage'
    | 'warnings'
    | 'noiseSelection'
    | 'seed'
  > {
  /** Records examined; 40 by default. */
  readonly examined?: number;
  /** Standard deviation of what networks do otherwise than LOOD says, in units of the probit of the AUC. */
  readonly deviation?: number;
  readonly models?: number;
  readonly design?: ValidationResult['networks']['design'];
  readonly network?: ValidationResult['networks']['type'];
  /** `false` asks no other methods. */
  readonly rivals?: boolean;
  /** `false` gives null, as for few records or networks. */
  readonly noise?: boolean;
  readonly ceiling?: number;
  /** `false`: too few networks for the estimator of the paper. */
  readonly paper?: boolean;
  /** Lines, of 21 points each. */
  readonly landscapes?: number;
  readonly accuracy?: number;
  /** Rows of the input, named by the user. */
  readonly named?: boolean;
}

/** One result of every kind that a reader must bear, by a name for test titles. */
export const VALIDATION_VARIANTS: Readonly<Record<string, ValidationSampleOptions>> = {
  'strong agreement': { noiseSelection: true },
  'moderate agreement': { deviation: 0.5 },
  'no agreement': { deviation: 2, examined: 150, landscapes: 0 },
  'few records': { examined: 8, deviation: 1, named: true },
  'three records': { examined: 3, records: 30, classes: 3 },
  'one record of a table': { examined: 1, records: 30, data: 'table', classes: 2, rivals: false, noise: false, landscapes: 1 },
  'half-splits': { design: 'half-split', rivals: false, landscapes: 0 },
  'noisy networks': { models: 4, deviation: 3, ceiling: 0.3, paper: false },
  'convolutional networks': { network: 'cnn', data: 'colour', records: 60, accuracy: 0.05 },
  'many records': { records: 1000, examined: 600 },
  'no leakage': { leakage: 'all-zero', examined: 10, records: 30 },
  'many lines': { landscapes: 12 },
  'hostile names': {
    data: 'table',
    classes: 2,
    datasetName: '<img src=x onerror=alert(1)>\u001b[2J.csv',
    classNames: ['<script>alert("1")</script>', '=HYPERLINK("http://example.invalid")'],
    classLabels: ['=1+1', '@SUM(A1)\u001b[31m'],
    warnings: [{ code: 'DUPLICATE_RECORDS', message: '2 records equal another: </td><script>1</script>\u202e' }],
  },
};

/** A complete result that `validationResultSchema` accepts; the same options give the same result. */
export function sampleValidation(options: ValidationSampleOptions = {}): ValidationResult {
  const {
    examined = 40,
    models = 50,
    design = 'leave-one-out',
    network = 'fcn',
    rivals = true,
    landscapes = 2,
    ceiling = 0.93,
  } = options;
  const random = createRandom(options.seed ?? 5);
  const { dataset, preprocessing, model, warnings, manifest, records: all } = sampleResult(options);
  const ranked = all.toSorted((a, b) => a.kl - b.kl || a.record - b.record);
  const records = Array.from({ length: examined }, (_, i) => {
    const { record, classIndex, kl, meanDistance, auc } = ranked[Math.floor(((i + 0.5) * all.length) / examined)]!;
    return measured({ record, classIndex, kl, meanDistance, auc }, options, random);
  });
  const agreement = examined < 5 ? [] : agreementOf(records);
  return {
    kind: 'lood-validation',
    schemaVersion: '1.0',
    dataset,
    preprocessing,
    model,
    networks: {
      type: network,
      depth: 2,
      width: network === 'fcn' ? 256 : 16,
      activation: 'relu',
      weightVariance: 2,
      biasVariance: 0,
      parameters: 105_482,
      loss: 'squared',
      epochs: 20,
      batchSize: 100,
      learningRate: 0.42,
      learningRateChosen: true,
      momentum: 0.9,
      pull: 0,
      design,
      models,
      trained: design === 'half-split' ? 2 * models : models * (1 + examined),
      diverged: 0,
      firstLoss: 0.31,
      lastLoss: 0.0123,
      accuracy: options.accuracy ?? 0.91,
      backend: 'TensorFlow.js 4.22.0, WebAssembly, products by libopenblas.so.0',
    },
    records,
    agreement,
    comparisons: rivals ? comparisonsOf(agreement) : [],
    noise: options.noise === false || examined < 5 ? null : { reliability: ceiling ** 2, ceiling },
    rivals: rivals ? { models: Math.min(3, models), damping: 0.01, residual: 0.0009 } : null,
    landscapes: Array.from({ length: landscapes }, (_, i) => lineThrough(records.at(-1 - (i >> 1)) ?? records[0]!, i, random)),
    warnings,
    manifest: {
      ...manifest,
      settings: {
        ...manifest.settings,
        records: options.named ? records.map(({ record }) => record) : examined,
        models,
        design,
        network,
        learningRate: 'auto',
      },
    },
  };
}

type Computed = Pick<ValidatedRecord, 'record' | 'classIndex' | 'kl' | 'meanDistance' | 'auc'>;

function measured(computed: Computed, options: ValidationSampleOptions, random: Random): ValidatedRecord {
  const { deviation = 0.08, models = 50, paper = true, rivals = true } = options;
  const error = 1.5 / Math.sqrt(models);
  const truth = 0.9 * inverseNormal(Math.min(computed.auc, 1 - 1e-9)) + deviation * random.normal();
  const z = truth + 0.5 * error * random.normal();
  const [low, high] = [normalCdf(z - 2 * error), normalCdf(z + 2 * error)];
  const distanceError = (0.2 * computed.meanDistance + 1e-5) * (error / 0.2);
  const score = computed.kl * Math.exp(0.9 * random.normal());
  return {
    ...computed,
    network: {
      auc: normalCdf(z),
      aucError: error * 0.3,
      aucLow: low,
      aucHigh: high,
      paperAuc: paper ? normalCdf(0.8 * z) : null,
      paperAucError: paper ? 0.03 : null,
      kl: z * Math.abs(z) + 0.1 * error * random.normal(),
      klError: 0.2 * error,
      predictionDistance: 0.8 * computed.meanDistance * Math.exp(0.5 * random.normal()) + distanceError * random.normal(),
      predictionDistanceError: distanceError,
      models,
    },
    rivals: rivals
      ? {
          influence: score,
          tracIn: 2 * score * Math.exp(random.normal()),
          loss: 0.01 * random.uniform(),
          negativeMargin: random.normal() - 1,
        }
      : null,
  };
}

/** The correlations are those of the product; their intervals, which it resamples, are Fisher's here. */
function agreementOf(records: readonly ValidatedRecord[]): ValidationResult['agreement'] {
  const rows = Int32Array.from(records.keys());
  return TRUTHS.flatMap((truth) =>
    ESTIMATES.flatMap((estimate) => {
      const [x, y] = [estimatesOf(records, estimate), truthsOf(records, truth)];
      if (x === undefined || new Set(x).size < 2 || new Set(y).size < 2) return [];
      const of = (correlation: typeof pearsonOfRows) => withInterval(correlation(x, y)(rows), records.length);
      return [{ estimate, truth, pearson: of(pearsonOfRows), spearman: of(spearmanOfRows), kendall: of(kendallOfRows) }];
    }),
  );
}

function comparisonsOf(agreement: ValidationResult['agreement']): ValidationResult['comparisons'] {
  const ofNetworks = agreement.filter(({ truth }) => truth === 'network-auc');
  const own = ofNetworks.find(({ estimate }) => estimate === 'lood-auc')?.spearman.value;
  if (own === undefined) return [];
  return ofNetworks
    .filter(({ estimate }) => !estimate.startsWith('lood'))
    .map(({ estimate, spearman }) => {
      const difference = own - spearman.value;
      return { than: estimate, difference, low: difference - 0.2, high: difference + 0.2, share: normalCdf(difference / 0.1) };
    });
}

/** Fisher's interval, which tests of reports need not surpass. */
function withInterval(value: number, records: number): { value: number; low: number; high: number } {
  const z = Math.atanh(Math.min(0.9999, Math.max(-0.9999, value)));
  const half = 1.96 / Math.sqrt(Math.max(1, records - 3));
  return { value: Math.min(1, Math.max(-1, value)), low: Math.tanh(z - half), high: Math.tanh(z + half) };
}

const POINTS = 21;
const SPAN = 50;

function lineThrough({ record, auc }: ValidatedRecord, index: number, random: Random): ValidationResult['landscapes'][number] {
  const [direction, description, half] =
    index % 2 === 0
      ? ['nearest', 'towards record 203, the nearest one, which lies at offset 71.4', 14]
      : ['random', 'a random direction', 30];
  const peak = inverseNormal(Math.min(auc, 1 - 1e-9));
  return {
    record,
    direction: direction as string,
    description: description as string,
    unit: 'input',
    points: Array.from({ length: POINTS }, (_, i) => {
      const offset = SPAN * ((2 * i) / (POINTS - 1) - 1);
      const z = peak / (1 + (offset / (half as number)) ** 2);
      const seen = 0.9 * z + 0.1 * random.normal();
      return {
        offset,
        auc: Math.max(0.5, normalCdf(z)),
        meanDistance: 0.01 * z * z,
        networkAuc: normalCdf(seen),
        networkAucLow: normalCdf(seen - 0.3),
        networkAucHigh: normalCdf(seen + 0.3),
        predictionDistance: 0.009 * z * z + 1e-4 * random.normal(),
      };
    }),
  };
}
