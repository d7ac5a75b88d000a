// How does the AUC of a group change with its variance ratios? The integral of membership/auc.ts differentiated by the matrix M = FᵀΣ⁻¹F, of which
// the modes are the eigenpairs (u_j, v_j). Called by objective.ts.
//   1 − AUC = (1/π) ∫₀^∞ e^{−e(τ)} ½/τ dy,   τ = ¼ + y²,   e(τ) = Σ_j (C/2) ln(1 + u_j²τ/(1 + u_j)) + tr(βᵀ h(M) β)
// with h(u) = τ(u + u²/2)/D(u), D(u) = 1 + u + τu². For a function of a matrix, ∂ tr(βᵀ h(M) β)/∂M = V (L ∘ (Vᵀββᵀ V)) Vᵀ with the divided
// differences L_ij = (h(u_i) − h(u_j))/(u_i − u_j) (Daleckii and Krein 1965), here τ[1 + (u_i + u_j)/2 + u_i u_j/2 − τu_i u_j]/(D_i D_j).

import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { type Matrix, matrix } from '../linalg/matrix.ts';
import { pairOfRatio } from '../lood/pairs.ts';
import { aucNodes } from '../membership/auc.ts';

/**
 * φ = ln(−ln(2(1 − AUC))) and ∂φ/∂M. About 170 evaluations of O(g²) and one of O(g³).
 *
 * @param ratio M, [g, g]
 * @param weights β, [g, C]
 */
export function groupAucSlope(ratio: Matrix, weights: Matrix): { value: number; slope: Matrix } {
  const g = ratio.rows;
  const outputs = weights.cols;
  const dense = new MlMatrix(Array.from({ length: g }, (_, i) => Array.from(ratio.data.subarray(i * g, (i + 1) * g))));
  const { realEigenvalues, eigenvectorMatrix: vectors } = new EigenvalueDecomposition(dense, { assumeSymmetric: true });
  const us = realEigenvalues.map((u) => Math.max(0, u));
  const beta = new MlMatrix(
    Array.from({ length: g }, (_, i) => Array.from(weights.data.subarray(i * outputs, (i + 1) * outputs))),
  );
  const rotated = vectors.transpose().mmul(beta);
  const products = rotated.mmul(rotated.transpose());

  // The integral is taken in units of its integrand at τ = ¼, the first point and the largest value, which may be as small as e^{−1000}.
  let least: number | undefined;
  let miss = 0;
  let excess = 0;
  const inner = MlMatrix.zeros(g, g);
  for (const { tau, weight } of aucNodes(pairOfRatio(ratio, weights))) {
    const widths = us.map((u) => 1 + u + tau * u * u);
    let exponent = 0;
    us.forEach((u, j) => {
      const share = (tau * (u + (u * u) / 2)) / (widths[j] as number);
      exponent += (outputs / 2) * Math.log1p((u * u * tau) / (1 + u)) + products.get(j, j) * share;
    });
    least ??= exponent;
    const hit = Math.exp(least - exponent);
    miss += weight * hit;
    excess -= weight * Math.expm1(-exponent);
    for (let i = 0; i < g; i++) {
      for (let j = 0; j < g; j++) {
        const [a, b] = [us[i] as number, us[j] as number];
        const difference =
          (tau * (1 + (a + b) / 2 + (a * b) / 2 - tau * a * b)) / ((widths[i] as number) * (widths[j] as number));
        const own = i === j ? ((outputs / 2) * tau * a * (2 + a)) / ((1 + a) * (widths[i] as number)) : 0;
        inner.set(i, j, inner.get(i, j) + weight * hit * (own + products.get(i, j) * difference));
      }
    }
  }
  // 1 − AUC and ln(2(1 − AUC)): where leakage is weak the points lie too far apart for the part of `miss` near y = 0.
  const isWeak = excess < 0.25;
  const complement = isWeak ? (0.5 - excess) * Math.exp(least as number) : miss;
  const log = isWeak ? Math.log1p(-2 * excess) : Math.log(2 * miss) - (least as number);
  // dAUC = Σ weight · hit · de, and dφ = dAUC/(−ln(2(1 − AUC)) (1 − AUC)).
  const slope = vectors
    .mmul(inner)
    .mmul(vectors.transpose())
    .mul(1 / (-log * complement));
  return { value: Math.log(-log), slope: matrix(g, g, Float64Array.from(slope.to1DArray())) };
}
