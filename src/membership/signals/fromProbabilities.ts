// Which φ has a record whose probabilities of all classes were recorded? Called by readers of signals.

import { AuditError } from '../../base/errors.ts';
import { outputsPerRow } from './classRows.ts';

/**
 * How far the probabilities of a row may be from 1 in sum: those in float16 are by 5e-4, those of 100 classes written with four decimals by
 * 5e-3. Logits, and the outputs of several independent sigmoids, are further off in nearly every row.
 */
const SUM_TOLERANCE = 0.01;

/**
 * φ = ln p_y − ln Σ_{k≠y} p_k. The sum over the other classes keeps the digits that 1 − p_y has lost. A single probability is that of class 1.
 * p_y = 0 gives −∞, and no others ∞ (`boundInfinite`). O(m·C).
 *
 * @param probabilities [m, C], each row with sum 1 to 0.01
 * @param labels [m]
 * @returns φ, [m]
 * @throws AuditError SHAPE_MISMATCH, LABELS_INVALID, NOT_FINITE, OPTION_INVALID for what is no distribution
 */
export function fromProbabilities(probabilities: Float64Array, labels: Int32Array): Float64Array {
  const classes = outputsPerRow('probabilities', probabilities, labels);
  return Float64Array.from(labels, (label, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    const outside = row.find((p) => p < 0 || p > 1 + SUM_TOLERANCE);
    if (outside !== undefined) throw noDistribution(`${outside} in row ${i}`, i);
    if (classes === 1) {
      const p = Math.min(1, row[0] as number);
      const phi = Math.log(p) - Math.log1p(-p);
      return label === 1 ? phi : -phi;
    }
    let others = 0;
    for (let k = 0; k < classes; k++) if (k !== label) others += row[k] as number;
    const own = row[label] as number;
    if (Math.abs(own + others - 1) > SUM_TOLERANCE)
      throw noDistribution(`a sum of ${Number((own + others).toPrecision(6))} in row ${i}`, i);
    return Math.log(own) - Math.log(others);
  });
}

function noDistribution(got: string, row: number): AuditError {
  return new AuditError(
    'OPTION_INVALID',
    {
      expected: `probabilities from 0 to 1 whose sum over the classes is 1, to ${SUM_TOLERANCE}`,
      got,
      try: 'reading these numbers as logits, if that is what they are',
    },
    { row },
  );
}
