// How is searched on the boundary of what is excluded around a record, where the leakiest allowed queries mostly lie? By coordinates in which the
// boundary is the whole space: any vector but zero names the point in its direction. Called by optimizers/boundaryFirst.ts.
//   ball:  q = x + r‖x‖ v/‖v‖                  cone:  q = ‖x‖ (cos θ x̂ + sin θ w/‖w‖),  w = v − (v·x̂)x̂,  sin θ = r

import type { ExcludedShape } from './exclusion.ts';

export interface Boundary {
  /** Coordinates of the boundary point nearest to the direction of a point from the record. */
  coordinates(point: Float64Array): Float64Array;
  point(coordinates: Float64Array): Float64Array;
  /** The gradient in coordinates of a function with this gradient at their point. */
  pullBack(coordinates: Float64Array, gradient: Float64Array): Float64Array;
  /** Moves each query that lies outside of a ball straight towards the record, in place, until it is on the boundary; a cone's are left. */
  drawIn(point: Float64Array): void;
}

/** Relative distance by which points lie outside of the boundary, so that rounding leaves none of them inside. */
const MARGIN = 4e-9;

/** The boundary around one record x, [d], for points of one or several queries, all of which lie on it. All operations O(m d). */
export function createBoundary(shape: ExcludedShape, record: Float64Array, radius: number): Boundary {
  const d = record.length;
  const size = lengthOf(record, 0, d);
  const sine = Math.min(1, radius * (1 + MARGIN) + MARGIN);
  const cosine = Math.sqrt(1 - sine * sine);
  const isCone = shape === 'cone';
  // What is taken as fixed, and the length of what turns: of a cone's row the component along the record is taken away first.
  const centre = record.map((value) => (isCone ? cosine * value : value));
  const reach = size * (isCone ? sine : radius * (1 + MARGIN) + MARGIN);
  const axis = record.map((value) => (isCone ? value / size : 0));

  const eachQuery = (point: Float64Array, write: (start: number, out: Float64Array) => void): Float64Array => {
    const out = new Float64Array(point.length);
    for (let start = 0; start < point.length; start += d) write(start, out);
    return out;
  };
  /** The turning part of the query that begins there, and its length. */
  const turning = (coordinates: Float64Array, start: number): { readonly part: Float64Array; readonly length: number } => {
    let along = 0;
    for (let j = 0; j < d; j++) along += (coordinates[start + j] as number) * (axis[j] as number);
    const part = new Float64Array(d);
    for (let j = 0; j < d; j++) part[j] = (coordinates[start + j] as number) - along * (axis[j] as number);
    return { part, length: lengthOf(part, 0, d) || 1 };
  };

  return {
    drawIn(point) {
      if (isCone) return;
      for (let start = 0; start < point.length; start += d) {
        let squared = 0;
        for (let j = 0; j < d; j++) squared += ((point[start + j] as number) - (record[j] as number)) ** 2;
        const share = reach / Math.sqrt(squared);
        if (!(share < 1)) continue;
        for (let j = 0; j < d; j++) {
          point[start + j] = (record[j] as number) + share * ((point[start + j] as number) - (record[j] as number));
        }
      }
    },
    coordinates: (point) =>
      eachQuery(point, (start, out) => {
        for (let j = 0; j < d; j++) out[start + j] = (point[start + j] as number) - (isCone ? 0 : (record[j] as number));
      }),
    point: (coordinates) =>
      eachQuery(coordinates, (start, out) => {
        const { part, length } = turning(coordinates, start);
        for (let j = 0; j < d; j++) out[start + j] = (centre[j] as number) + (reach * (part[j] as number)) / length;
      }),
    pullBack: (coordinates, gradient) =>
      eachQuery(coordinates, (start, out) => {
        const { part, length } = turning(coordinates, start);
        let [along, outward] = [0, 0];
        for (let j = 0; j < d; j++) {
          along += (gradient[start + j] as number) * (axis[j] as number);
          outward += ((gradient[start + j] as number) * (part[j] as number)) / length;
        }
        for (let j = 0; j < d; j++) {
          const tangent =
            (gradient[start + j] as number) - along * (axis[j] as number) - (outward * (part[j] as number)) / length;
          out[start + j] = (reach / length) * tangent;
        }
      }),
  };
}

function lengthOf(vector: Float64Array, start: number, count: number): number {
  let sum = 0;
  for (let j = start; j < start + count; j++) sum += (vector[j] as number) ** 2;
  return Math.sqrt(sum);
}
