// What does an attacker learn who knows all records but one and may ask the model for mean predictions? First the weights of the records known:
// at such a record x_j the prediction is y_j − σ²α_j, which gives α_j. Subtracting what they predict at any other query q leaves what is due to
// the unknown record alone, α_s k(x_s, q). Called by predictionAttack.ts.
// Probes come in pairs ±q: the odd part of their answers is an odd function of x_s·q, nearly proportional to it, whatever the kernel.

import type { RunOptions } from '../base/progress.ts';
import { crossCovariances } from '../gp/crossCovariances.ts';
import { type GaussianProcess, multiply } from '../gp/gaussianProcess.ts';
import { type Matrix, matrix } from '../linalg/matrix.ts';

export interface Observation {
  /** N probes q, then −q: [2N, d]. */
  readonly probes: Matrix;
  /** α̂ as learnt from the answers at each record, [n, C]. */
  readonly weights: Matrix;
  /** For each target s, what the records other than s leave unexplained at the probes: α_s k(x_s, q) up to rounding, [2N, C]. */
  readonly unexplained: readonly Matrix[];
}

/** Probes whose covariances with all records are held at once. */
const BLOCK = 512;

/**
 * Asks the model at the records and at the probes. O(2N·n(d + C)).
 *
 * @param halfProbes q, [N, d]
 * @param targets positions of the records that are unknown, each to an attacker of its own
 * @param given what the attacker gets to see of an answer; by default float32 numbers, as models give them
 */
export async function observe(
  gp: GaussianProcess,
  halfProbes: Matrix,
  targets: readonly number[],
  run: RunOptions = {},
  given: (answer: number) => number = Math.fround,
): Promise<Observation> {
  const { engine, kernel, inputs, targets: labels, noiseVariance } = gp;
  const n = inputs.rows;
  const outputs = labels.cols;
  const probes = matrix(2 * halfProbes.rows, halfProbes.cols);
  probes.data.set(halfProbes.data);
  probes.data.set(
    halfProbes.data.map((value) => 0 - value),
    halfProbes.data.length,
  );
  const weights = matrix(
    n,
    outputs,
    labels.data.map((y, i) => (y - given(y - noiseVariance * (gp.weights.data[i] as number))) / noiseVariance),
  );
  const unexplained = targets.map(() => matrix(probes.rows, outputs));
  for (let start = 0; start < probes.rows; start += BLOCK) {
    const rows = Math.min(BLOCK, probes.rows - start);
    const block = matrix(rows, probes.cols, probes.data.subarray(start * probes.cols, (start + rows) * probes.cols));
    const cross = await crossCovariances(engine, kernel, block, inputs, { signal: run.signal });
    const answers = multiply(cross, gp.weights).data.map((answer) => given(answer));
    const explained = multiply(cross, weights).data;
    targets.forEach((s, t) => {
      const out = (unexplained[t] as Matrix).data;
      for (let i = 0; i < rows; i++) {
        const own = cross.data[i * n + s] as number;
        for (let c = 0, at = i * outputs; c < outputs; c++, at++) {
          // The attacker on s has no weight for s: what all explain, less what s does.
          const known = (explained[at] as number) - own * (weights.data[s * outputs + c] as number);
          out[start * outputs + at] = (answers[at] as number) - known;
        }
      }
    });
    run.onProgress?.({ stage: 'probes', done: start + rows, total: probes.rows });
  }
  return { probes, weights, unexplained };
}

/** The pattern of the unexplained answers over the probes. */
export interface Pattern {
  /** Odd part, one number for each pair of probes, of norm 1: proportional to [k(x_s, q) − k(x_s, −q)]/2. All 0 where there is none. */
  readonly odd: Float64Array;
  /** Share of the unexplained answers that is odd, by norm; 0 where nothing is unexplained. */
  readonly oddShare: number;
  /** Whether nothing is unexplained, as where answers were rounded to too few digits. */
  readonly isSilent: boolean;
}

/**
 * The outputs' answers are multiples of one pattern, α_s being a vector of C numbers: the pattern is their first principal component, with the
 * sign that makes the even part positive, as covariances mostly are. O(NC²).
 */
export function patternOf(unexplained: Matrix): Pattern {
  const { rows, cols, data } = unexplained;
  const pairs = rows / 2;
  const direction = principalDirection(unexplained);
  const odd = new Float64Array(pairs);
  let [even, oddSquare, evenSquare] = [0, 0, 0];
  for (let i = 0; i < pairs; i++) {
    let [plus, minus] = [0, 0];
    for (let c = 0; c < cols; c++) {
      plus += (data[i * cols + c] as number) * (direction[c] as number);
      minus += (data[(pairs + i) * cols + c] as number) * (direction[c] as number);
    }
    odd[i] = (plus - minus) / 2;
    even += (plus + minus) / 2;
    oddSquare += (odd[i] as number) ** 2;
    evenSquare += ((plus + minus) / 2) ** 2;
  }
  const isSilent = oddSquare + evenSquare === 0;
  const scale = oddSquare === 0 ? 0 : (even < 0 ? -1 : 1) / Math.sqrt(oddSquare);
  const oddShare = isSilent ? 0 : Math.sqrt(oddSquare / (oddSquare + evenSquare));
  return { odd: odd.map((value) => scale * value), oddShare, isSilent };
}

/** The unit vector w for which ‖R w‖ is largest, by power iteration on RᵀR; R is of rank one up to rounding. */
function principalDirection({ rows, cols, data }: Matrix): Float64Array {
  const gram = new Float64Array(cols * cols);
  for (let i = 0; i < rows; i++) {
    for (let a = 0; a < cols; a++) {
      for (let b = 0; b < cols; b++) {
        gram[a * cols + b] = (gram[a * cols + b] as number) + (data[i * cols + a] as number) * (data[i * cols + b] as number);
      }
    }
  }
  // The column of the largest variance is not orthogonal to it.
  const largest = Array.from({ length: cols }, (_, c) => gram[c * (cols + 1)] as number).reduce(
    (best, value, c, all) => (value > (all[best] as number) ? c : best),
    0,
  );
  let direction = Float64Array.from({ length: cols }, (_, a) => gram[a * cols + largest] as number);
  for (let round = 0; round < 20; round++) {
    const size = Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0)) || 1;
    const unit = direction.map((value) => value / size);
    direction = unit.map((_, a) => unit.reduce((sum, value, b) => sum + value * (gram[a * cols + b] as number), 0));
  }
  const size = Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0)) || 1;
  return direction.map((value) => value / size);
}
