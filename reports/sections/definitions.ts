// What exactly does each column of records.csv mean? One row per measure, formulas in plain text. Called by method.ts; the order follows
// the columns of records.csv, and a test holds the two together.

export interface Definition {
  readonly measure: string;
  /** Column of records.csv. */
  readonly column: string;
  readonly formula: string;
  readonly unit: string;
}

export const DEFINITIONS: readonly Definition[] = [
  {
    measure: 'KL divergence',
    column: 'kl',
    formula: 'KL(out ‖ in) = ½ [ C (u − ln(1 + u)) + ‖μ_in − μ_out‖² / v_in ], with u = v_out/v_in − 1',
    unit: 'nats, from 0',
  },
  { measure: 'Mean distance', column: 'mean_distance', formula: '½ ‖μ_in − μ_out‖² / C', unit: 'squared output units, from 0' },
  {
    measure: 'AUC of the best attack',
    column: 'auc',
    formula: 'probability that the likelihood ratio p_in(f)/p_out(f) of an “in” model exceeds that of an “out” model',
    unit: '0.5 to 1',
  },
  {
    measure: 'TPR at FPR a',
    column: 'tpr_at_fpr_0.001, tpr_at_fpr_0.01, tpr_at_fpr_0.1',
    formula: 'P_in(ratio > t), where t is such that P_out(ratio > t) = a',
    unit: '0 to 1',
  },
  {
    measure: 'Advantage (total variation)',
    column: 'advantage',
    formula: 'largest TPR − FPR = ½ ∫ |p_in − p_out|',
    unit: '0 to 1',
  },
  {
    measure: 'Privacy loss ε at δ',
    column: 'epsilon',
    formula: 'smallest ε with P_in(S) ≤ e^ε P_out(S) + δ and P_out(S) ≤ e^ε P_in(S) + δ for every set S of outputs',
    unit: 'from 0',
  },
  {
    measure: 'KL divergence, reversed',
    column: 'kl_reverse',
    formula: 'KL(in ‖ out) = ½ [ C (ln(1 + u) − u/(1 + u)) + ‖μ_in − μ_out‖² / v_out ]',
    unit: 'nats, from 0',
  },
  { measure: 'KL divergence, symmetric', column: 'kl_symmetric', formula: '(kl + kl_reverse) / 2', unit: 'nats, from 0' },
  { measure: 'Rényi divergence of order 2', column: 'renyi_2', formula: 'ln ∫ p_in² / p_out', unit: 'nats, from 0' },
  { measure: 'Hellinger distance', column: 'hellinger', formula: '√(1 − ∫ √(p_in p_out))', unit: '0 to 1' },
  {
    measure: '2-Wasserstein distance',
    column: 'wasserstein_2',
    formula: '√(‖μ_in − μ_out‖² + C (√v_out − √v_in)²)',
    unit: 'output units, from 0',
  },
  { measure: 'Variance ratio', column: 'variance_ratio', formula: 'u = v_out/v_in − 1', unit: 'from 0' },
  { measure: 'Mean shift', column: 'mean_shift', formula: '‖μ_in − μ_out‖ / √v_in', unit: 'standard deviations, from 0' },
  {
    measure: 'Leverage',
    column: 'leverage',
    formula: 'weight of the record’s own label in its prediction = v_in/σ²',
    unit: '0 to 1',
  },
  { measure: 'Rank', column: 'rank', formula: 'position by kl, largest first', unit: '1 to n' },
  { measure: 'Tier', column: 'tier', formula: 'by the rules in the section Verdict', unit: 'high, elevated or low' },
];
