// How is it avoided that inputs pass through the network anew for every tile in their row and column of a matrix, and in every matrix of a search?
// The results of the last calls are kept, and known again by the values they came from. Called by layers/networkRecords.ts.

/** Results that are kept at most, so that looking through them stays below a microsecond. */
const MOST = 256;

/**
 * The function of an array of numbers, computed once for equal arrays that follow closely on each other. Results must not be changed.
 *
 * @param room how many numbers the arguments of kept results may have together, which bounds the memory
 */
export function remember<Result>(compute: (values: Float64Array) => Result, room: number): (values: Float64Array) => Result {
  const known: { readonly values: Float64Array; readonly result: Result }[] = [];
  let taken = 0;
  return (values) => {
    if (values.length > room) return compute(values);
    const found = known.find((entry) => isSame(entry.values, values));
    if (found) return found.result;
    const result = compute(values);
    known.unshift({ values: values.slice(), result });
    taken += values.length;
    while (taken > room || known.length > MOST) taken -= known.pop()?.values.length ?? 0;
    return result;
  };
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
