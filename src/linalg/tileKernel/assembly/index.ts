// Everything that the WebAssembly module of the tile kernel offers.

export { addColumnSquares, transpose } from './elementary';
export { multiply, packColumns, packRows } from './multiply';
export { factor, invert } from './triangular';
