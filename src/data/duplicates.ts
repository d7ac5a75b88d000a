// Are there records that equal each other? The numbers stay correct, but their meaning changes, so the reader of a report has to know.
// Called by prepareDataset.ts.

import { createHash } from 'node:crypto';
import type { Warning } from '../base/warnings.ts';
import { type Matrix, rowOf } from '../linalg/matrix.ts';

/** Values of a row that are compared first: for most data they tell all rows apart. */
const SAMPLED = 32;

/**
 * A warning about equal rows of the prepared inputs, or undefined when all differ.
 * A few values tell most rows apart; the others are compared by a cryptographic hash of their bytes, which a hostile file cannot make
 * collide. O(n d).
 *
 * @param inputs [n, d]
 * @param rows index of each row in the input, for the message
 */
export function duplicateWarning(inputs: Matrix, labels: Int32Array, rows: Int32Array): Warning | undefined {
  const similar = groupsOf([...labels.keys()], rowSampler(inputs));
  const repeated = similar
    .flatMap((group) => groupsOf(group, (i) => hashOf(rowOf(inputs, i))))
    .sort(([a], [b]) => (a as number) - (b as number));
  if (repeated.length === 0) return undefined;
  const involved = repeated.reduce((sum, group) => sum + group.length, 0);
  const contradicting = repeated.filter((group) => group.some((i) => labels[i] !== labels[group[0] as number])).length;
  const examples = repeated.slice(0, 3).map(
    (group) =>
      `${group
        .slice(0, 3)
        .map((i) => rows[i])
        .join(' = ')}${group.length > 3 ? ' = …' : ''}`,
  );
  const labelsText = contradicting === 0 ? 'with the same labels' : `${contradicting} of the groups with different labels`;
  return {
    code: 'DUPLICATE_RECORDS',
    message:
      `${involved} of ${inputs.rows} records equal another record: ${repeated.length} ${repeated.length === 1 ? 'group' : 'groups'} (${examples.join('; ')}${repeated.length > 3 ? '; …' : ''}), ${labelsText}. ` +
      'The numbers are correct for leaving out one copy while the others stay, which makes each copy look less exposed; remove copies to see what the content itself reveals.',
  };
}

/** Those of the positions that share their key with another, in groups. */
function groupsOf<Key>(positions: readonly number[], keyOf: (position: number) => Key): number[][] {
  const groups = new Map<Key, number[]>();
  for (const position of positions) {
    const key = keyOf(position);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [position]);
    else group.push(position);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** A number from values spread over row i: the same for equal rows, rarely so for others. Adding 0 turns −0 into 0, which equals it. */
function rowSampler({ cols, data }: Matrix): (i: number) => number {
  const places = Math.min(SAMPLED, cols);
  const step = cols / places;
  const sample = new Float64Array(places);
  const words = new Uint32Array(sample.buffer);
  return (i) => {
    for (let k = 0; k < places; k++) sample[k] = (data[i * cols + Math.floor((k + 0.5) * step)] as number) + 0;
    let hash = 0;
    for (let k = 0; k < words.length; k++) {
      hash = Math.imul(hash ^ (words[k] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  };
}

/** SHA-256 of the numbers of a row, from a copy: Node.js does not promise to hash memory that threads share. */
function hashOf(row: Float64Array): string {
  const copy = row.map((value) => value + 0);
  return createHash('sha256').update(copy).digest('base64');
}
