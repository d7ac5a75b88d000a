// Where does a strip of pairs lie? In arrays of a fixed place and length, so few and short that they stay in the first-level cache
// while loop after loop runs over them. Loops are short for a reason: V8 keeps the constants of one in registers up to about ten only.

/** Pairs in a strip, at most; the number of columns is even. */
export const STRIP: i32 = 512;

/** Bytes of an array with a number for each pair. */
export const STRIP_BYTES: i32 = 8 * STRIP;

/** Bytes from one term of a strip's rows or columns to the next. */
export const TERM: usize = STRIP_BYTES;

/** Inner products or distances, then the covariances of the network's layers, then the kernel. */
export const PAIRS: usize = memory.data(STRIP_BYTES, 64);
/** The NTK's. */
export const TANGENTS: usize = memory.data(STRIP_BYTES, 64);

/** Derivatives of what PAIRS holds: with respect to the inner product t or the squared distance, and to ‖x‖² of the row's input x. */
export const BY_PAIR: usize = memory.data(STRIP_BYTES, 64);
export const BY_ROW_NORM: usize = memory.data(STRIP_BYTES, 64);
/** Derivatives of the NTK. */
export const TANGENTS_BY_PAIR: usize = memory.data(STRIP_BYTES, 64);
export const TANGENTS_BY_ROW_NORM: usize = memory.data(STRIP_BYTES, 64);

/** From where on the memory is the caller's. */
export const FREE: usize = __heap_base;
