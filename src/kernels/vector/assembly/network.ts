// How does a strip pass through all layers of a fully connected network?

import { firstLayer } from './dense';
import { erf } from './erf';
import { gelu } from './gelu';
import { piecewiseLinear } from './piecewiseLinear';
import { sin } from './sin';

export const PIECEWISE_LINEAR: i32 = 0;
export const ERF: i32 = 1;
export const GELU: i32 = 2;
export const SIN: i32 = 3;

/**
 * Inner products → the network's covariances in PAIRS and NTK in TANGENTS, for rows×cols pairs, row-major; cols is even.
 *
 * @param terms what the activation needs of each layer's columns, then of its rows
 * @param stride bytes from one layer's terms to the next one's; the rows' stand in the second half
 */
export function network(
  activation: i32,
  isNtk: bool,
  depth: i32,
  dimensions: f64,
  rows: i32,
  cols: i32,
  terms: usize,
  stride: usize,
): void {
  const width = (<usize>cols) << 3;
  firstLayer(dimensions, width * rows);
  for (let layer = 0; layer < depth; layer++) {
    const rowTerms = terms + (stride >> 1);
    if (activation == PIECEWISE_LINEAR) piecewiseLinear(isNtk, rows, width, rowTerms, terms);
    else if (activation == ERF) erf(isNtk, rows, width, rowTerms, terms);
    else if (activation == GELU) gelu(isNtk, rows, width, rowTerms, terms);
    else sin(isNtk, rows, width, rowTerms, terms);
    terms += stride;
  }
}
