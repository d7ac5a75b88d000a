// In which order do records stand? Most exposed first, by KL divergence; equal values by their number in the input, so that the order
// is the same every time. Called by the sections and by the CSV writer.

import type { AuditResult, RecordResult } from '../src/audit/result.ts';

/** Records of `result`, most exposed first; cost O(n log n). */
export function rankRecords(result: AuditResult): readonly RecordResult[] {
  return [...result.records].sort((a, b) => b.kl - a.kl || a.record - b.record);
}

/** Rank (1 = most exposed) by record number. */
export function ranksByRecord(result: AuditResult): ReadonlyMap<number, number> {
  return new Map(rankRecords(result).map((record, index) => [record.record, index + 1]));
}

/**
 * The record with this number.
 *
 * @throws Error when the result has none, which parseResult refuses
 */
export function recordByNumber(result: AuditResult, number: number): RecordResult {
  const found = result.records.find((record) => record.record === number);
  if (found === undefined) throw new Error(`the result names record ${number}, but has no such record`);
  return found;
}
