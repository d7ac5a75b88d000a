// How do the numbers of single records compare with those of the networks? Shares and medians over records, for the sections of this folder and for the
// command line's summary.

import type { ValidatedRecord, ValidationResult } from '../../../src/audit/validationResult.ts';
import { median } from '../query/searches.ts';
import { className } from '../words.ts';

export interface AucComparison {
  /** Records whose LOOD AUC lies within the 95% interval of the networks' AUC. */
  readonly within: number;
  /** Records whose LOOD AUC lies above that interval, and below it. */
  readonly above: number;
  readonly below: number;
  /** Of LOOD minus networks. */
  readonly medianDifference: number;
  readonly medianLood: number;
  readonly medianNetwork: number;
}

export function compareAucs(records: readonly ValidatedRecord[]): AucComparison {
  return {
    within: records.filter(({ auc, network }) => auc >= network.aucLow && auc <= network.aucHigh).length,
    above: records.filter(({ auc, network }) => auc > network.aucHigh).length,
    below: records.filter(({ auc, network }) => auc < network.aucLow).length,
    medianDifference: median(records.map(({ auc, network }) => auc - network.auc)),
    medianLood: median(records.map(({ auc }) => auc)),
    medianNetwork: median(records.map(({ network }) => network.auc)),
  };
}

/** Records by the AUC that was measured, most exposed first. */
export function mostExposed(records: readonly ValidatedRecord[]): readonly ValidatedRecord[] {
  return records.toSorted((a, b) => b.network.auc - a.network.auc || b.auc - a.auc || a.record - b.record);
}

/** `record 17, class cat`, for tooltips. */
export function pointLabel(result: ValidationResult, { record, classIndex }: ValidatedRecord): string {
  return `record ${record}, class ${className(result, classIndex)}`;
}

/** Bars that can be told apart; a figure of more records shows points alone. */
const MOST_INTERVALS = 120;

export function canHaveBars(records: readonly ValidatedRecord[]): boolean {
  return records.length <= MOST_INTERVALS;
}

/** Whether the records were named by the user, and not chosen over the range of leakage. */
export function areNamed({ manifest }: ValidationResult): boolean {
  return Array.isArray(manifest.settings.records);
}
