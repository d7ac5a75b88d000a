// Has every record the reference models that an attack needs? The answer for one attack, or an error that names what works instead.
// Called by each attack with reference models, and by attacksPossible.ts.

import { AuditError, type ErrorText } from '../../base/errors.ts';
import type { Signals } from './signals.ts';

/** Reference models trained on a record, or not trained on it. */
export type Side = 'in' | 'out';

/** What an attack cannot do without. */
export interface Needs {
  /** Least number of reference models trained on a record, of each record. */
  readonly in: number;
  /** Least number of reference models not trained on it. */
  readonly out: number;
  /** Some record must have two models of each side needed, as spreads pooled over records are made of differences between models. */
  readonly pooled?: boolean;
  /** Records that the audited model was not trained on are the population (rmia.ts). */
  readonly population?: boolean;
}

/**
 * What becomes of records that have fewer reference models than an attack needs: `refuse` is an error; `fill` takes, for what they lack, the
 * mean over the other records, as TensorFlow Privacy does (the attacks say where it is something else).
 */
export type Missing = 'refuse' | 'fill';

/** Number of reference models of each record on both sides, [n] each. */
export interface ModelCounts {
  readonly in: Int32Array;
  readonly out: Int32Array;
}

/** O(R·n). */
export function countModels({ records, references, referenceMembers }: Signals): ModelCounts {
  const inside = new Int32Array(records);
  for (let r = 0; r < references; r++) {
    for (let i = 0; i < records; i++) (inside[i] as number) += referenceMembers[r * records + i] as number;
  }
  return { in: inside, out: inside.map((count) => references - count) };
}

/** Reference models that are needed on a side and that records lack. */
export interface Lack {
  readonly side: Side;
  readonly least: number;
  /** Whether each record needs them, or some record. */
  readonly of: 'each' | 'some';
  /** Records that lack them, the first of them, and what that one has. */
  readonly records: number;
  readonly first: number;
  readonly count: number;
  /** No record has enough: there is nothing to fill in. */
  readonly all: boolean;
}

/** What is lacking, the worst first; nothing where the attack can run on every record. O(n). */
export function lacksOf(counts: ModelCounts, needs: Needs): Lack[] {
  const lacks: Lack[] = [];
  for (const side of ['out', 'in'] as const) {
    if (needs[side] === 0) continue;
    const lack = lackOf(counts[side], side, needs[side], 'each');
    if (lack !== undefined) lacks.push(lack);
    const pooled = needs.pooled ? lackOf(counts[side], side, 2, 'some') : undefined;
    if (pooled?.all) lacks.push(pooled);
  }
  return lacks.sort((a, b) => Number(b.all) - Number(a.all));
}

function lackOf(counts: Int32Array, side: Side, least: number, of: 'each' | 'some'): Lack | undefined {
  const first = counts.findIndex((count) => count < least);
  if (first < 0) return undefined;
  const records = counts.reduce((sum, count) => sum + (count < least ? 1 : 0), 0);
  return { side, least, of, records, first, count: counts[first] as number, all: records === counts.length };
}

/** @throws AuditError RECORDS_INVALID, naming a record and the attacks that can do without */
export function assertNeeds(signals: Signals, attack: string, needs: Needs, missing: Missing): void {
  const counts = countModels(signals);
  const [lack] = lacksOf(counts, needs);
  if (lack === undefined || (missing === 'fill' && !lack.all)) return;
  throw new AuditError('RECORDS_INVALID', lackText(counts, attack, lack), { attack, ...lack });
}

export function lackText(counts: ModelCounts, attack: string, lack: Lack): ErrorText {
  const { side, least, of, records, first, count, all } = lack;
  const models = `at least ${least} reference ${least === 1 ? 'model' : 'models'}`;
  return {
    expected: `${models} ${side === 'in' ? 'trained' : 'not trained'} on ${of} record, for ${attack}`,
    got: all
      ? `fewer for every record, ${count} for the first`
      : `${count} for record ${first}, and too few for ${records} in all`,
    try: `${alternatives(counts)}, or more reference models${all ? '' : ', or filling in what these records lack from the others'}`,
  };
}

/** Attacks by what they need, the strongest first; one stands for its kind. Where lira-online could run, nothing would be lacking. */
const BY_NEEDS: readonly (readonly [name: string, needs: Needs])[] = [
  ['lira-online-uncentred', { in: 1, out: 1 }],
  ['lira-offline', { in: 0, out: 2 }],
  ['rmia-offline', { in: 0, out: 1 }],
  ['population-threshold', { in: 0, out: 0 }],
];

/** Names of attacks that every record has the models for. */
function alternatives(counts: ModelCounts): string {
  const names = BY_NEEDS.filter(([, needs]) => lacksOf(counts, needs).length === 0).map(([name]) => name);
  return names.length === 1 ? (names[0] as string) : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
