// Which records are audited? Those of the chosen classes, and of these at most `limit`, as equally many of each class as possible.
// Called by prepareDataset.ts.

import { AuditError } from '../base/errors.ts';
import { assertKnownName } from '../base/names.ts';
import { plainText } from '../base/plainText.ts';
import { createRandom, sampleWithoutReplacement } from '../base/random.ts';
import type { Dataset } from './dataset.ts';

export interface Selection {
  /** Indices of the chosen records, ascending. */
  readonly rows: Int32Array;
  /** Indices of the chosen classes into `dataset.classes`, ascending. */
  readonly classIndices: readonly number[];
}

/**
 * @param classes labels or class names, in any order; undefined for all
 * @param limit most records; undefined for all
 * @param seed of the draw within each class
 * @throws AuditError `NAME_UNKNOWN` (with the nearest name), `CLASSES_INVALID` (fewer than two classes, or more classes than records)
 */
export function selectRecords(
  dataset: Dataset,
  classes: readonly string[] | undefined,
  limit: number | undefined,
  seed: number,
): Selection {
  const classIndices = classes === undefined ? dataset.classes.map((_, i) => i) : resolveClasses(dataset, classes);
  const members = new Map<number, number[]>(classIndices.map((index) => [index, []]));
  for (let i = 0; i < dataset.records; i++) members.get(dataset.labels[i] as number)?.push(i);
  const groups = classIndices.map((index) => members.get(index) as number[]);
  const quotas = limit === undefined ? groups.map((group) => group.length) : balancedQuotas(groups, limit);
  const random = createRandom(seed);
  const chosen = groups.flatMap((group, c) => {
    const quota = quotas[c] as number;
    return quota === group.length ? group : sampleWithoutReplacement(group, quota, random);
  });
  return { rows: Int32Array.from(chosen).sort(), classIndices };
}

/** Labels come before names: `1` means the label 1 even if another class is named "1". */
function resolveClasses(dataset: Dataset, wanted: readonly string[]): number[] {
  const labels = dataset.classes.map(({ label }) => label);
  const names = dataset.classes.map(({ name }) => name);
  const indices = wanted.map((word) => {
    const byLabel = labels.indexOf(word);
    if (byLabel >= 0) return byLabel;
    const byName = names.indexOf(assertKnownName('class', word, [...new Set([...labels, ...names])]));
    if (names.lastIndexOf(word) !== byName) {
      throw new AuditError('CLASSES_INVALID', {
        expected: `one class named "${plainText(word, 40)}"`,
        got: 'several',
        try: `its label, one of ${labels.filter((_, i) => names[i] === word).join(', ')}`,
      });
    }
    return byName;
  });
  const distinct = [...new Set(indices)].sort((a, b) => a - b);
  if (distinct.length < 2) {
    throw new AuditError(
      'CLASSES_INVALID',
      {
        expected: 'at least two classes',
        got: wanted.length === 0 ? 'none' : `only ${wanted.map((word) => `"${plainText(word, 40)}"`).join(', ')}`,
        try: `two or more of ${labels
          .slice(0, 12)
          .map((label) => plainText(label, 40))
          .join(', ')}`,
      },
      { classes: wanted },
    );
  }
  return distinct;
}

/**
 * How many records of each class: all of a class that is short, and the rest shared equally among the others.
 * What does not divide goes to the first classes that still have records, one each.
 */
function balancedQuotas(groups: readonly (readonly number[])[], limit: number): number[] {
  if (limit < groups.length) {
    throw new AuditError(
      'CLASSES_INVALID',
      {
        expected: `a limit of at least one record for each of the ${groups.length} classes`,
        got: `${limit}`,
        try: `a limit of ${2 * groups.length} or more, or fewer classes`,
      },
      { limit, classes: groups.length },
    );
  }
  const quotas = groups.map(() => 0);
  let open = groups.map((_, c) => c);
  let left = limit;
  while (left > 0 && open.length > 0) {
    const share = Math.max(1, Math.floor(left / open.length));
    for (const c of open) {
      const given = Math.min(share, left, (groups[c] as readonly number[]).length - (quotas[c] as number));
      quotas[c] = (quotas[c] as number) + given;
      left -= given;
    }
    open = open.filter((c) => (quotas[c] as number) < (groups[c] as readonly number[]).length);
  }
  return quotas;
}
