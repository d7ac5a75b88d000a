// Rows of points, their lengths and products. Called by the files of this folder.

export function innerProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] as number) * (b[j] as number);
  return sum;
}

export function lengthOf(row: Float64Array): number {
  return Math.sqrt(innerProduct(row, row));
}

export function distanceBetween(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += ((a[j] as number) - (b[j] as number)) ** 2;
  return Math.sqrt(sum);
}

/** The m queries of a point, as views. */
export function queriesOf(point: Float64Array, dimensions: number): Float64Array[] {
  return Array.from({ length: point.length / dimensions }, (_, i) => point.subarray(i * dimensions, (i + 1) * dimensions));
}
