// Are there records that equal each other? The numbers stay correct, but their meaning changes, so the reader of a report has to know.
// Called by prepareDataset.ts.

import { createHash } from 'node:crypto';
import type { Warning } from '../base/warnings.ts';
import { type Matrix, rowOf } from '../linalg/matrix.ts';

/**
 * A warning about equal rows of the prepared inputs, or undefined when all differ.
 * Rows are compared by a cryptographic hash of their bytes, which a hostile file cannot make collide. O(n d).
 *
 * @param inputs [n, d], without −0 (equal to 0 but other bytes)
 * @param rows index of each row in the input, for the message
 */
export function duplicateWarning(inputs: Matrix, labels: Int32Array, rows: Int32Array): Warning | undefined {
  const groups = new Map<string, number[]>();
  for (let i = 0; i < inputs.rows; i++) {
    const key = createHash('sha256').update(rowOf(inputs, i)).digest('base64');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [i]);
    else group.push(i);
  }
  const repeated = [...groups.values()].filter((group) => group.length > 1);
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
