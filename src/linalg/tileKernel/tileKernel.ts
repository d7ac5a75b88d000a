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
 * `rows`, `cols` and depths are at most the tile size, but for the depth of `addProduct`.
 */
export interface TileKernel {
  /** Rows and columns of the largest accumulator; a multiple of 16. */
  readonly tileSize: number;
  /** C ← 0, rows×cols. */
  clear(rows: number, cols: number): void;
  /** C ← the block. */
  load(c: Block): void;
  /**
   * C ← C + sign · A·B or A·Bᵀ. With `slot`, the second operand may be kept in packed form under that number until `forget` is called;
   * the caller then vouches that the same slot means the same operand.
   */
  addProduct(sign: 1 | -1, a: Block, b: Block, orientation: Orientation, slot?: number): void;
  /** C ← C + Aᵀ·B; `slot` as above. */
  addTransposedProduct(a: Block, b: Block, slot?: number): void;
  /** Drops what `addProduct` kept. */
  forget(): void;
  /**
   * C + shift·I = L Lᵀ, C ← L with zeros above; C is a whole tile.
   *
   * @param variances receives L_ii² − shift
   * @returns −1, or the position of the first pivot that is not a positive finite number, with its value less the shift in variances
   */
  factor(shift: number, variances: Float64Array): number;
  /** C ← C⁻¹ for a lower-triangular whole tile. */
  invert(): void;
  /** C ← sign · C·B or C·Bᵀ for a whole tile B. */
  multiplyBy(sign: 1 | -1, b: Block, orientation: Orientation): void;
  /** C in row-major order without gaps, to be read or changed in place before `store`; valid until the next call. */
  accumulator(): Float64Array;
  /** The block ← C. */
  store(c: Block): void;
  /** sums[j] += Σ_i A_ij². */
  addColumnSquares(a: Block, sums: Float64Array): void;
}
