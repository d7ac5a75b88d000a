// Which attacks on recorded signals are there? One table of all variants under their own names. Called by attacksPossible.ts and the command.

import { assertKnownName } from '../../base/names.ts';
import { type BaseOptions, base } from './base.ts';
import { DIFFERENCE_NEEDS, difference } from './difference.ts';
import { type LiraOptions, lira, liraName, liraNeeds } from './lira.ts';
import type { Missing, Needs } from './needs.ts';
import { populationThreshold } from './populationThreshold.ts';
import { confidenceNeeds } from './referenceConfidence.ts';
import { type RmiaOptions, rmia } from './rmia.ts';
import type { Scores, Signals } from './signals.ts';

/** Settings of attacks; each takes those that concern it. */
export interface AttackOptions {
  /** Default `refuse`. */
  readonly missing?: Missing | undefined;
  /** γ of RMIA. */
  readonly gamma?: RmiaOptions['gamma'];
  /** a of offline RMIA. */
  readonly a?: RmiaOptions['a'];
  /** The records z of RMIA. */
  readonly population?: RmiaOptions['population'];
  /** Scale of offline BASE. */
  readonly scale?: BaseOptions['scale'];
}

export interface Attack {
  readonly name: string;
  /** One sentence for people. */
  readonly describe: string;
  readonly needs: Needs;
  /** @throws AuditError where the signals do not suffice */
  readonly run: (signals: Signals, options?: AttackOptions) => Scores;
}

const SPREADS = {
  'per-record': 'a spread for each record',
  residuals: 'one spread for all records, of the signals minus their centres (as TensorFlow Privacy fixes it)',
  uncentred: 'one spread for all records, of all signals together (as LeakPro fixes it)',
  'uncentred-in':
    'one spread for all records and both sides, of all signals of models trained on them (as the code of the paper fixes it)',
  'record-mean': 'one spread for all records, the mean of their own (as PrivacyGuard fixes it)',
} as const;

const STATISTICS = {
  online: 'Likelihood ratio of normal distributions fitted to reference models with and without the record',
  'one-sided':
    'How far the signal lies above a normal distribution fitted to reference models without the record (the test of the LiRA paper)',
  density:
    'How improbable the signal is under a normal distribution fitted to reference models without the record (the code of the LiRA paper)',
} as const;

function liraVariants(): Attack[] {
  const variants: LiraOptions[] = [];
  for (const centre of ['mean', 'median'] as const) {
    for (const variance of Object.keys(SPREADS) as (keyof typeof SPREADS)[]) {
      variants.push({ mode: 'online', variance, centre });
      if (variance === 'uncentred-in') continue;
      for (const statistic of ['one-sided', 'density'] as const) variants.push({ mode: 'offline', variance, centre, statistic });
    }
  }
  return variants.map((options) => {
    const { mode, variance = 'per-record', centre = 'mean', statistic = 'one-sided' } = options;
    return {
      name: liraName(options),
      describe: `${STATISTICS[mode === 'online' ? mode : statistic]}; centred at the ${centre}, with ${SPREADS[variance]}.`,
      needs: liraNeeds(options),
      run: (signals, { missing } = {}) => lira(signals, { ...options, missing }),
    };
  });
}

/** Every attack, in the order in which lists show them. */
export const ATTACKS: readonly Attack[] = [
  {
    name: 'population-threshold',
    describe: 'A threshold on the signal itself: records that the model knows better than others. No reference models.',
    needs: { in: 0, out: 0 },
    run: populationThreshold,
  },
  {
    name: 'difference',
    describe: 'How much the signal exceeds its mean over reference models without the record.',
    needs: DIFFERENCE_NEEDS,
    run: (signals, { missing } = {}) => difference(signals, { missing }),
  },
  ...liraVariants(),
  {
    name: 'rmia-online',
    describe:
      'Share of other records whose confidence, relative to all reference models, the record’s exceeds by the factor gamma.',
    needs: { ...confidenceNeeds('online'), population: true },
    run: (signals, { gamma, population, missing } = {}) => rmia(signals, { mode: 'online', gamma, population, missing }),
  },
  {
    name: 'rmia-offline',
    describe:
      'Share of other records whose confidence, relative to reference models without them, the record’s exceeds by the factor gamma.',
    needs: { ...confidenceNeeds('offline'), population: true },
    run: (signals, { gamma, a, population, missing } = {}) => rmia(signals, { mode: 'offline', gamma, a, population, missing }),
  },
  {
    name: 'base-online',
    describe: 'Log-confidence minus the logarithm of the mean confidence of all reference models.',
    needs: confidenceNeeds('online'),
    run: (signals, { missing } = {}) => base(signals, { mode: 'online', missing }),
  },
  {
    name: 'base-offline',
    describe: 'Log-confidence minus a part of the logarithm of the mean confidence of reference models without the record.',
    needs: confidenceNeeds('offline'),
    run: (signals, { scale, missing } = {}) => base(signals, { mode: 'offline', scale, missing }),
  },
];

/** @throws AuditError NAME_UNKNOWN, with the nearest name */
export function attackNamed(name: string): Attack {
  const known = assertKnownName(
    'attack',
    name,
    ATTACKS.map((attack) => attack.name),
  );
  return ATTACKS.find((attack) => attack.name === known) as Attack;
}
