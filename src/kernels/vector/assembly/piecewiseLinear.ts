// A layer of activations φ(x) = x for x > 0 and a·x below, over a strip. Formulas of activations/piecewiseLinear.ts:
//   F = o·k + e·|k| + e(2/π) √(pq) (sin θ − θ cos θ),   D = o + e(2/π) arcsin c,   o = (1+a)²/4, e = (1−a)²/4,
// with c = k/√(pq), u = 1 − |c| and θ = arccos|c|. Only k enters linearly, so copies (u = 0) get exactly (o+e)·k.

import { angle, segment } from './arcCosine';
import { DEFICIT, deficits } from './deficit';
import { bias, storePair, storePairAndTangent, weight } from './dense';
import { PAIRS, STRIP_BYTES, TERM } from './strips';
import { add, entry, mul, splat, sub } from './vectors';

/** 1, 2, 2/π, and −0, which is the sign bit. */
const CONSTANTS_TABLE: usize = memory.data<f64>([1, 2, 0.6366197723675814, -0.0]);

/** θ or sin θ − θ cos θ. */
const ARC: usize = memory.data(STRIP_BYTES, 64);

let odd: f64;
let even: f64;
let tolerance: f64;

/** @param newTolerance see coincidenceTolerance */
export function setPiecewiseLinear(newOdd: f64, newEven: f64, newTolerance: f64): void {
  odd = newOdd;
  even = newEven;
  tolerance = newTolerance;
}

/** Terms of rows and columns: √p, 1/√p. */
export function piecewiseLinear(isNtk: bool, rows: i32, width: usize, rowTerms: usize, colTerms: usize): void {
  deficits(tolerance, rows, width, rowTerms + TERM, colTerms + TERM);
  if (isNtk) {
    angle(DEFICIT, ARC, width * rows);
    valuesAndSlopes(rows, width, rowTerms, colTerms);
  } else {
    segment(DEFICIT, ARC, width * rows);
    values(rows, width, rowTerms, colTerms);
  }
}

function values(rows: i32, width: usize, rowTerms: usize, colTerms: usize): void {
  const oddPart = splat(odd);
  const evenPart = splat(even);
  const factor = mul(evenPart, entry(CONSTANTS_TABLE, 2));
  const w = weight();
  const b = bias();
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const scale = mul(factor, entry(rowTerms, i));
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const k = v128.load(PAIRS + at);
      const linear = add(mul(oddPart, k), mul(evenPart, f64x2.abs(k)));
      storePair(at, add(linear, mul(mul(scale, v128.load(colTerms + j)), v128.load(ARC + at))), w, b);
    }
  }
}

function valuesAndSlopes(rows: i32, width: usize, rowTerms: usize, colTerms: usize): void {
  const one = entry(CONSTANTS_TABLE, 0);
  const two = entry(CONSTANTS_TABLE, 1);
  const twoOverPi = entry(CONSTANTS_TABLE, 2);
  const sign = entry(CONSTANTS_TABLE, 3);
  const oddPart = splat(odd);
  const evenPart = splat(even);
  const factor = mul(evenPart, twoOverPi);
  const w = weight();
  const b = bias();
  for (let i = 0, at: usize = 0; i < rows; i++) {
    const scale = mul(factor, entry(rowTerms, i));
    for (let j: usize = 0; j < width; j += 16, at += 16) {
      const k = v128.load(PAIRS + at);
      const u = v128.load(DEFICIT + at);
      const theta = v128.load(ARC + at);
      const segmentArea = sub(f64x2.sqrt(mul(u, sub(two, u))), mul(theta, sub(one, u)));
      const linear = add(mul(oddPart, k), mul(evenPart, f64x2.abs(k)));
      const value = add(linear, mul(mul(scale, v128.load(colTerms + j)), segmentArea));
      const arcsine = mul(evenPart, sub(one, mul(twoOverPi, theta)));
      storePairAndTangent(at, value, add(oddPart, v128.xor(arcsine, v128.and(k, sign))), w, b);
    }
  }
}
