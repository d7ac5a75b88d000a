// How would the model behave at each record had that record not been there? For all n records at once from one factorization: with
// p = diag(P) and α = P Y,   μ_without = y − α/p,   v_without = 1/p − σ²,   v_with = σ²h,   h = 1 − σ²p   (Rasmussen and Williams 2006,
// section 5.4.2, for the latent function; (2.4) of docs/mathematics.md).

import { AuditError } from '../base/errors.ts';
import type { GaussianProcess } from './gaussianProcess.ts';

/** Everything the leave-one-out identities need, one entry per record. */
export interface LeaveOneOut {
  /** p_s = P_ss, 1/(variance units). */
  readonly inverseDiagonal: Float64Array;
  /** h_s = 1 − σ²p_s = v_with/σ², the weight of the record's own target in its prediction; in [0, 1). */
  readonly leverages: Float64Array;
  /**
   * Estimated relative error of u and of everything that follows from it, by rounding in the factorization. Of δ² and the mean distance it
   * is larger where a record's α is small beside others, as max_t ‖α_t‖/‖α_s‖ ((2.6) of docs/mathematics.md).
   */
  readonly roundingError: number;
}

/**
 * Leverages may come out this far below zero by rounding (in units of n·machine epsilon) where they are zero in exact arithmetic, for
 * example for an input at which the prior variance vanishes.
 */
const NEGATIVE_ROUNDING = 64;

/**
 * Relative errors of leave-one-out quantities in units of machine epsilon · tr(A) · max p, whose product estimates the condition number:
 * against refitting in exact arithmetic up to 13 were seen (section 9 of docs/mathematics.md).
 */
const ROUNDING_PER_CONDITION = 16;

/**
 * p and h for every record; O(n).
 *
 * h is not formed as 1 − σ²p, which loses all digits when σ² dwarfs the kernel: with d_s the variance at s given the records before it
 * and W = L⁻¹, p_s = 1/(d_s + σ²) + Σ_{i>s} W_is², so h_s = d_s/(d_s + σ²) − σ² Σ_{i>s} W_is², in which both terms are small together ((2.5) of docs/mathematics.md).
 *
 * @throws AuditError NUMERICAL_FAILURE when a leverage leaves [0, 1) by more than rounding, or rounding leaves no digit
 */
export function leaveOneOut(gp: GaussianProcess): LeaveOneOut {
  const { factor, noiseVariance } = gp;
  const n = factor.size;
  const below = factor.belowDiagonal;
  const inverseDiagonal = new Float64Array(n);
  const leverages = new Float64Array(n);
  for (let s = 0; s < n; s++) {
    const d = factor.conditionalVariances[s] as number;
    const rest = below[s] as number;
    inverseDiagonal[s] = 1 / (d + noiseVariance) + rest;
    leverages[s] = checkedLeverage(d / (d + noiseVariance) - noiseVariance * rest, s, n, noiseVariance);
  }
  const trace = gp.priorTrace + n * noiseVariance;
  const largest = inverseDiagonal.reduce((a, b) => Math.max(a, b), 0);
  return {
    inverseDiagonal,
    leverages,
    roundingError: checkedRounding(ROUNDING_PER_CONDITION * Number.EPSILON * trace * largest, noiseVariance),
  };
}

function checkedRounding(roundingError: number, noiseVariance: number): number {
  if (roundingError < 1) return roundingError;
  throw new AuditError(
    'NUMERICAL_FAILURE',
    {
      expected: 'at least one digit of the leave-one-out quantities to survive rounding',
      got: `an estimated relative error of ${roundingError.toPrecision(2)} with noise variance ${noiseVariance}: the kernel matrix is too ill-conditioned for float64`,
      try: 'a larger --noise-variance, or --noise-variance auto',
    },
    { roundingError },
  );
}

function checkedLeverage(h: number, record: number, n: number, noiseVariance: number): number {
  if (h >= 0 && h < 1) return h;
  if (h < 0 && h > -NEGATIVE_ROUNDING * n * Number.EPSILON) return 0;
  throw new AuditError(
    'NUMERICAL_FAILURE',
    {
      expected: `the leverage of position ${record} to lie in [0, 1)`,
      got: `${h} with noise variance ${noiseVariance}: the kernel matrix is too ill-conditioned for float64`,
      try: 'a larger --noise-variance, or --noise-variance auto',
    },
    { record, leverage: h },
  );
}
