// How much likelier is what the audited model says of a record if it was trained on it? LiRA (Carlini et al., Membership Inference Attacks From
// First Principles, S&P 2022): normal distributions of φ fitted to reference models. Every variant in use has its own name. Called by attacks.ts.

import { AuditError } from '../../base/errors.ts';
import { augmentationMean } from './augmentationMean.ts';
import { logNormalCdf } from './logNormalCdf.ts';
import { assertNeeds, type Missing, type Needs } from './needs.ts';
import { type Centre, fitSide, type SideFit, type Spread } from './sideFit.ts';
import { assertSignals, type Scores, type Signals } from './signals.ts';

export interface LiraOptions {
  /** `online` fits models trained on the record and models not trained on it, `offline` the latter only. */
  readonly mode: 'online' | 'offline';
  /** Default `per-record`; `uncentred-in` is `uncentred` with the spread of the IN models on both sides, online only. */
  readonly variance?: Spread | 'uncentred-in';
  /** Default `mean`. */
  readonly centre?: Centre;
  /** Offline only, default `one-sided`. */
  readonly statistic?: 'density' | 'one-sided';
  /** Default `refuse`. */
  readonly missing?: Missing | undefined;
}

/** Added to every standard deviation, as the reference code does: models that agree exactly are told from others by any distance. */
const LEAST_SPREAD = 1e-30;

/**
 * Online: ln N(φ; μ_in, σ_in²) − ln N(φ; μ_out, σ_out²). Offline, `one-sided`: ln Φ((φ − μ_out)/σ_out), the test of the paper; `density`:
 * −ln N(φ; μ_out, σ_out²), the reference code's, for which signals far below μ_out speak for membership as well. Means over k augmentations.
 * O(R·n·k).
 *
 * Who computes what: `per-record` is the paper with many models (TensorFlow Privacy with `centre: 'median'`, LeakPro's from 64 models on, with
 * means); `residuals` is TensorFlow Privacy's fixed variance; `uncentred` LeakPro's; `uncentred-in` (online) and `uncentred` (offline) with
 * medians that of the paper's code; `record-mean` PrivacyGuard's.
 *
 * A record that lacks models of a side is an error, or with `missing: 'fill'` has the mean centre and spread of the other records on it.
 *
 * @throws AuditError RECORDS_INVALID where reference models are too few or do not differ; OPTION_INVALID; what `assertSignals` throws
 *
 * @example
 * const { scores } = lira(signals, { mode: 'offline', variance: 'residuals', statistic: 'one-sided' });
 */
export function lira(signals: Signals, options: LiraOptions): Scores {
  const { mode, variance = 'per-record', centre = 'mean', statistic = 'one-sided', missing = 'refuse' } = options;
  const name = liraName(options);
  assertSignals(signals);
  assertNeeds(signals, name, liraNeeds(options), missing);
  if (mode === 'offline') {
    const out = fitSide(signals, 'out', centre, variance as Spread);
    return {
      name,
      scores: scored(signals, statistic === 'density' ? (x, at) => -logDensity(x, out, at) : (x, at) => logBelow(x, out, at)),
    };
  }
  const spread = variance === 'uncentred-in' ? 'uncentred' : variance;
  const inside = fitSide(signals, 'in', centre, spread);
  const fitted = fitSide(signals, 'out', centre, spread);
  const out = variance === 'uncentred-in' ? { ...fitted, spread: inside.spread } : fitted;
  return { name, scores: scored(signals, (x, at) => logDensity(x, inside, at) - logDensity(x, out, at)) };
}

/**
 * lira-online, lira-offline (one-sided), lira-offline-density, then the variance unless it is the record's own, then the centre unless it is the
 * mean: `lira-offline-density-residuals-median`.
 *
 * @throws AuditError OPTION_INVALID for options that do not go together
 */
export function liraName({ mode, variance = 'per-record', centre = 'mean', statistic }: LiraOptions): string {
  if (mode === 'offline' && variance === 'uncentred-in') {
    throw wrongOption('a spread that needs no models trained on the record', variance, 'variance: uncentred, or mode: online');
  }
  if (mode === 'online' && statistic !== undefined) {
    throw wrongOption('no choice of statistic online, which is the ratio of two densities', statistic, 'mode: offline');
  }
  const parts = ['lira', mode];
  if (statistic === 'density') parts.push('density');
  if (variance !== 'per-record') parts.push(variance);
  if (centre !== 'mean') parts.push(centre);
  return parts.join('-');
}

/** A spread of its own takes two models of each record; a pooled one takes one for the centre. */
export function liraNeeds({ mode, variance = 'per-record' }: LiraOptions): Needs {
  const least = variance === 'per-record' ? 2 : 1;
  const pooled = variance === 'residuals' || variance === 'record-mean';
  return { in: mode === 'online' ? least : 0, out: least, ...(pooled && { pooled }) };
}

/** Mean over the augmentations of a statistic of φ and its place. */
function scored(signals: Signals, statistic: (phi: number, place: number) => number): Float64Array {
  return augmentationMean(signals, signals.target.map(statistic));
}

function logDensity(phi: number, fit: SideFit, place: number): number {
  const deviation = (fit.spread[place] as number) + LEAST_SPREAD;
  const z = (phi - (fit.centre[place] as number)) / deviation;
  return -0.5 * (z * z + Math.log(2 * Math.PI)) - Math.log(deviation);
}

function logBelow(phi: number, fit: SideFit, place: number): number {
  return logNormalCdf((phi - (fit.centre[place] as number)) / ((fit.spread[place] as number) + LEAST_SPREAD));
}

function wrongOption(expected: string, got: string, hint: string): AuditError {
  return new AuditError('OPTION_INVALID', { expected, got: `"${got}"`, try: hint });
}
