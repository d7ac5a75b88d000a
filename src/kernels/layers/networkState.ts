// What passes from layer to layer of an infinitely wide network? For single inputs, variances and the NTK's diagonal; for a tile of
// pairs, the NNGP and NTK covariances and their derivatives. Called by fcn.ts and the layers of this folder.
// A layer maps the state of records to a new one. Tiles are mapped in place instead: at two to nine arrays of up to a megabyte each,
// copies would cost as much as the arithmetic.

import { mapEach } from '../mapEach.ts';

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

export interface Layer<State extends PairState> {
  records(state: RecordState): RecordState;
  /** `rows` and `cols` are the records' states before this layer. */
  pairs(state: State, rows: RecordState, cols: RecordState): void;
}

/** The state of inputs with these squared norms before the first layer: variance ‖x‖²/d. */
export function inputRecords(norms: Float64Array, dimensions: number, withTangent: boolean): RecordState {
  const variance = mapEach(norms, (norm) => norm / dimensions);
  if (!withTangent) return { variance };
  const n = norms.length;
  const tangent = {
    varianceByNorm: new Float64Array(n).fill(1 / dimensions),
    ntk: new Float64Array(n),
    ntkByNorm: new Float64Array(n),
  };
  return { variance, tangent };
}

/** Turns a tile of inner products t, held in `nngp`, into the state before the first layer: covariance t/d, NTK 0. */
export function startPairs(state: PairState, dimensions: number): void {
  const { nngp, ntk, nngpTangent, ntkTangent } = state;
  for (let i = 0; i < nngp.length; i++) nngp[i] = (nngp[i] as number) / dimensions;
  ntk?.fill(0);
  nngpTangent?.byPair.fill(1 / dimensions);
  nngpTangent?.byRowNorm.fill(0);
  ntkTangent?.byPair.fill(0);
  ntkTangent?.byRowNorm.fill(0);
}
