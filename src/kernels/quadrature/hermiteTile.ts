// How are the Hermite series of all pairs of a tile summed? Called by quadratureDual.ts for smooth activations of moderate variance.

import type { Expansion, ExpansionOrder, HermiteExpansion } from './hermiteExpansion.ts';

/** The coefficients of one function at the variances of a tile's rows or columns, and how many of them each record needs. */
export interface ExpandedRecords extends Expansion {
  readonly stride: ExpansionOrder;
  readonly evenCounts: Int32Array;
  readonly oddCounts: Int32Array;
}

/** How many even and odd coefficients each record needs. */
export interface RecordOrders {
  readonly evenCounts: Int32Array;
  readonly oddCounts: Int32Array;
}

/** How many coefficients of f each variance needs (0 where the series is not short and not used). */
export function recordOrders(expansion: HermiteExpansion, variances: Float64Array): RecordOrders {
  const evenCounts = new Int32Array(variances.length);
  const oddCounts = new Int32Array(variances.length);
  for (let i = 0; i < variances.length; i++) {
    const order = expansion.orderAt(variances[i] as number);
    evenCounts[i] = order?.even ?? 0;
    oddCounts[i] = order?.odd ?? 0;
  }
  return { evenCounts, oddCounts };
}

/** The largest number of coefficients that any record of either side needs. */
export function commonStride(...sides: readonly RecordOrders[]): ExpansionOrder {
  let even = 0;
  let odd = 0;
  for (const side of sides) {
    for (const count of side.evenCounts) even = Math.max(even, count);
    for (const count of side.oddCounts) odd = Math.max(odd, count);
  }
  return { even, odd };
}

/** Coefficients of f for all records of one side. */
export function expandRecords(
  expansion: HermiteExpansion,
  variances: Float64Array,
  orders: RecordOrders,
  stride: ExpansionOrder,
): ExpandedRecords {
  return { ...expansion.coefficients(variances, stride), stride, ...orders };
}

/**
 * Coefficients of f′ from those of f: E[f′(√p x) h_j(x)] = √((j+1)/p) · a_{j+1}, one fewer than f has.
 * Used for φ‴ alone; the lower derivatives are expanded for themselves, which keeps their digits at small variances.
 */
export function differentiateRecords(f: ExpandedRecords, variances: Float64Array): ExpandedRecords {
  const stride = { even: f.stride.odd, odd: Math.max(f.stride.even - 1, 0) };
  const even = new Float64Array(variances.length * stride.even);
  const odd = new Float64Array(variances.length * stride.odd);
  for (let i = 0; i < variances.length; i++) {
    const p = variances[i] as number;
    const inverse = p > 0 ? 1 / Math.sqrt(p) : 0;
    for (let m = 0; m < stride.even; m++) {
      even[i * stride.even + m] = Math.sqrt(2 * m + 1) * inverse * (f.odd[i * f.stride.odd + m] as number);
    }
    for (let m = 0; m < stride.odd; m++) {
      odd[i * stride.odd + m] = Math.sqrt(2 * m + 2) * inverse * (f.even[i * f.stride.even + m + 1] as number);
    }
  }
  return { even, odd, stride, evenCounts: f.oddCounts, oddCounts: f.evenCounts.map((count) => Math.max(count - 1, 0)) };
}

/**
 * out[offset + j] = scale · Σ_m a_m(row) b_m(j) c_j^m for the columns j in `members`, by Horner's scheme in c².
 * The number of terms is the larger of what row and column need. `correlations` is indexed by column.
 */
export function sumHermiteRow(
  row: ExpandedRecords,
  rowIndex: number,
  cols: ExpandedRecords,
  members: Int32Array,
  correlations: Float64Array,
  scale: number,
  out: Float64Array,
  offset: number,
): void {
  const evenFrom = rowIndex * row.stride.even;
  const oddFrom = rowIndex * row.stride.odd;
  const rowEven = row.evenCounts[rowIndex] as number;
  const rowOdd = row.oddCounts[rowIndex] as number;
  for (let n = 0; n < members.length; n++) {
    const j = members[n] as number;
    const c = correlations[j] as number;
    const evenTerms = Math.min(Math.max(rowEven, cols.evenCounts[j] as number), row.stride.even, cols.stride.even);
    const oddTerms = Math.min(Math.max(rowOdd, cols.oddCounts[j] as number), row.stride.odd, cols.stride.odd);
    const even = hornerSum(row.even, evenFrom, cols.even, j * cols.stride.even, evenTerms, c * c);
    const odd = hornerSum(row.odd, oddFrom, cols.odd, j * cols.stride.odd, oddTerms, c * c);
    out[offset + j] = scale * (even + c * odd);
  }
}

/** Σ_{m < terms} a[from + m] b[at + m] x^m, as two interleaved chains so that one does not wait for the other. */
function hornerSum(a: Float64Array, from: number, b: Float64Array, at: number, terms: number, x: number): number {
  const x2 = x * x;
  let low = 0;
  let high = 0;
  let m = terms - 1;
  if (m >= 0 && m % 2 === 0) {
    low = (a[from + m] as number) * (b[at + m] as number);
    m--;
  }
  for (; m > 0; m -= 2) {
    high = high * x2 + (a[from + m] as number) * (b[at + m] as number);
    low = low * x2 + (a[from + m - 1] as number) * (b[at + m - 1] as number);
  }
  return low + x * high;
}
