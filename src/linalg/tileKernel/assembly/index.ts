// Everything that the WebAssembly module of the tile kernel offers.

export { addColumnSquares, transpose } from './elementary';
export { FULL, LOWER_A, LOWER_B, LOWER_C, multiply, packColumns, packRows, UPPER_B } from './multiply';
export { factor, invert } from './triangular';
