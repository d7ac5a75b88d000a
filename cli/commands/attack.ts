// lood attack: membership attacks on recorded signals of a real model.

import { auditSignals } from '../../src/audit/signals/auditSignals.ts';
import {
  ALL_ATTACKS,
  type AuditSignalsOptions,
  DEFAULT_A,
  DEFAULT_FPRS,
  DEFAULT_GAMMA,
  DEFAULT_LEVEL,
  DEFAULT_SIGNALS_DELTA,
} from '../../src/audit/signals/options.ts';
import type { Command, OptionDescription } from '../command.ts';
import { EXIT } from '../exitCodes.ts';
import { integer, list, number, numberOrAuto, numbers, onOrOff, text } from '../options.ts';
import { type OutputSettings, outputOptions } from '../output.ts';
import { runReported } from '../runReported.ts';

interface Settings extends AuditSignalsOptions, OutputSettings {
  readonly signals: string;
}

const OPTIONS = {
  config: {
    read: text('attack.yaml'),
    describe: 'JSON or YAML file with these settings by name, signals included; what stands on the command line wins',
    default: 'none',
    group: 'Input:',
  },
  attack: {
    read: list('lira-online,rmia-online'),
    repeatable: true,
    describe: `Attacks by name, separated by commas; the first is that of the verdict and of the column score. ${ALL_ATTACKS}: all that the signals permit, the strongest design first`,
    default: ALL_ATTACKS,
    group: 'Attack:',
  },
  gamma: {
    read: number('2'),
    describe: 'RMIA: factor above 0 by which a record’s ratio must exceed another’s',
    default: String(DEFAULT_GAMMA),
    group: 'Attack:',
  },
  a: {
    read: numberOrAuto('0.3'),
    describe:
      'Offline RMIA: how far the confidence of models with a record follows that of models without it, 0 to 1; auto chooses it against a reference model',
    default: String(DEFAULT_A),
    group: 'Attack:',
  },
  fpr: {
    read: numbers('0.001,0.01'),
    repeatable: true,
    describe: 'False-positive rates, between 0 and 1, at which the true-positive rate is reported',
    default: DEFAULT_FPRS.join(','),
    group: 'Attack:',
  },
  level: {
    read: number('0.95'),
    describe: 'Of intervals and bounds, a probability',
    default: String(DEFAULT_LEVEL),
    group: 'Attack:',
  },
  delta: {
    read: number('1e-5'),
    describe: 'δ, a probability, at which ε (nats) is bounded from below',
    default: DEFAULT_SIGNALS_DELTA.toExponential(),
    group: 'Attack:',
  },
  'one-run': {
    read: onOrOff,
    describe: 'on: each record became a member by a fair coin of its own, which a bound of ε for one training run needs',
    default: 'off',
    group: 'Attack:',
  },
  seed: {
    read: integer(0, '1'),
    describe: 'Seed of the halves that choose thresholds for bounds of ε',
    default: '0',
    group: 'Attack:',
  },
} as const satisfies Record<string, OptionDescription>;

export const attackCommand: Command = {
  name: 'attack',
  describe: 'Attack a real model by its recorded signals: who is a member, how sure is that, which ε is refuted',
  argument: {
    name: 'signals',
    describe: '.npz file of recorded outputs or losses of the model, members, and reference models (docs/attacks.md)',
    example: 'signals.npz',
  },
  options: { ...outputOptions('attack'), ...OPTIONS },
  async handler(settings, context) {
    const { signals, out, format, contents, ...options } = settings as unknown as Settings;
    await runReported('attack', { out, format, contents }, context, async (run) => ({
      result: await auditSignals(signals, { ...options, ...run }),
    }));
    return EXIT.done;
  },
};
