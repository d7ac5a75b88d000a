// Which φ has a record whose logits were recorded? The most precise of all signals: nothing was rounded to certainty. Called by readers of signals.

import { AuditError } from '../../base/errors.ts';
import { outputsPerRow } from './classRows.ts';

/**
 * φ = z_y − ln Σ_{k≠y} e^{z_k}, which is ln p_y − ln(1 − p_y) of the softmax (Carlini et al. 2022, section IV.C), with the largest other logit
 * taken out of the sum: no confidence rounds to 1. A single logit z is that of class 1: φ = z for label 1, −z for label 0. O(m·C).
 *
 * @param logits [m, C]; −∞ is an impossible class. Where all others are impossible φ = ∞, where the own label is, −∞ (`boundInfinite`)
 * @param labels [m]
 * @returns φ, [m]
 * @throws AuditError SHAPE_MISMATCH, LABELS_INVALID, NOT_FINITE for NaN, +∞, and rows without a possible class
 *
 * @example
 * fromLogits(Float64Array.of(1, 2, -3), Int32Array.of(1)); // [0.98185007]
 */
export function fromLogits(logits: Float64Array, labels: Int32Array): Float64Array {
  const classes = outputsPerRow('logits', logits, labels);
  assertSoftmax(logits, classes);
  return Float64Array.from(labels, (label, i) => {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    if (classes === 1) return label === 1 ? (row[0] as number) : -(row[0] as number);
    return (row[label] as number) - logSumOfOthers(row, label);
  });
}

/** ln Σ_{k≠y} e^{z_k}. */
function logSumOfOthers(row: Float64Array, label: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < row.length; k++) if (k !== label) largest = Math.max(largest, row[k] as number);
  if (largest === Number.NEGATIVE_INFINITY) return largest;
  let sum = 0;
  for (let k = 0; k < row.length; k++) if (k !== label) sum += Math.exp((row[k] as number) - largest);
  return largest + Math.log(sum);
}

/** A row has a softmax where its largest logit is finite; a single one is compared with 0, and may be infinite. */
function assertSoftmax(logits: Float64Array, classes: number): void {
  if (classes === 1) return;
  for (let start = 0; start < logits.length; start += classes) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) largest = Math.max(largest, logits[start + k] as number);
    if (Number.isFinite(largest)) continue;
    throw new AuditError(
      'NOT_FINITE',
      {
        expected: 'logits below ∞, and a possible class in each row',
        got: `${largest} as the largest of row ${start / classes}`,
        try: 'leaving out the models or records whose outputs overflowed',
      },
      { row: start / classes },
    );
  }
}
