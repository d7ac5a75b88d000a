// Which a suits offline RMIA on these models? It is tried on reference models, whose members an attacker knows. Called by the command.

import { modelAsTarget } from './modelAsTarget.ts';
import type { Missing } from './needs.ts';
import { type RmiaOptions, rmia } from './rmia.ts';
import { rocOf } from './roc.ts';
import { assertSignals, type Signals } from './signals.ts';

/** 0, 0.1, …, 1, as ML Privacy Meter tries them. */
const CANDIDATES = Array.from({ length: 11 }, (_, i) => i / 10);

export interface TunedOffline {
  /** With the highest AUC; the least of several. */
  readonly a: number;
  readonly tried: readonly { readonly a: number; readonly auc: number }[];
}

/**
 * Attacks one reference model by offline RMIA with each a, the others being its reference models, and takes the a with the highest AUC. Nothing of
 * the audited model is looked at. At least two reference models; 11 attacks.
 *
 * @param model the reference model that is attacked, default 0
 * @throws AuditError RECORDS_INVALID where the remaining reference models do not suffice, or the model has no members or no others; OPTION_INVALID
 */
export function tuneOffline(
  signals: Signals,
  {
    model = 0,
    gamma,
    missing,
  }: { readonly model?: number; readonly gamma?: RmiaOptions['gamma']; readonly missing?: Missing | undefined } = {},
): TunedOffline {
  assertSignals(signals);
  const attacked = modelAsTarget(signals, model);
  const tried = CANDIDATES.map((a) => ({
    a,
    auc: rocOf(rmia(attacked, { mode: 'offline', a, gamma, missing }).scores, attacked.members).auc,
  }));
  return { a: tried.reduce((best, entry) => (entry.auc > best.auc ? entry : best)).a, tried };
}
