// How does a strip pass through all layers of a fully connected network?

import { ERF, GELU, PIECEWISE_LINEAR } from './activations';
import { firstDerivatives } from './chain';
import { firstLayer } from './dense';
import { erf } from './erf';
import { gelu } from './gelu';
import { piecewiseLinear } from './piecewiseLinear';
import { sin } from './sin';

/**
 * Inner products → the network's covariances in PAIRS and NTK in TANGENTS, for rows×cols pairs, row-major; cols is even.
 * Differentiated, also their derivatives in BY_PAIR and BY_ROW_NORM, TANGENTS_BY_PAIR and TANGENTS_BY_ROW_NORM.
 *
 * @param terms of each layer's columns, then of its rows; see terms.ts
 * @param stride bytes from one layer's terms to the next one's; the rows' stand in the second half
 */
export function network(
  activation: i32,
  isNtk: bool,
  isDifferentiated: bool,
  depth: i32,
  dimensions: f64,
  rows: i32,
  cols: i32,
  terms: usize,
  stride: usize,
): void {
  const width = (<usize>cols) << 3;
  firstLayer(dimensions, width * rows);
  if (isDifferentiated) firstDerivatives(dimensions, width * rows);
  for (let layer = 0; layer < depth; layer++) {
    const rowTerms = terms + (stride >> 1);
    if (activation == PIECEWISE_LINEAR) piecewiseLinear(isNtk, isDifferentiated, rows, width, rowTerms, terms);
    else if (activation == ERF) erf(isNtk, isDifferentiated, rows, width, rowTerms, terms);
    else if (activation == GELU) gelu(isNtk, isDifferentiated, rows, width, rowTerms, terms);
    else sin(isNtk, isDifferentiated, rows, width, rowTerms, terms);
    terms += stride;
  }
}
