// How well do attacks on recorded signals of a model tell its members, and which ε do they refute? The pipeline behind `lood attack`.

import { AuditError, throwIfCancelled } from '../../base/errors.ts';
import type { RunOptions } from '../../base/progress.ts';
import { yieldToEventLoop } from '../../base/progress.ts';
import type { Warning } from '../../base/warnings.ts';
import { countModels } from '../../membership/signals/needs.ts';
import type { Scores, Signals } from '../../membership/signals/signals.ts';
import { tuneOffline } from '../../membership/signals/tuneOffline.ts';
import { ATTACK_RESULT_SCHEMA_VERSION, type AttackOutcome, type AttackResult } from '../attackResult.ts';
import { packageDescription, startStopwatch } from '../manifest.ts';
import { type ChosenAttack, chooseAttacks } from './chooseAttacks.ts';
import { classesOf } from './classesOf.ts';
import { measureAttack } from './measureAttack.ts';
import { AUDIT_SIGNALS_KEYS, type AuditSignalsOptions, DEFAULT_A, type SignalSettings, signalSettings } from './options.ts';
import { privacyBounds } from './privacyBounds.ts';
import { type RecordedSignals, readSignals } from './readSignals.ts';
import type { SignalsInput } from './signalSource.ts';
import { findingOf, SMALL_LEAK } from './verdict.ts';

/**
 * Attacks recorded signals with every attack that they permit, or those named, and measures each.
 *
 * Cost: O(R·n·k) for each attack, and O(n log n) for its curve.
 *
 * @param input path of a signals file (docs/attacks.md), or its arrays
 * @throws AuditError; `kind` tells input from failure
 *
 * @example
 * const result = await auditSignals({ targetLosses, referenceLosses, members, referenceMembers });
 * const { auc } = result.attacks[0];
 */
export async function auditSignals(input: string | SignalsInput, options: AuditSignalsOptions = {}): Promise<AttackResult> {
  const settings = signalSettings(options);
  const run: RunOptions = { onProgress: options.onProgress, signal: options.signal };
  const startedAt = new Date();
  const clock = startStopwatch();
  const recorded = await clock.measure('read', () => readSignals(input, run));
  const { signals } = recorded;
  const counts = countModels(signals);
  const { classes, indices } = classesOf(signals, recorded.classNames);
  const { attacks, main, choice, unavailable } = chooseAttacks(recorded, counts, settings.named);
  const rmia = await clock.measure('tuning', () => rmiaSettings(signals, settings));
  const outcomes: AttackOutcome[] = [];
  const scores: Float64Array[] = [];
  await clock.measure('attacks', async () => {
    for (const [done, chosen] of attacks.entries()) {
      run.onProgress?.({ stage: 'attacks', done, total: attacks.length });
      await yieldToEventLoop();
      throwIfCancelled(run.signal);
      const own = runAttack(chosen, signals, rmia);
      const { name, describe } = chosen.attack;
      scores.push(own.scores);
      outcomes.push(
        measureAttack(
          { name, describe, filled: chosen.filled },
          own.scores,
          { members: signals.members, classes: indices },
          settings,
        ),
      );
    }
    run.onProgress?.({ stage: 'attacks', done: attacks.length, total: attacks.length });
  });
  const mainIndex = outcomes.findIndex(({ name }) => name === main);
  const dp = await clock.measure('bounds of ε', () =>
    privacyBounds(main, scores[mainIndex] as Float64Array, signals.members, settings),
  );
  const { version, dependencies } = packageDescription();
  return {
    kind: 'lood-attack',
    schemaVersion: ATTACK_RESULT_SCHEMA_VERSION,
    signals: {
      name: recorded.name,
      format: recorded.format,
      sha256: recorded.sha256,
      kind: recorded.kind,
      records: signals.records,
      members: signals.members.reduce((sum, flag) => sum + flag, 0),
      nonMembers: signals.members.reduce((sum, flag) => sum + 1 - flag, 0),
      references: signals.references,
      queries: signals.queries,
      leastIn: counts.in.reduce((least, count) => Math.min(least, count)),
      leastOut: counts.out.reduce((least, count) => Math.min(least, count)),
      classes,
    },
    level: settings.level,
    verdict: { attack: main, choice, finding: findingOf(outcomes[mainIndex] as AttackOutcome), smallLeak: SMALL_LEAK },
    attacks: outcomes,
    rmia,
    unavailable,
    dp,
    records: Array.from({ length: signals.records }, (_, record) => ({
      record,
      ...(recorded.recordNames === undefined ? {} : { name: recorded.recordNames[record] as string }),
      member: signals.members[record] === 1,
      classIndex: indices === undefined ? null : (indices[record] as number),
      scores: scores.map((own) => own[record] as number),
    })),
    warnings: [...warningsOf(recorded, attacks)],
    manifest: {
      lood: version,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      dependencies: { ...dependencies },
      settings: settingsOf(input, options),
      seed: settings.seed,
      startedAt: startedAt.toISOString(),
      timings: clock.timings,
    },
  };
}

/** Tuning looks at reference models alone, of which one is attacked and the others are its references. */
function rmiaSettings(signals: Signals, { gamma, a }: SignalSettings): AttackResult['rmia'] {
  if (a !== 'auto') return { gamma, a, tuned: false };
  if (signals.references < 2) {
    throw new AuditError('OPTION_INVALID', {
      expected: 'at least two reference models for --a auto, one of which is attacked to choose a',
      got: `${signals.references}`,
      try: `--a ${DEFAULT_A}`,
    });
  }
  return { gamma, a: tuneOffline(signals, { gamma, missing: 'fill' }).a, tuned: true };
}

/**
 * The records z of RMIA are all of them. Those that are no members, whom an auditor could take, would make scores depend on who is a member, and the
 * bounds of ε say nothing of such an attack.
 */
function runAttack({ attack }: ChosenAttack, signals: Signals, { gamma, a }: AttackResult['rmia']): Scores {
  const population = new Uint8Array(signals.records).fill(1);
  return attack.run(signals, { missing: 'fill', gamma, a, population });
}

function warningsOf({ warnings }: RecordedSignals, attacks: readonly ChosenAttack[]): readonly Warning[] {
  const filled = attacks.filter((one) => one.filled > 0);
  const most = filled.reduce((largest, one) => Math.max(largest, one.filled), 0);
  return [
    ...warnings,
    ...(most === 0
      ? []
      : [
          {
            code: 'RECORDS_FILLED',
            message:
              `Up to ${most} records have fewer reference models than an attack needs (${filled.length} of ${attacks.length} attacks): for what they lack they ` +
              'were given the mean of the other records. More reference models, or ones trained on halves that leave each record in and out equally often, silence this.',
          },
        ]),
  ];
}

function settingsOf(input: string | SignalsInput, options: AuditSignalsOptions): Record<string, unknown> {
  const given = AUDIT_SIGNALS_KEYS.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]);
  return { ...(typeof input === 'string' ? { signals: input } : {}), ...Object.fromEntries(given) };
}
