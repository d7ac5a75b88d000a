// How well do LOOD and trained networks agree, in one word and with an interval? Names of estimates and of what is measured, and the finding that
// verdict and advice rest on. Called by every section of this folder and by the command line's summary.

import type { Agreement, EstimateName, TruthName, ValidationResult } from '../../../src/audit/validationResult.ts';
import { correlation, count, listInWords } from '../words.ts';

export const ESTIMATE_NAMES: Readonly<Record<EstimateName, string>> = {
  'lood-auc': 'LOOD AUC',
  'lood-kl': 'LOOD KL divergence',
  'lood-mean-distance': 'LOOD mean distance',
  influence: 'influence function',
  'trac-in': 'TracIn',
  loss: 'training loss',
  'negative-margin': 'negative margin',
};

export const TRUTH_NAMES: Readonly<Record<TruthName, string>> = {
  'network-auc': 'AUC of networks',
  'network-kl': 'KL divergence of networks',
  'prediction-distance': 'prediction distance of networks',
};

/** Whether a method of this name computes from a Gaussian process; the others ask a trained network. */
export function isLood(estimate: EstimateName): boolean {
  return estimate.startsWith('lood-');
}

/** What the result says of one estimate and one measurement; undefined where there are too few records. */
export function agreementOf(
  { agreement }: Pick<ValidationResult, 'agreement'>,
  estimate: EstimateName,
  truth: TruthName,
): Agreement | undefined {
  return agreement.find((one) => one.estimate === estimate && one.truth === truth);
}

/** The agreement that the verdict is about: do the AUC of LOOD and that of networks order the records alike? */
export function mainAgreement(result: Pick<ValidationResult, 'agreement'>): Agreement['spearman'] | undefined {
  return agreementOf(result, 'lood-auc', 'network-auc')?.spearman;
}

/** Why there is no such correlation, where there is none. */
export function whyNone({ records }: Pick<ValidationResult, 'records'>): string {
  return records.length < FEWEST_RECORDS
    ? `a correlation takes ${FEWEST_RECORDS} records at least, and here ${records.length === 1 ? 'is 1' : `are ${records.length}`}`
    : `no correlation exists, since one of the two is the same for all ${count(records.length, 'record')}`;
}

/** Records from which correlations are computed. */
const FEWEST_RECORDS = 5;

export type Finding = 'strong' | 'moderate' | 'weak' | 'undecided';

/** Spearman correlations from which agreement is called so. Customary; they choose words, nothing else. */
export const STRONG = 0.7;
export const MODERATE = 0.4;
/** Below this ceiling networks repeat themselves too badly for a low correlation to mean anything. */
const LEAST_CEILING = 0.5;

/**
 * Undecided: no interval, or one that reaches from no relation (0) to moderate agreement, or a low correlation that the noise of the measurement alone could
 * explain. Strong agreement must have all of its interval above the limit of moderate.
 */
export function findingOf(result: Pick<ValidationResult, 'agreement' | 'noise'>): Finding {
  const main = mainAgreement(result);
  if (main === undefined || (main.low <= 0 && main.high >= MODERATE)) return 'undecided';
  if (main.value >= STRONG && main.low >= MODERATE) return 'strong';
  if (main.value >= MODERATE) return 'moderate';
  return isNoisy(result) ? 'undecided' : 'weak';
}

/** Whether the networks themselves repeat too badly to show agreement. */
export function isNoisy({ noise }: Pick<ValidationResult, 'noise'>): boolean {
  return noise !== null && noise.ceiling < LEAST_CEILING;
}

/** `0.81 (95% interval 0.66 to 0.90)`. */
export function correlationText({ value, low, high }: Agreement['spearman']): string {
  return `${correlation(value)} (95% interval ${correlation(low)} to ${correlation(high)})`;
}

/** Rivals by what the resampled difference of correlations shows: whether LOOD agrees with the networks more, less, or neither. */
export function rivalsByOutcome({ comparisons }: Pick<ValidationResult, 'comparisons'>) {
  return {
    worse: comparisons.filter(({ low }) => low > 0),
    better: comparisons.filter(({ high }) => high < 0),
    alike: comparisons.filter(({ low, high }) => low <= 0 && high >= 0),
  };
}

/** `the influence function and the training loss`. */
export function rivalNames(comparisons: ValidationResult['comparisons']): string {
  return listInWords(comparisons.map(({ than }) => articled(than)));
}

function articled(estimate: EstimateName): string {
  return estimate === 'trac-in' ? ESTIMATE_NAMES[estimate] : `the ${ESTIMATE_NAMES[estimate]}`;
}

/** The rival whose scores agree most with the AUC of networks. */
export function bestRival(
  result: Pick<ValidationResult, 'agreement'>,
): { readonly name: string; readonly spearman: Agreement['spearman'] } | undefined {
  const rivals = result.agreement.filter(({ estimate, truth }) => truth === 'network-auc' && !isLood(estimate));
  if (rivals.length === 0) return undefined;
  const best = rivals.reduce((a, b) => (b.spearman.value > a.spearman.value ? b : a));
  return { name: articled(best.estimate), spearman: best.spearman };
}
