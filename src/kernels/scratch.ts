// How do tile loops avoid allocating megabytes per call? They reuse arrays that grow to the largest size asked for.
// Called by layers/layeredNetwork.ts. A kernel stays a pure function to its callers, because nothing in these arrays outlives a call.

/** Returns `length` entries of array number `index`; the contents are whatever the last use left. */
export function createScratch(): (index: number, length: number) => Float64Array {
  const arrays: Float64Array[] = [];
  return (index, length) => {
    const known = arrays[index];
    if (known && known.length >= length) return known.subarray(0, length);
    const grown = new Float64Array(length);
    arrays[index] = grown;
    return grown;
  };
}
