// Which form does an activation given by its values take? A function with its derivative, whether the caller gave that or not.
// Called by createActivation.ts for tanh, silu, elu, sigmoid and for user functions.

import { AuditError } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';

/** An activation and its derivative, as functions of one number. */
export interface ActivationFunction {
  /** For messages. */
  readonly name: string;
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
}

/**
 * A caller's own activation: the function, or the function with its derivative (used by the NTK and by gradients).
 * It must be smooth on each side of zero, on a scale of about 1; a kink at zero is allowed, a jump or a kink elsewhere is refused
 * with `NOT_CONVERGED` when first met. A derivative that is not given is that of interpolating polynomials, good to about 1e-11.
 *
 * @example
 * createKernel({ type: 'fcn', output: 'nngp', activation: 'softplus', depth: 3, weightVariance: 2, biasVariance: 0 }, 784, {
 *   activations: { softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) },
 * });
 */
export type UserActivation =
  | ((x: number) => number)
  | {
      readonly value: (x: number) => number;
      readonly derivative?: (x: number) => number;
    };

/** Interpolation nodes per panel; on panels at most 2 wide, an analytic function of scale 1 is met to rounding. */
const NODES = 28;

const completed = new WeakMap<UserActivation, ActivationFunction>();

/** Completes a user's activation by its derivative; the same for the same function and name, so that tables are shared. */
export function completeActivation(name: string, activation: UserActivation): ActivationFunction {
  const known = completed.get(activation);
  if (known?.name === name) return known;
  const given = typeof activation === 'function' ? { value: activation } : activation;
  const value = checked(name, given.value);
  const derivative = given.derivative ? checked(name, given.derivative) : differentiated(name, value);
  const complete = { name, value, derivative };
  completed.set(activation, complete);
  return complete;
}

/** Offset from the middle of [0, 1] of the outer nodes of the Gauss–Legendre rule with weights 5/18, 8/18, 5/18. */
const OUTER_NODE = Math.sqrt(0.15);

/**
 * φ(x) − φ(0), with full relative precision also near 0 where the difference cancels: for |x| < 0.03 it is x times the mean of φ′ over
 * [0, x], to 1e-16.
 */
export function centredValue({ value, derivative }: ActivationFunction): (x: number) => number {
  const constant = value(0);
  if (constant === 0) return value;
  const mean = (x: number) =>
    (5 * derivative((0.5 - OUTER_NODE) * x) + 8 * derivative(0.5 * x) + 5 * derivative((0.5 + OUTER_NODE) * x)) / 18;
  return (x) => (-0.03 < x && x < 0.03 ? x * mean(x) : value(x) - constant);
}

/** `f`, with an error in the place of a value that is no finite number. */
function checked(name: string, f: (x: number) => number): (x: number) => number {
  return (x) => {
    const y = f(x);
    if (Number.isFinite(y)) return y;
    throw new AuditError('OPTION_INVALID', {
      expected: `the activation "${plainText(name, 60)}" and its derivative to be finite for every number`,
      got: `${plainText(String(y), 40)} at x = ${x}`,
      try: 'a formula that neither overflows nor divides by zero there',
    });
  };
}

/**
 * The derivative of the polynomial through `f` at Chebyshev nodes of panels [0, 1], [1, 2], [2, 4], [4, 6], … and their mirror images, so that a
 * kink at 0 is respected. Panels are built when first met.
 */
function differentiated(name: string, f: (x: number) => number): (x: number) => number {
  const panels = new Map<number, Float64Array>();
  return (x) => {
    const size = Math.abs(x);
    const half = size < 2 ? 0.5 : 1;
    const left = 2 * half * Math.floor(size / (2 * half));
    const sign = x < 0 ? -1 : 1;
    const key = sign * (left + 1);
    let series = panels.get(key);
    if (!series) {
      series = derivativeSeries(name, f, sign * (left + half), sign * half);
      panels.set(key, series);
    }
    return clenshaw(series, (size - left) / half - 1);
  };
}

/** Chebyshev coefficients of f′ on the panel centre ± half. */
function derivativeSeries(name: string, f: (x: number) => number, centre: number, half: number): Float64Array {
  const values = Float64Array.from({ length: NODES }, (_, i) => f(centre + half * Math.cos((Math.PI * (i + 0.5)) / NODES)));
  const series = new Float64Array(NODES);
  for (let k = 0; k < NODES; k++) {
    let sum = 0;
    for (let i = 0; i < NODES; i++) sum += (values[i] as number) * Math.cos((Math.PI * k * (i + 0.5)) / NODES);
    series[k] = (2 * sum) / NODES;
  }
  assertConverged(name, series, centre, half);
  // From f = Σ c_k T_k to f′ = Σ d_k T_k: d_{k−1} = d_{k+1} + 2k c_k.
  const derivative = new Float64Array(NODES);
  for (let k = NODES - 1; k > 0; k--) derivative[k - 1] = (derivative[k + 1] ?? 0) + (2 * k * (series[k] as number)) / half;
  derivative[0] = (derivative[0] as number) / 2;
  return derivative;
}

/** A kink inside the panel leaves coefficients that fall only as k⁻², about 1e-3 of the kink at the end; a smooth function none. */
function assertConverged(name: string, series: Float64Array, centre: number, half: number): void {
  const size = series.reduce((largest, c) => Math.max(largest, Math.abs(c)), 0);
  const rest = series.subarray(NODES - 3).reduce((largest, c) => Math.max(largest, Math.abs(c)), 0);
  if (rest <= 1e-8 * size) return;
  throw new AuditError(
    'NOT_CONVERGED',
    {
      expected: `the activation "${plainText(name, 60)}" to be smooth on each side of zero`,
      got: `a jump, a kink or a feature much narrower than 1 between x = ${centre - Math.abs(half)} and ${centre + Math.abs(half)}`,
      try: 'a smooth version of the function',
    },
    { activation: name, centre, half },
  );
}

/**
 * What is thrown where quadrature of an activation does not settle.
 *
 * @param error that is left, relative
 * @param variance the largest that was tried
 */
export function notConverged(name: string, error: number, variance: number): AuditError {
  return new AuditError(
    'NOT_CONVERGED',
    {
      expected: `the activation "${plainText(name, 60)}" to be smooth on each side of zero, on a scale of about 1`,
      got: `expectations that quadrature leaves uncertain by ${error.toExponential(1)}, relative, at variances up to ${variance}`,
      try: 'a smooth version of the function, standardized inputs, or a smaller weight variance',
    },
    { activation: name, variance, error },
  );
}

function clenshaw(series: Float64Array, x: number): number {
  let next = 0;
  let afterNext = 0;
  for (let k = series.length - 1; k > 0; k--) {
    const current = (series[k] as number) + 2 * x * next - afterNext;
    afterNext = next;
    next = current;
  }
  return (series[0] as number) + x * next - afterNext;
}
