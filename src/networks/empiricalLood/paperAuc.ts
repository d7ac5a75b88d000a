// How well does the attack of the LOOD paper tell networks trained with a record from those without it? Its estimator as published: Gaussians
// fitted to one half of the networks, tried on the other. Called by the validation of networks/ and audit/, for comparison with its figures.

import { AuditError } from '../../base/errors.ts';
import { type Random, sampleWithoutReplacement } from '../../base/random.ts';
import { rankAuc } from '../../statistics/rankAuc.ts';
import { gaussianDensity, logDensities } from './gaussianDensity.ts';
import { errorOfGroups } from './jackknife.ts';
import { momentsOf, type OutputSamples, sampleSizes } from './outputSamples.ts';

export interface PaperAuc {
  /** Mean over the splits. */
  readonly auc: number;
  /** Standard error of `auc`, as other networks would have changed it (jackknife). */
  readonly se: number;
  readonly splits: number;
}

export interface PaperAucOptions {
  /** Random half splits. */
  readonly splits?: number;
  readonly rng: Random;
}

/** Networks left out at a time for the standard error, in at most so many groups, whose spread is known to about 15%. */
const MOST_GROUPS = 25;

/** Positions of the networks of one world. */
interface Split {
  readonly fitted: Int32Array;
  readonly tried: Int32Array;
}

/**
 * AUC as in the experiments of Ye, Borovykh, Hayou and Shokri (ICLR 2024): in each of `splits` random half splits, Gaussians with full
 * covariances are fitted to one half of both worlds, and the likelihood ratio is tried on the other; the AUC is the mean over splits. Pairs stay
 * together. Ratios are differences of log densities, which do not underflow (the paper's code adds 1e-30 to a density).
 *
 * Below the best attack's AUC by what the fit to half of the networks costs. Where the record changes nothing its mean is ½, since the halves
 * are independent, with a deviation of .035 (100 + 100 networks, 2 outputs): one record's .55 is no evidence. networkAuc.ts does better.
 *
 * The spread over splits says nothing about the error, since all splits are of the same networks. `se` is by the jackknife over networks
 * (pairs, where there are pairs; in up to 25 groups), each group left out of whichever half it is in, all splits as they were. In simulations it
 * is right to 5% from 40 networks on, and 1.5 times too large where the record changes nothing. O(25·splits·M·C²).
 *
 * @throws AuditError OPTION_INVALID unless each half holds more than C networks, also without one of them; NOT_POSITIVE_DEFINITE for outputs of which one follows from
 * the others; SHAPE_MISMATCH, NOT_FINITE
 */
export function paperAuc(samples: OutputSamples, { splits = 50, rng }: PaperAucOptions): PaperAuc {
  const sizes = sampleSizes(samples);
  const smaller = Math.min(sizes.withRecord, sizes.withoutRecord);
  const groups = groupCount(samples.outputs, smaller);
  if (!(Number.isSafeInteger(splits) && splits >= 1)) {
    throw new AuditError('OPTION_INVALID', { expected: 'a whole number of splits', got: `${splits}`, try: '50' });
  }
  for (const world of [samples.withRecord, samples.withoutRecord]) gaussianDensity(momentsOf(world, samples.outputs));
  let total = 0;
  const leftOut = new Float64Array(groups);
  for (let split = 0; split < splits; split++) {
    const withRecord = halves(sizes.withRecord, rng);
    const withoutRecord = samples.isPaired ? withRecord : halves(sizes.withoutRecord, rng);
    total += aucOfSplit(samples, withRecord, withoutRecord);
    for (let g = 0; g < groups; g++) {
      const auc = aucOfSplit(samples, without(withRecord, groups, g), without(withoutRecord, groups, g));
      leftOut[g] = (leftOut[g] as number) + auc;
    }
  }
  return { auc: total / splits, se: errorOfGroups(leftOut.map((sum) => sum / splits)), splits };
}

function aucOfSplit({ outputs, withRecord, withoutRecord }: OutputSamples, one: Split, other: Split): number {
  const densityWith = gaussianDensity(momentsOf(withRecord, outputs, one.fitted), true);
  const densityWithout = gaussianDensity(momentsOf(withoutRecord, outputs, other.fitted), true);
  const ratios = (values: Float64Array, rows: Int32Array) => {
    const ofWithout = logDensities(densityWithout, values, rows);
    return logDensities(densityWith, values, rows).map((ofWith, i) => ofWith - (ofWithout[i] as number));
  };
  return rankAuc(ratios(withRecord, one.tried), ratios(withoutRecord, other.tried));
}

/** Half of the positions, at random, and the others. */
function halves(size: number, rng: Random): Split {
  const order = shuffled(size, rng);
  return { fitted: Int32Array.from(order.slice(0, size >> 1)), tried: Int32Array.from(order.slice(size >> 1)) };
}

function without({ fitted, tried }: Split, groups: number, left: number): Split {
  const stays = (m: number) => m % groups !== left;
  return { fitted: fitted.filter(stays), tried: tried.filter(stays) };
}

function shuffled(size: number, rng: Random): number[] {
  const all = Array.from({ length: size }, (_, m) => m);
  return sampleWithoutReplacement(all, size, rng);
}

/** Networks of each world that `paperAuc` needs: more than C in each half, also without one of them. */
export function fewestForPaperAuc(outputs: number): number {
  return 2 * (outputs + 2);
}

/** So many that a half without one of them holds more than C networks still. */
function groupCount(outputs: number, networks: number): number {
  const spare = (networks >> 1) - outputs - 1;
  if (spare >= 1) return Math.max(Math.min(MOST_GROUPS, networks), Math.ceil(networks / spare));
  throw new AuditError(
    'OPTION_INVALID',
    {
      expected: `at least ${outputs + 2} networks of each world in each half, for ${outputs} × ${outputs} covariances and their errors`,
      got: `${networks >> 1}`,
      try: `${fewestForPaperAuc(outputs)} networks or more, or networkAuc, which does with fewer`,
    },
    { networks, outputs },
  );
}
