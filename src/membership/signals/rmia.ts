// Does a record stand out of the population by more than chance? RMIA (Zarifzadeh, Liu and Shokri, Low-Cost High-Power Membership Inference
// Attacks, ICML 2024): the record's likelihood ratio against those of other records. Called by attacks.ts.

import { AuditError } from '../../base/errors.ts';
import { augmentationMean } from './augmentationMean.ts';
import { lossOf } from './fromLosses.ts';
import type { Missing } from './needs.ts';
import { logMeanConfidence, type Mode } from './referenceConfidence.ts';
import { assertSignals, type Scores, type Signals } from './signals.ts';

export interface RmiaOptions {
  readonly mode: Mode;
  /** γ > 0, how many times the ratio of z that of x must be; default 2, the paper's. */
  readonly gamma?: number | undefined;
  /** Offline only, in [0, 1]: the share of mean_OUT p in the guess of the IN models' confidence, a·p + 1 − a; default 0.3, the paper's for CIFAR-10. */
  readonly a?: number | undefined;
  /** [n], 1 for the records z that x is measured by; default the non-members of the audited model. A record is never measured by itself. */
  readonly population?: Uint8Array | undefined;
  /** Default `refuse`. */
  readonly missing?: Missing | undefined;
}

const GAMMA = 2;
const OFFLINE_A = 0.3;

/**
 * Share of the z ≠ x in the population with ratio(x)/ratio(z) > γ, where ratio = p/p̂, p is the audited model's confidence in the record's own
 * label and p̂ the mean over the reference models: online over all of them, offline ((1 + a)·mean_OUT p + 1 − a)/2 over exactly those not trained
 * on the record. Computed in logarithms; means over k augmentations, x and z in the same one. The scores are few: many records tie.
 *
 * The default population needs to know the non-members, as an auditor does; an attacker would take records of the kind that are no candidates.
 * O(R·n·k + n·k log n): the ratios of z are sorted once.
 *
 * @throws AuditError RECORDS_INVALID where records lack reference models or the population has fewer than two, OPTION_INVALID, SHAPE_MISMATCH, what
 * `assertSignals` throws
 */
export function rmia(signals: Signals, options: RmiaOptions): Scores {
  assertSignals(signals);
  const { mode, gamma = GAMMA, missing = 'refuse' } = options;
  assertOptions(options, gamma);
  const inPopulation = populationOf(signals, options.population);
  const name = `rmia-${mode}`;
  const { records, queries } = signals;
  const ratios = logRatios(signals, name, mode, options.a ?? OFFLINE_A, missing);
  const needed = Math.log(gamma);
  const exceeds = (x: number, z: number) => x - needed > z;
  const shares = new Float64Array(records * queries);
  for (let q = 0; q < queries; q++) {
    const of = (record: number) => ratios[record * queries + q] as number;
    const sorted = Float64Array.from(inPopulation, of).sort();
    const isIn = new Uint8Array(records);
    for (const z of inPopulation) isIn[z] = 1;
    for (let x = 0; x < records; x++) {
      const ratio = of(x);
      const below = countBelow(sorted, (z) => exceeds(ratio, z));
      // x itself, where it is in the population, is counted with γ < 1 only.
      const self = isIn[x] === 1 ? 1 : 0;
      shares[x * queries + q] = (below - (self && exceeds(ratio, ratio) ? 1 : 0)) / (sorted.length - self);
    }
  }
  return { name, scores: augmentationMean(signals, shares) };
}

/** ln(p/p̂), [n, k]. */
function logRatios(signals: Signals, name: string, mode: Mode, a: number, missing: Missing): Float64Array {
  const mean = logMeanConfidence(signals, name, mode, missing);
  return signals.target.map((phi, place) => {
    const logMean = mean[place] as number;
    // With a = 1 nothing is added, and the logarithm of a mean too small for float64 is kept.
    const logPrior = mode === 'online' || a === 1 ? logMean : Math.log(((1 + a) * Math.exp(logMean) + 1 - a) / 2);
    return -lossOf(phi) - logPrior;
  });
}

/** How many of the ascending values hold, where those that do come first. */
function countBelow(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Records of the population. @throws AuditError SHAPE_MISMATCH, RECORDS_INVALID where there are fewer than two */
export function populationOf({ records, members }: Signals, population: Uint8Array | undefined): number[] {
  if (population !== undefined && population.length !== records) {
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `a population flag for each of ${records} records`,
      got: `${population.length}`,
      try: '1 for records that others are measured by, 0 for the rest',
    });
  }
  const chosen: number[] = [];
  for (let i = 0; i < records; i++) if (population === undefined ? members[i] === 0 : population[i] !== 0) chosen.push(i);
  if (chosen.length >= 2) return chosen;
  throw new AuditError('RECORDS_INVALID', {
    expected: 'at least two records in the population that others are measured by',
    got: `${chosen.length}`,
    try: 'adding records that the audited model was not trained on, or difference or a lira attack, which need no population',
  });
}

function assertOptions({ mode, a }: RmiaOptions, gamma: number): void {
  if (!(gamma > 0 && gamma < Number.POSITIVE_INFINITY)) {
    throw new AuditError('OPTION_INVALID', { expected: 'gamma above 0', got: `${gamma}`, try: `${GAMMA}` });
  }
  if (a === undefined || (mode === 'offline' && a >= 0 && a <= 1)) return;
  throw new AuditError('OPTION_INVALID', {
    expected: 'a from 0 to 1, offline only',
    got: `${a}, ${mode}`,
    try: `${OFFLINE_A} offline, or none`,
  });
}
