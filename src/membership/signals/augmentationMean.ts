// What do the augmentations of a record say together? Called by the attacks whose score is a mean over them.

/** Mean over the k values of each record, [n, k] → [n]. */
export function augmentationMean(
  { records, queries }: { readonly records: number; readonly queries: number },
  values: Float64Array,
): Float64Array {
  const means = new Float64Array(records);
  for (let i = 0; i < records; i++) {
    let sum = 0;
    for (let q = 0; q < queries; q++) sum += values[i * queries + q] as number;
    means[i] = sum / queries;
  }
  return means;
}
