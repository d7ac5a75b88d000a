// How are records, classes and amounts named in sentences? Called by every section, so that the same thing has the same name throughout.
// Names come from the input: they are cut to a readable length and made plain here, and escaped once more by each writer.

import type { AuditResult, RecordResult } from '../../src/audit/result.ts';
import { plainText } from '../../src/base/plainText.ts';
import { formatNumber } from '../format.ts';
import type { SharedResult } from '../results.ts';

/** Longest name in sentences and on axes; longer ones end in `…` (the full name stands in records.csv). */
const NAME_LENGTH = 40;

/** A stranger's name as words: control characters visible, cut to `maxLength`, and never so blank that a sentence has a hole. */
export function shownName(name: string, maxLength = NAME_LENGTH): string {
  return name.trim() === '' ? '(blank)' : plainText(name, maxLength);
}

/** `ship`, from the class index of a record. */
export function className({ dataset }: Pick<SharedResult, 'dataset'>, classIndex: number): string {
  return shownName(dataset.classes[classIndex]?.name ?? `number ${classIndex}`);
}

/** Longest name that the input gives a record: paths are told apart by their ends. */
const RECORD_NAME_LENGTH = 80;

/** `ship/0482.png`, where the input has names for its records. */
export function inputName({ name }: RecordResult): string | undefined {
  return name === undefined ? undefined : shownName(name, RECORD_NAME_LENGTH);
}

/** `record 482 (class ship)`. */
export function recordName(
  result: Pick<SharedResult, 'dataset'>,
  { record, classIndex }: Pick<RecordResult, 'record' | 'classIndex'>,
): string {
  return `record ${record} (class ${className(result, classIndex)})`;
}

/** `1 record`, `2,000 records`. */
export function count(n: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(n, 'integer')} ${n === 1 ? singular : plural}`;
}

/** `12 of 300 records (4.0%)`. */
export function shareOf(part: number, whole: number, plural = 'records'): string {
  return `${formatNumber(part, 'integer')} of ${formatNumber(whole, 'integer')} ${plural} (${percent(part / whole)})`;
}

/** `40% to 90%`, or `40%` where both ends print alike. */
export function range(low: string, high: string): string {
  return low === high ? low : `${low} to ${high}`;
}

/** `a, b and c`. */
export function listInWords(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

export const number = (value: number): string => formatNumber(value, 'number');
export const percent = (fraction: number): string => formatNumber(fraction, 'percent');

/** Whether two numbers agree in the three digits that are printed: what differs less, often by rounding alone, is not told apart. */
export function printsAlike(a: number, b: number): boolean {
  return a.toPrecision(3) === b.toPrecision(3);
}

/** `0.967`, `>0.999`; `0.5` only for guessing itself. */
export const auc = (value: number): string => (value === 0.5 ? '0.5' : formatNumber(value, 'auc'));

/** `0.9987`, `>0.9999`; rounding alone can carry a cosine beyond 1. */
export const cosine = (value: number): string => formatNumber(Math.min(1, Math.max(-1, value)), 'cosine');

/** `0.0567 nats`. */
export function nats(value: number): string {
  return `${number(value)} nats`;
}

/** The value of a summary at one of its quantile levels. */
export function quantile(summary: AuditResult['summary']['kl'], level: number): number {
  const found = summary.quantiles.find(({ probability }) => Math.abs(probability - level) < 1e-9);
  if (found === undefined) throw new Error(`the summary has no quantile at ${level}`);
  return found.value;
}

/** What the numerical error of the reported probabilities is, as a clause that ends a sentence. */
export function errorClause(result: AuditResult): string {
  const { relativeError } = result.membership;
  return relativeError === 0
    ? 'computed, not sampled, to the precision of the machine'
    : `computed, not sampled; estimated numerical error at most ${formatNumber(relativeError, 'scientific')} of each probability`;
}

/** A correlation with two decimals, `0.96` or `−0.40`; never rounded up to ±1. */
export function correlation(value: number): string {
  const size = Math.abs(value);
  const text = size < 1 && size >= 0.995 ? 'above 0.99' : size.toFixed(2);
  return value < 0 && text !== '0.00' ? (text.startsWith('above') ? 'below −0.99' : `−${text}`) : text;
}
