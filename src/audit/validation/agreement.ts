// How well does LOOD agree with what networks do, and how well do its rivals? Correlations over records with their intervals. Called by validate.ts.

import { throwIfCancelled } from '../../base/errors.ts';
import { type RunOptions, yieldToEventLoop } from '../../base/progress.ts';
import { createRandom } from '../../base/random.ts';
import { networkAuc } from '../../networks/empiricalLood/networkAuc.ts';
import { differenceOfCorrelations } from '../../statistics/differenceOfCorrelations.ts';
import { kendall } from '../../statistics/kendall.ts';
import { noiseCeiling } from '../../statistics/noiseCeiling.ts';
import { pearson } from '../../statistics/pearson.ts';
import { spearman } from '../../statistics/spearman.ts';
import {
  type Agreement,
  ESTIMATES,
  type EstimateName,
  TRUTHS,
  type TruthName,
  type ValidatedRecord,
  type ValidationResult,
} from '../validationResult.ts';
import { FEWEST_MODELS } from './options.ts';
import type { Outcomes } from './outcomes.ts';

/** Fewest records that a correlation is worth anything for. */
const FEWEST_RECORDS = 5;

const ESTIMATE: Record<EstimateName, (record: ValidatedRecord) => number | undefined> = {
  'lood-auc': ({ auc }) => auc,
  'lood-kl': ({ kl }) => kl,
  'lood-mean-distance': ({ meanDistance }) => meanDistance,
  influence: ({ rivals }) => rivals?.influence,
  'trac-in': ({ rivals }) => rivals?.tracIn,
  loss: ({ rivals }) => rivals?.loss,
  'negative-margin': ({ rivals }) => rivals?.negativeMargin,
};

const TRUTH: Record<TruthName, (record: ValidatedRecord) => number> = {
  'network-auc': ({ network }) => network.auc,
  'network-kl': ({ network }) => network.kl,
  'prediction-distance': ({ network }) => network.predictionDistance,
};

/** What an estimate says of each record, [records]; undefined where rivals were not asked. */
export const estimatesOf = (records: readonly ValidatedRecord[], name: EstimateName): Float64Array | undefined => {
  const values = records.map(ESTIMATE[name]);
  return values.includes(undefined) ? undefined : Float64Array.from(values as number[]);
};

/** What was measured on networks, [records]. */
export const truthsOf = (records: readonly ValidatedRecord[], name: TruthName): Float64Array =>
  Float64Array.from(records, TRUTH[name]);

/** Neither of them constant, for which no correlation is defined. */
const canCorrelate = (a: Float64Array, b: Float64Array): boolean => [a, b].every((values) => new Set(values).size > 1);

export function agreementOf(records: readonly ValidatedRecord[], seed: number): Agreement[] {
  if (records.length < FEWEST_RECORDS) return [];
  return TRUTHS.flatMap((truth) => {
    const y = truthsOf(records, truth);
    return ESTIMATES.flatMap((estimate) => {
      const x = estimatesOf(records, estimate);
      if (x === undefined || !canCorrelate(x, y)) return [];
      const of = (correlation: typeof pearson) => {
        const { value, low, high } = correlation(x, y, { rng: createRandom(seed) });
        return { value, low, high };
      };
      return [{ estimate, truth, pearson: of(pearson), spearman: of(spearman), kendall: of(kendall) }];
    });
  });
}

/** Whether LOOD's AUC agrees more with the measured one than each rival does. */
export function comparisonsOf(records: readonly ValidatedRecord[], seed: number): ValidationResult['comparisons'] {
  const [own, truth] = [estimatesOf(records, 'lood-auc') as Float64Array, truthsOf(records, 'network-auc')];
  if (records.length < FEWEST_RECORDS || !canCorrelate(own, truth)) return [];
  return ESTIMATES.filter((name) => !name.startsWith('lood')).flatMap((than) => {
    const rival = estimatesOf(records, than);
    if (rival === undefined || !canCorrelate(rival, truth)) return [];
    const { difference, low, high, share } = differenceOfCorrelations(own, rival, truth, { rng: createRandom(seed) });
    return [{ than, difference, low, high, share }];
  });
}

/** From two halves of the seeds. Null for too few records, or too few networks for a half to tell anything. */
export async function noiseOf(
  positions: readonly number[],
  outcomes: Outcomes,
  { onProgress, signal }: RunOptions,
): Promise<ValidationResult['noise']> {
  if (positions.length < FEWEST_RECORDS || outcomes.seeds < 2 * FEWEST_MODELS) return null;
  const half = async (part: 0 | 1) => {
    const aucs = new Float64Array(positions.length);
    for (const r of positions.keys()) {
      throwIfCancelled(signal);
      await yieldToEventLoop();
      aucs[r] = networkAuc(outcomes.samples(r, r, part)).auc;
      onProgress?.({ stage: 'noise', done: part * positions.length + r + 1, total: 2 * positions.length });
    }
    return aucs;
  };
  const halves = [await half(0), await half(1)] as const;
  if (!canCorrelate(...halves)) return null;
  const { reliability, ceiling } = noiseCeiling(...halves);
  return { reliability, ceiling };
}
