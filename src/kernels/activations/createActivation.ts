// Which dual belongs to a name? The list of activations; called by fcn.ts and, for the names, by the schema of kernel specifications.

import { assertKnownName } from '../../base/names.ts';
import type { ClosedFormActivation, QuadratureActivation } from '../kernel.ts';
import { type ActivationFunction, completeActivation, type UserActivation } from '../quadrature/activationFunction.ts';
import { quadratureDual } from '../quadrature/quadratureDual.ts';
import type { ActivationDual, ClosedFormDual } from './activationDual.ts';
import { coincidenceTolerance } from './arcCosine.ts';
import { elu } from './elu.ts';
import { erfDual } from './erf.ts';
import { geluDual } from './gelu.ts';
import { piecewiseLinearDual } from './piecewiseLinear.ts';
import { sigmoid } from './sigmoid.ts';
import { silu } from './silu.ts';
import { sinDual } from './sin.ts';
import { tanh } from './tanh.ts';

/** Slope of `leaky-relu` for negative inputs when the specification gives none; the usual default of network libraries. */
export const DEFAULT_NEGATIVE_SLOPE = 0.01;

const CLOSED_FORMS: Record<ClosedFormActivation, (negativeSlope: number, tolerance: number) => ClosedFormDual> = {
  relu: (_slope, tolerance) => piecewiseLinearDual(0, tolerance),
  'leaky-relu': piecewiseLinearDual,
  abs: (_slope, tolerance) => piecewiseLinearDual(-1, tolerance),
  gelu: (_slope, tolerance) => geluDual(tolerance),
  erf: (_slope, tolerance) => erfDual(tolerance),
  sin: (_slope, tolerance) => sinDual(tolerance),
  identity: (_slope, tolerance) => piecewiseLinearDual(1, tolerance),
};

const BY_QUADRATURE: Record<QuadratureActivation, ActivationFunction> = { tanh, silu, elu, sigmoid };

/** Names of all activations that need no definition by the caller. */
export const ACTIVATION_NAMES = [...Object.keys(CLOSED_FORMS), ...Object.keys(BY_QUADRATURE)] as readonly (
  | ClosedFormActivation
  | QuadratureActivation
)[];

export interface ActivationOptions {
  /** Slope for negative inputs of `leaky-relu`; default `DEFAULT_NEGATIVE_SLOPE`. */
  readonly negativeSlope?: number | undefined;
  /** Number of input dimensions, which bounds the rounding error of inner products. */
  readonly dimensions: number;
  /** The caller's own activations by name; they take precedence over known names. */
  readonly activations?: Readonly<Record<string, UserActivation>> | undefined;
}

/**
 * The dual of the named activation.
 *
 * @throws AuditError `NAME_UNKNOWN` with the nearest known name
 */
export function createActivation(name: string, options: ActivationOptions): ActivationDual {
  const tolerance = coincidenceTolerance(options.dimensions);
  const own = options.activations ?? {};
  const custom = Object.hasOwn(own, name) ? own[name] : undefined;
  if (custom) return quadratureDual(completeActivation(name, custom), tolerance);
  const known = assertKnownName('activation', name, [...ACTIVATION_NAMES, ...Object.keys(own)]);
  if (Object.hasOwn(BY_QUADRATURE, known)) return quadratureDual(BY_QUADRATURE[known as QuadratureActivation], tolerance);
  return CLOSED_FORMS[known as ClosedFormActivation](options.negativeSlope ?? DEFAULT_NEGATIVE_SLOPE, tolerance);
}
