// The named tolerances of the test suite; a test that needs another one states its error budget where it stands.

/** Relative; two evaluations of one formula whose rounding differs in the last few operations. */
export const EXACT = 1e-14;
/** Relative; results of well-conditioned dense algebra up to n ≈ 100 (condition number 1e3 × n × machine epsilon). */
export const ALGEBRA = 1e-10;
/** Relative; analytic gradient against central differences with step h ≈ 1e-5 (truncation h² plus rounding ε/h). */
export const GRADIENT = 1e-6;
/** Relative; agreement with goldens printed by another library in float64. */
export const GOLDEN = 1e-10;
/** Standard errors within which a Monte Carlo estimate must fall; 5 keeps a whole suite of such tests from failing by chance. */
export const MONTE_CARLO_STANDARD_ERRORS = 5;
