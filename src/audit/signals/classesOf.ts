// Which classes do the records have, and how many members of each? Called by auditSignals.ts.

import type { Signals } from '../../membership/signals/signals.ts';
import type { AttackResult } from '../attackResult.ts';

export interface RecordClasses {
  readonly classes: AttackResult['signals']['classes'];
  /** [n], indices into `classes`; undefined without labels. */
  readonly indices: Int32Array | undefined;
}

/** The labels that occur, ascending; a class of the model without a record is none. */
export function classesOf({ labels, members }: Signals, names: readonly string[] | undefined): RecordClasses {
  if (labels === undefined) return { classes: null, indices: undefined };
  const occurring = [...new Set(labels)].sort((a, b) => a - b);
  const indexOf = new Map(occurring.map((label, index) => [label, index]));
  const indices = labels.map((label) => indexOf.get(label) as number);
  const counts = occurring.map(() => ({ members: 0, nonMembers: 0 }));
  indices.forEach((index, i) => {
    const of = counts[index] as (typeof counts)[number];
    if (members[i] === 1) of.members++;
    else of.nonMembers++;
  });
  return {
    classes: occurring.map((label, index) => ({
      label: String(label),
      name: names?.[label] ?? String(label),
      ...(counts[index] as (typeof counts)[number]),
    })),
    indices,
  };
}
