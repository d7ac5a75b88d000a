// What does a complete result of `lood attack` look like? An audit of sample signals, with what changes from run to run set; for tests of everything that
// reads one.

import type { AttackResult } from '../../src/audit/attackResult.ts';
import { auditSignals } from '../../src/audit/signals/auditSignals.ts';
import type { AuditSignalsOptions } from '../../src/audit/signals/options.ts';
import { type SignalsSampleOptions, sampleSignals } from './sampleSignals.ts';

export interface AttackSampleOptions extends SignalsSampleOptions, Pick<AuditSignalsOptions, 'attack' | 'oneRun' | 'fpr'> {
  readonly warnings?: AttackResult['warnings'];
  readonly classNames?: readonly string[];
  readonly inputName?: string;
  /** Members exchanged with others. */
  readonly isReversed?: boolean;
}

/** One result of every kind that a reader must bear, by a name for test titles. */
export const ATTACK_VARIANTS: Readonly<Record<string, AttackSampleOptions>> = {
  'a leak': { classes: 3, oneRun: true },
  'a leak without reference models': { references: 0, shift: 2, difficulty: 0.5 },
  'no leak': { references: 2, shift: 0, records: 2000, seed: 2 },
  'too few records': { references: 4, shift: 0, records: 30, classes: 2 },
  'everything told': { references: 0, shift: 40, difficulty: 0, records: 60 },
  'signals the wrong way round': { references: 0, shift: 2, difficulty: 0.5, isReversed: true },
  'two records': { references: 0, records: 2 },
  'one attack by name': { attack: ['rmia-offline'], queries: 2 },
  'forty classes': { classes: 40, records: 400 },
  'one false-positive rate': { fpr: [0.05], references: 1 },
  'hostile names': {
    records: 40,
    classes: 2,
    names: ['<b>a</b>\u202e\n', "=cmd|' /C calc'!A0", ' ', '</script><script>alert(1)</script>', 'b'.repeat(500)],
    classNames: ['<script>alert("1")</script>', '=HYPERLINK("http://example.invalid")'],
    inputName: '<img src=x onerror=alert(1)>\u001b[2J.npz',
    warnings: [{ code: 'ARRAYS_UNUSED', message: 'One array was not used: </td><script>1</script>\u202e' }],
  },
};

/** A complete result that `attackResultSchema` accepts; the same options give the same result. */
export async function sampleAttackResult(options: AttackSampleOptions = {}): Promise<AttackResult> {
  const { attack, oneRun, fpr, warnings, classNames, inputName, isReversed, ...signals } = options;
  const input = sampleSignals(signals);
  const members = input.members as Uint8Array;
  const result = await auditSignals(
    {
      ...input,
      ...(isReversed ? { members: members.map((flag) => 1 - flag) } : {}),
      ...(classNames === undefined ? {} : { classNames }),
      name: inputName ?? 'signals.npz',
    },
    { attack, oneRun, fpr },
  );
  return {
    ...result,
    warnings: warnings ?? result.warnings,
    manifest: {
      ...result.manifest,
      lood: '0.1.0',
      node: 'v20.20.0',
      platform: 'linux x64',
      settings: { signals: 'signals.npz', ...result.manifest.settings },
      startedAt: '2026-01-02T03:04:05.000Z',
      timings: [{ stage: 'attacks', seconds: 0.25 }],
    },
  };
}
