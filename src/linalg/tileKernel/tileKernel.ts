// What can one thread do with one tile? The few dense operations that every job on tiled matrices is made of. An engine differs from
// another only in this: the embedded one runs them in WebAssembly (wasmTileKernel.ts), the native one calls the machine's BLAS.

/** A row-major matrix inside an array, usually of memory that threads share. */
export interface Block {
  readonly data: Float64Array;
  /** Index of element (0, 0). */
  readonly offset: number;
  /** Distance between rows. */
  readonly stride: number;
  readonly rows: number;
  readonly cols: number;
}

/** How the second operand enters a product: as it is, or transposed. */
export type Orientation = 'plain' | 'transposed';

/**
 * One accumulator, C, to which products are added. Results do not depend on the thread, only on the order of the calls.
 * Sizes and depths are at most the tile size, but for the depth of `addProduct` and `addSquare` and where `capacity` allows more.
 */
export interface TileKernel {
  /** Rows and columns of a whole tile; a multiple of 16. */
  readonly tileSize: number;
  /** Rows and columns of the largest accumulator for `addProduct` and `addSquare`; a multiple of the tile size. */
  readonly capacity: number;
  /** C ← 0, rows×cols. */
  clear(rows: number, cols: number): void;
  /** C ← the block. */
  load(c: Block): void;
  /**
   * C ← C + sign · A·B or A·Bᵀ. With `slot`, the second operand may be kept in packed form under that number until `forget` is called;
   * the caller then vouches that the same slot means the same operand.
   */
  addProduct(sign: 1 | -1, a: Block, b: Block, orientation: Orientation, slot?: number): void;
  /** C ← C + sign · A·Aᵀ on and below the diagonal; what stands above it afterwards means nothing. Half the work of a product. */
  addSquare(sign: 1 | -1, a: Block): void;
  /** C ← C + Aᵀ·B; `slot` as above. */
  addTransposedProduct(a: Block, b: Block, slot?: number): void;
  /** Drops what `addProduct` kept. */
  forget(): void;
  /**
   * C + shift·I = L Lᵀ for a whole tile, of which the lower triangle is read. C ← L with zeros above.
   *
   * @param variances receives L_ii² − shift
   * @param inverse receives L⁻¹ with zeros above
   * @returns −1, or the position of the first pivot that is not a positive finite number, with its value less the shift in variances
   */
  factor(shift: number, variances: Float64Array, inverse: Block): number;
  /** C ← sign · C·T or C·Tᵀ for a lower-triangular T of C's width. Half the work of a product. */
  multiplyByTriangle(sign: 1 | -1, t: Block, orientation: Orientation): void;
  /** C ← T·C for a lower-triangular T of C's height. */
  premultiplyByTriangle(t: Block): void;
  /** The block ← C, or the part of C of the block's size that begins at that row and column. */
  store(c: Block, row?: number, col?: number): void;
  /** sums[j] += Σ_i A_ij². */
  addColumnSquares(a: Block, sums: Float64Array): void;
}
