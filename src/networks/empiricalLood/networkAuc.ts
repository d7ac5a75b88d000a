// How well can networks trained with a record be told from networks trained without it, by their outputs at it? The AUC of the best test, with its
// uncertainty, from a few dozen networks. Called by the validation of networks/ and audit/.

import { normalDensity, normalTail } from '../../statistics/normal.ts';
import { studentQuantile } from '../../statistics/student.ts';
import { aucProbit } from './aucProbit.ts';
import { fitWorlds, LEAST_NETWORKS, type WorldsFit } from './fitWorlds.ts';
import { jackknifeError } from './jackknife.ts';
import { type OutputSamples, sampleSizes } from './outputSamples.ts';

export interface NetworkAuc {
  readonly auc: number;
  readonly se: number;
  readonly low: number;
  readonly high: number;
}

const LEVEL = 0.95;

export function networkAuc(samples: OutputSamples): NetworkAuc {
  const { withRecord, withoutRecord } = sampleSizes(samples, LEAST_NETWORKS);
  const fit = fitWorlds(samples);
  const z = probitOf(fit);
  const noise = noiseOf(fit);
  const signal = z * z - noise;
  const centre = signal === 0 ? 0 : signal / Math.sqrt(Math.hypot(signal, noise));
  const error = jackknifeError(samples, (others) => probitOf(fitWorlds(others)));
  const half = studentQuantile((1 - LEVEL) / 2, Math.min(withRecord, withoutRecord) - 1) * error;
  const auc = normalTail(-centre);
  return {
    auc,
    se: error * normalDensity(centre),
    // The truth is not below ½, but an estimate that is belongs into its interval.
    low: Math.min(auc, aucOfSquare(Math.max(0, z - half) ** 2 - noise)),
    high: Math.max(auc, aucOfSquare((z + half) ** 2 - noise)),
  };
}

/** z of the fit as it is. */
function probitOf({ dimensions, varianceWith, varianceWithout, shiftSquared }: WorldsFit): number {
  return aucProbit(dimensions, Math.log(varianceWithout / varianceWith), shiftSquared / Math.min(varianceWith, varianceWithout));
}

/** b: what sampling noise adds to z², from the secants of z² in the squares that it inflates. */
function noiseOf({ dimensions, varianceWith, varianceWithout, shiftSquared, shiftNoise, logNoise }: WorldsFit): number {
  const squared = (logRatio: number, shift: number) => aucProbit(dimensions, logRatio, shift) ** 2;
  const narrow = Math.min(varianceWith, varianceWithout);
  const logRatio = Math.log(varianceWithout / varianceWith);
  // Rounding may leave a difference of identical pairs below 0.
  const ofRatio = Math.max(0, logNoise.ofWith + logNoise.ofWithout - 2 * logNoise.common);
  const ofShift = shiftNoise / narrow;
  // Where a part is smaller than its noise, the secant is that of its noise.
  const ratio = Math.max(Math.abs(logRatio), Math.sqrt(ofRatio));
  const shift = Math.max(shiftSquared / narrow, ofShift);
  const byRatio = ratio > 0 ? squared(ratio, 0) / ratio ** 2 : 0;
  const byShift = shift > 0 ? (squared(logRatio, shift) - squared(logRatio, 0)) / shift : 0;
  return byRatio * ofRatio + byShift * ofShift;
}

function aucOfSquare(squared: number): number {
  return normalTail(-Math.sqrt(Math.max(0, squared)));
}
