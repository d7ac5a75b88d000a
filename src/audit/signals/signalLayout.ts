// Which arrays does a signals file hold, and do they belong together? Kinds and shapes, before any value is read. Called by readSignals.ts.

import { AuditError } from '../../base/errors.ts';
import { plainText } from '../../base/plainText.ts';
import type { Warning } from '../../base/warnings.ts';
import { SIGNAL_KINDS, type SignalKind } from '../attackResult.ts';
import { SIGNAL_ARRAYS, type SignalArrayName } from './signalSource.ts';

export interface SignalLayout {
  readonly kind: SignalKind;
  readonly target: SignalArrayName;
  /** Undefined without reference models. */
  readonly reference: SignalArrayName | undefined;
  readonly warnings: readonly Warning[];
}

/** Sizes of the signals of one model. */
export interface SignalShape {
  /** k */
  readonly queries: number;
  /** C, of kinds that hold all classes; else 1. One output is that of class 1 of two. */
  readonly classes: number;
}

/** Whether the signals of a record are one number for each class, from which its label picks. */
export function holdsAllClasses(kind: SignalKind): boolean {
  return kind === 'logits' || kind === 'probabilities';
}

/** @throws AuditError ARRAY_MISSING, OPTION_INVALID */
export function signalLayout(names: readonly string[]): SignalLayout {
  const has = (name: SignalArrayName) => names.includes(name);
  const targets = SIGNAL_KINDS.filter((kind) => has(`target_${kind}`));
  const references = SIGNAL_KINDS.filter((kind) => has(`reference_${kind}`));
  const [kind] = targets;
  if (kind === undefined) {
    throw missing(
      'signals of the audited model as one of target_logits, target_probabilities, target_confidences or target_losses',
      names,
    );
  }
  assertOneKind('target', targets);
  assertOneKind('reference', references);
  if (!has('members')) throw missing('an array "members" that says which records the audited model was trained on', names);
  const [referenceKind] = references;
  if (referenceKind !== undefined && referenceKind !== kind) {
    throw new AuditError('OPTION_INVALID', {
      expected: `signals of the reference models of the same kind as those of the audited model, reference_${kind}`,
      got: `reference_${referenceKind} beside target_${kind}`,
      try: 'recording all models in the same way, since kinds round differently',
    });
  }
  if (referenceKind !== undefined && !has('reference_members')) {
    throw missing('an array "reference_members" that says which records each reference model was trained on', names);
  }
  if (referenceKind === undefined && has('reference_members'))
    throw missing(`an array "reference_${kind}" beside reference_members`, names);
  if (holdsAllClasses(kind) && !has('labels')) throw missing(`an array "labels", which target_${kind} needs`, names);
  return {
    kind,
    target: `target_${kind}`,
    reference: referenceKind === undefined ? undefined : `reference_${kind}`,
    warnings: unusedArrays(names),
  };
}

function assertOneKind(side: 'target' | 'reference', kinds: readonly SignalKind[]): void {
  if (kinds.length < 2) return;
  throw new AuditError('OPTION_INVALID', {
    expected: `the signals of the ${side === 'target' ? 'audited model' : 'reference models'} in one form`,
    got: kinds.map((kind) => `${side}_${kind}`).join(' and '),
    try: `keeping ${side}_${kinds[0]} alone, the most exact of them`,
  });
}

function missing(expected: string, names: readonly string[]): AuditError {
  const shown = names.slice(0, 15).map((name) => plainText(name, 40));
  const got = names.length === 0 ? 'no arrays' : `the arrays ${shown.join(', ')}${names.length > shown.length ? ', …' : ''}`;
  return new AuditError('ARRAY_MISSING', { expected, got, try: 'the names and shapes in docs/attacks.md' }, { names });
}

function unusedArrays(names: readonly string[]): readonly Warning[] {
  const unused = names.filter((name) => !(SIGNAL_ARRAYS as readonly string[]).includes(name));
  if (unused.length === 0) return [];
  const shown = unused.slice(0, 5).map((name) => `"${plainText(name, 40)}"`);
  return [
    {
      code: 'ARRAYS_UNUSED',
      message:
        `${unused.length === 1 ? 'One array was' : `${unused.length} arrays were`} not used (${shown.join(', ')}${unused.length > shown.length ? ', …' : ''}): ` +
        'the names that are read stand in docs/attacks.md.',
    },
  ];
}

/**
 * k and C from the shape of the audited model's signals: [n, C] or [n, k, C] where all classes are recorded, else [n] or [n, k].
 *
 * @throws AuditError SHAPE_MISMATCH
 */
export function signalShape({ kind, target }: SignalLayout, shape: readonly number[], records: number): SignalShape {
  const axes = holdsAllClasses(kind) ? ['C'] : [];
  const [first, ...rest] = shape;
  const fits = rest.length === axes.length || rest.length === axes.length + 1;
  const classes = axes.length === 0 ? 1 : (rest.at(-1) ?? 0);
  const queries = rest.length > axes.length ? (rest[0] as number) : 1;
  if (!fits || classes < 1 || queries < 1) {
    const [plain, augmented] = [
      ['n', ...axes],
      ['n', 'k', ...axes],
    ].map((sizes) => `[${sizes.join(', ')}]`);
    throw new AuditError('SHAPE_MISMATCH', {
      expected: `${target} of shape ${plain} or, with k augmentations, ${augmented}`,
      got: `[${shape.join(', ')}]`,
      try:
        axes.length === 0
          ? 'target_probabilities, if there is a number for each class'
          : 'target_confidences, if there is one number for each record',
    });
  }
  assertRecords(target, first as number, records);
  return { queries, classes };
}

/** @throws AuditError SHAPE_MISMATCH */
export function assertRecords(name: string, size: number | undefined, records: number): void {
  if (size === records) return;
  throw new AuditError(
    'SHAPE_MISMATCH',
    {
      expected: `${name} to have as many records as members (${records})`,
      got: `${size ?? 'none'}`,
      try: 'checking that all arrays come from the same records in the same order',
    },
    { name, records, size },
  );
}

/**
 * R, from the shape of the reference models' signals, which is that of the audited model's with one more axis in front.
 *
 * @throws AuditError SHAPE_MISMATCH
 */
export function referenceCount(layout: SignalLayout, target: readonly number[], reference: readonly number[]): number {
  const [references = 0, ...rest] = reference;
  if (references > 0 && rest.length === target.length && rest.every((size, i) => size === target[i])) return references;
  const isSingle = reference.length === target.length && reference.every((size, i) => size === target[i]);
  throw new AuditError('SHAPE_MISMATCH', {
    expected: `${layout.reference} of shape [R, ${target.join(', ')}], the signals of R models each in the shape of ${layout.target}`,
    got: `[${reference.join(', ')}]`,
    try: isSingle ? `${layout.reference}[None] for a single reference model` : 'stacking the models with numpy.stack',
  });
}
