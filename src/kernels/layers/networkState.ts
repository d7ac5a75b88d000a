// What passes from layer to layer of an infinitely wide network? For single inputs, variances and the NTK's diagonal; for a tile of
// pairs, the NNGP and NTK covariances and their derivatives. Called by fcn.ts, the layers of this folder and vector/.
// A layer maps the state of records to a new one. Tiles are mapped in place instead: at two to nine arrays of up to a megabyte each,
// copies would cost as much as the arithmetic.

/** The network without its activation: Dense, activation, …, Dense. */
export interface NetworkShape {
  readonly output: 'nngp' | 'ntk';
  /** Layers of activations. */
  readonly depth: number;
  readonly weightVariance: number;
  readonly biasVariance: number;
  /** d; the first layer's covariance is weightVariance·x·z/d + biasVariance. */
  readonly dimensions: number;
}

/** State of n single inputs after some layers; each array has length n. */
export interface RecordState {
  /** Variance of a unit's output: the NNGP kernel of the input with itself. */
  readonly variance: Float64Array;
  /** The rest is present when asked for: derivative of `variance` with respect to ‖x‖², … */
  readonly tangent?: RecordTangent;
}

export interface RecordTangent {
  /** d variance / d‖x‖². */
  readonly varianceByNorm: Float64Array;
  /** The NTK of the input with itself. */
  readonly ntk: Float64Array;
  /** d ntk / d‖x‖². */
  readonly ntkByNorm: Float64Array;
}

/** Arrays over a tile of pairs, all of its length, row-major, mapped in place by the layers. */
export interface PairState {
  readonly nngp: Float64Array;
  readonly ntk?: Float64Array;
  readonly nngpTangent?: PairTangent;
  readonly ntkTangent?: PairTangent;
}

/** Derivatives of a covariance with respect to t = x·z and to ‖x‖² of the row's input x. */
export interface PairTangent {
  readonly byPair: Float64Array;
  readonly byRowNorm: Float64Array;
}

/** A tile of pairs with the derivatives of all its covariances. */
export interface DifferentiatedPairs extends PairState {
  readonly nngpTangent: PairTangent;
}

export type RecordLayer = (state: RecordState) => RecordState;

/** `rows` and `cols` are the records' states before this layer. */
export type PairLayer<State extends PairState> = (state: State, rows: RecordState, cols: RecordState) => void;
