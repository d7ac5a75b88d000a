// Which tables belong to an activation? Moments of one input and expectations over pairs, built when first needed and shared by all
// kernels with the activation, since they take up to seconds. Called by quadratureDual.ts.

import { type ActivationFunction, centredValue } from './activationFunction.ts';
import { type AngularTable, buildAngularTable, transposeAngularTable } from './angularTable.ts';
import { type MomentTable, momentTable } from './momentTable.ts';

/** The table for variances in two panels. */
export type AngularTables = (rowPanel: number, colPanel: number) => AngularTable;

export interface ActivationTables {
  readonly moments: MomentTable;
  /** Of φ − φ(0), whose expectations keep their relative precision where variances are small. */
  readonly values: AngularTables;
  /** Of φ′. */
  readonly slopes: AngularTables;
}

const tablesOf = new WeakMap<ActivationFunction, ActivationTables>();

export function activationTables(activation: ActivationFunction): ActivationTables {
  const known = tablesOf.get(activation);
  if (known) return known;
  const tables = {
    moments: momentTable(activation),
    values: angularTables(activation.name, centredValue(activation)),
    slopes: angularTables(activation.name, activation.derivative),
  };
  tablesOf.set(activation, tables);
  return tables;
}

/** Tables of E[f(u) f(v)]; that of (B, A) is the transpose of that of (A, B). */
function angularTables(name: string, f: (x: number) => number): AngularTables {
  const built = new Map<string, AngularTable>();
  const tableFor: AngularTables = (rowPanel, colPanel) => {
    const key = `${rowPanel} ${colPanel}`;
    const known = built.get(key);
    if (known) return known;
    const table =
      rowPanel > colPanel ? transposeAngularTable(tableFor(colPanel, rowPanel)) : buildAngularTable(name, f, rowPanel, colPanel);
    built.set(key, table);
    return table;
  };
  return tableFor;
}
