// Recorded signals from files and arrays: every kind becomes the same φ, and what does not fit together is refused in one line that says what to do.

import { describe, expect, test } from '@jest/globals';
import { auditSignals } from '../../../src/audit/signals/auditSignals.ts';
import { readSignals } from '../../../src/audit/signals/readSignals.ts';
import type { SignalsInput } from '../../../src/audit/signals/signalSource.ts';
import type { ErrorCode } from '../../../src/base/errors.ts';
import { writeNpz } from '../../../src/data/writeNpz.ts';
import { expectAuditError, npyBytes, temporaryFolder, zipBytes } from '../../data/support.ts';
import { sampleSignals } from '../../support/sampleSignals.ts';
import { ALGEBRA } from '../../support/tolerances.ts';

const folder = temporaryFolder();

/** Three records, two reference models, as losses. */
const SMALL: SignalsInput = {
  targetLosses: [0.1, 2, 0.5],
  members: [1, 0, 1],
  referenceLosses: [
    [0.2, 1, 0.4],
    [0.3, 1.5, 0.6],
  ],
  referenceMembers: [
    [1, 0, 0],
    [0, 1, 1],
  ],
};

describe('signals', () => {
  test('of every kind of the same records are the same', async () => {
    const read = async (kind: 'losses' | 'confidences' | 'probabilities' | 'logits') =>
      (await readSignals(sampleSignals({ kind, records: 50, references: 3, queries: 2, classes: 4 }))).signals;
    const losses = await read('losses');
    expect(losses.target).toHaveLength(100);
    expect(losses.reference).toHaveLength(300);
    for (const kind of ['confidences', 'probabilities', 'logits'] as const) {
      const { target, reference, ...rest } = await read(kind);
      const { target: _, reference: __, ...expected } = losses;
      expect(rest).toEqual(expected);
      for (const [values, of] of [
        [target, losses.target],
        [reference, losses.reference],
      ] as const) {
        values.forEach((value, i) => {
          expect(Math.abs(value - (of[i] as number))).toBeLessThan(ALGEBRA);
        });
      }
    }
  });

  test('of several models stand one after the other, each by its formula', async () => {
    const { signals } = await readSignals(SMALL);
    const phi = (loss: number) => -Math.log(Math.expm1(loss));
    expect(signals).toMatchObject({ records: 3, references: 2, queries: 1, labels: undefined });
    const close = (values: Float64Array, losses: readonly number[]) =>
      losses.forEach((loss, i) => {
        expect(values[i]).toBeCloseTo(phi(loss), 12);
      });
    close(signals.target, [0.1, 2, 0.5]);
    close(signals.reference, [0.2, 1, 0.4, 0.3, 1.5, 0.6]);
    expect([...signals.members, ...signals.referenceMembers]).toEqual([1, 0, 1, 1, 0, 0, 0, 1, 1]);
  });

  test('of a file are those of the arrays, with the file’s name and hash', async () => {
    const path = folder.path('small.npz');
    await writeNpz(path, {
      target_losses: { shape: [3], values: Float64Array.of(0.1, 2, 0.5) },
      members: { shape: [3], values: Uint8Array.of(1, 0, 1) },
      reference_losses: { shape: [2, 3], values: Float64Array.of(0.2, 1, 0.4, 0.3, 1.5, 0.6) },
      reference_members: { shape: [2, 3], values: Uint8Array.of(1, 0, 0, 0, 1, 1) },
      record: { shape: [3], values: ['a', 'b', 'c'] },
    });
    const [fromFile, fromArrays] = [await readSignals(path), await readSignals(SMALL)];
    expect(fromFile.signals).toEqual(fromArrays.signals);
    expect(fromFile).toMatchObject({ name: 'small.npz', format: 'npz', recordNames: ['a', 'b', 'c'], warnings: [] });
    expect(fromFile.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(fromArrays).toMatchObject({ name: 'memory', format: 'memory', recordNames: undefined });
  });

  test('in memory have one hash for the same numbers in any type, and another for others', async () => {
    const hash = async (targetLosses: SignalsInput['targetLosses']) =>
      (await readSignals({ ...SMALL, targetLosses, referenceLosses: undefined, referenceMembers: undefined })).sha256;
    expect(await hash(Float32Array.of(0.5, 2, 0.25))).toBe(await hash([0.5, 2, 0.25]));
    expect(await hash([0.5, 2, 0.25])).not.toBe(await hash([0.5, 2, 0.125]));
  });

  test('take half floats, booleans and 64-bit integers as NumPy writes them', async () => {
    const path = folder.write(
      'halves.npz',
      zipBytes([
        // 1, 0.5 and 0.25 in half precision.
        { name: 'target_losses.npy', bytes: npyBytes({ descr: '<f2', shape: '(3,)' }, Uint8Array.of(0, 0x3c, 0, 0x38, 0, 0x34)) },
        { name: 'members.npy', bytes: npyBytes({ descr: '|b1', shape: '(3,)' }, Uint8Array.of(1, 0, 1)) },
        {
          name: 'labels.npy',
          bytes: npyBytes({ descr: '<i8', shape: '(3,)' }, new Uint8Array(BigInt64Array.of(2n, 0n, 2n).buffer)),
        },
      ]),
    );
    const { signals } = await readSignals(path);
    const wide = await readSignals({ targetLosses: [1, 0.5, 0.25], members: [true, false, true] as never, labels: [2, 0, 2] });
    expect(signals).toEqual(wide.signals);
  });

  test('rounded to certainty are bounded, counted and said', async () => {
    const { infinite, signals, warnings } = await readSignals({ targetConfidences: [1, 0.5, 0.25, 0], members: [1, 1, 0, 0] });
    expect(infinite).toBe(0.5);
    expect(signals.target[0]).toBeGreaterThan(100);
    expect(signals.target[3]).toBe(-(signals.target[0] as number));
    expect(warnings).toMatchObject([{ code: 'SIGNALS_BOUNDED' }]);
  });

  test('beside arrays that nobody knows are read, with a word on those', async () => {
    const path = folder.path('more.npz');
    await writeNpz(path, {
      target_losses: { shape: [2], values: Float64Array.of(0.1, 2) },
      members: { shape: [2], values: Uint8Array.of(1, 0) },
      predictions: { shape: [1], values: Uint8Array.of(1) },
    });
    expect((await readSignals(path)).warnings).toEqual([
      { code: 'ARRAYS_UNUSED', message: expect.stringContaining('One array was not used ("predictions")') },
    ]);
  });
});

interface Refusal {
  readonly change: Partial<Record<keyof SignalsInput, unknown>>;
  readonly code: ErrorCode;
  readonly words: readonly string[];
}

const logits = { targetLosses: undefined, referenceLosses: undefined, referenceMembers: undefined };

const REFUSALS: Readonly<Record<string, Refusal>> = {
  'no members': {
    change: { members: [0, 0, 0] },
    code: 'RECORDS_INVALID',
    words: [
      'Expected both members and non-members',
      'Got 3 non-members and no members.',
      'Try adding records of the training set.',
    ],
  },
  'no non-members': {
    change: { members: [1, 1, 1] },
    code: 'RECORDS_INVALID',
    words: ['Got 3 members and no non-members.', 'such as the test set'],
  },
  'no mask at all': {
    change: { members: undefined },
    code: 'ARRAY_MISSING',
    words: ['an array "members" that says which records', 'Got the arrays target_losses, reference_losses'],
  },
  'a mask of another length': {
    change: { members: [1, 0] },
    code: 'SHAPE_MISMATCH',
    words: ['Expected target_losses to have as many records as members (2). Got 3.', 'in the same order'],
  },
  'positions in the place of a mask': {
    change: { members: [0, 2, 5] },
    code: 'RECORDS_INVALID',
    words: ['Expected array "members" to hold 1 or True', 'Got 2 at place 1.', 'a mask over the records, not their positions'],
  },
  'a mask with two axes': {
    change: { members: [[1, 0, 1]] },
    code: 'SHAPE_MISMATCH',
    words: ['array "members" of shape [n]', 'Got [1, 3].'],
  },
  'no signals': {
    change: { targetLosses: undefined },
    code: 'ARRAY_MISSING',
    words: ['one of target_logits, target_probabilities, target_confidences or target_losses'],
  },
  'two kinds of signals': {
    change: { targetLogits: [[1, 2]] },
    code: 'OPTION_INVALID',
    words: [
      'the signals of the audited model in one form',
      'Got target_logits and target_losses.',
      'keeping target_logits alone',
    ],
  },
  'two kinds of references': {
    change: { referenceLogits: [[1, 2]] },
    code: 'OPTION_INVALID',
    words: ['the signals of the reference models in one form', 'Got reference_logits and reference_losses.'],
  },
  'references of another kind': {
    change: { referenceLosses: undefined, referenceConfidences: [[0.1, 0.2, 0.3]] },
    code: 'OPTION_INVALID',
    words: [
      'of the same kind as those of the audited model, reference_losses',
      'Got reference_confidences beside target_losses.',
    ],
  },
  'references without their masks': {
    change: { referenceMembers: undefined },
    code: 'ARRAY_MISSING',
    words: ['an array "reference_members"'],
  },
  'masks without references': {
    change: { referenceLosses: undefined },
    code: 'ARRAY_MISSING',
    words: ['an array "reference_losses"'],
  },
  'references without an axis of models': {
    change: { referenceLosses: [0.1, 2, 0.5] },
    code: 'SHAPE_MISMATCH',
    words: ['reference_losses of shape [R, 3]', 'Got [3].', 'Try reference_losses[None] for a single reference model.'],
  },
  'references of other records': {
    change: { referenceLosses: [[0.1, 0.2]] },
    code: 'SHAPE_MISMATCH',
    words: ['reference_losses of shape [R, 3]', 'Got [1, 2].'],
  },
  'masks of references that are turned': {
    change: {
      referenceMembers: [
        [1, 0],
        [0, 1],
        [0, 1],
      ],
    },
    code: 'SHAPE_MISMATCH',
    words: ['array "reference_members" of shape [2, 3]', 'Got [3, 2].', 'Try reference_members.T.'],
  },
  'logits without labels': {
    change: { ...logits, targetLogits: { shape: [3, 2], values: Float64Array.of(1, 2, 3, 4, 5, 6) } },
    code: 'ARRAY_MISSING',
    words: ['an array "labels", which target_logits needs'],
  },
  'labels beyond the outputs': {
    change: { ...logits, targetLogits: { shape: [3, 2], values: Float64Array.of(1, 2, 3, 4, 5, 6) }, labels: [0, 1, 2] },
    code: 'LABELS_INVALID',
    words: ['Got 2 in row 2 of target_logits.'],
  },
  'labels that are text': {
    change: { labels: ['a', 'b', 'a'] },
    code: 'LABELS_INVALID',
    words: ['Got text.', 'numpy.unique(labels, return_inverse=True)[1]'],
  },
  'labels that are no whole numbers': {
    change: { labels: [0, 0.5, 1] },
    code: 'LABELS_INVALID',
    words: ['class indices, whole numbers from 0', 'Got 0.5 at record 1.'],
  },
  'one-hot labels': {
    change: {
      labels: [
        [1, 0],
        [0, 1],
        [1, 0],
      ],
    },
    code: 'SHAPE_MISMATCH',
    words: ['array "labels" of shape [n]', 'numpy.argmax(labels, axis=-1)'],
  },
  'probabilities that do not sum to one': {
    change: {
      ...logits,
      targetProbabilities: { shape: [3, 2], values: Float64Array.of(0.5, 0.5, 0.9, 0.2, 1, 0) },
      labels: [0, 1, 0],
    },
    code: 'OPTION_INVALID',
    words: ['whose sum over the classes is 1', 'Got a sum of 1.1', 'in row 1 of target_probabilities.'],
  },
  'not a number, in a reference model': {
    change: {
      referenceLosses: [
        [0.1, 0.2, 0.3],
        [0.1, Number.NaN, 0.3],
      ],
    },
    code: 'NOT_FINITE',
    words: ['Got NaN at place 1 of reference_losses, model 1.'],
  },
  'losses below zero': {
    change: { targetLosses: [0.1, -2, 0.3] },
    code: 'OPTION_INVALID',
    words: ['Got -2 at place 1 of target_losses.'],
  },
  'confidences above one': {
    change: { ...logits, targetConfidences: [0.1, 7, 0.3] },
    code: 'OPTION_INVALID',
    words: ['Got 7 at place 1 of target_confidences.'],
  },
  'all probabilities under the name of one': {
    change: {
      ...logits,
      targetConfidences: { shape: [3, 2], values: Float64Array.of(0.5, 0.5, 0.9, 0.1, 1, 0) },
      labels: [0, 1, 0],
    },
    code: 'OPTION_INVALID',
    words: ['Got 2 values whose sum is 1 for every record', 'Try target_probabilities, with labels.'],
  },
  'signals of a wrong shape': {
    change: { ...logits, targetLosses: { shape: [3, 1, 1], values: Float64Array.of(1, 2, 3) } },
    code: 'SHAPE_MISMATCH',
    words: ['target_losses of shape [n] or, with k augmentations, [n, k]', 'Got [3, 1, 1].'],
  },
  'an id twice': { change: { record: ['a', 'b', 'a'] }, code: 'RECORDS_INVALID', words: ['Got "a" for rows 0 and 2.'] },
  'a misspelt name': { change: { member: [1, 0, 1] } as never, code: 'NAME_UNKNOWN', words: ['Got "member". Try "members".'] },
  'values that do not fill their shape': {
    change: { targetLosses: { shape: [3, 2], values: Float64Array.of(1, 2, 3) } },
    code: 'SHAPE_MISMATCH',
    words: ['targetLosses of shape [3, 2] to hold 6 values. Got 3.'],
  },
};

test('confidences of augmentations may sum to 1 for some records', async () => {
  const targetConfidences = { shape: [2, 2], values: Float64Array.of(0.5, 0.5, 0.9, 0.8) };
  expect((await readSignals({ targetConfidences, members: [0, 1] })).signals.queries).toBe(2);
});

describe('refused are', () => {
  test.each(Object.entries(REFUSALS))('%s', async (_, { change, code, words }) => {
    const error = await expectAuditError(() => readSignals({ ...SMALL, ...change } as SignalsInput), code, ...words);
    expect(error.kind).toBe('input');
  });

  test('something that is neither a path nor arrays', async () => {
    await expectAuditError(() => auditSignals(null as never), 'OPTION_INVALID', 'the path of a signals file, or its arrays');
  });

  test('a truncated file, and one that is no archive', async () => {
    const path = folder.path('whole.npz');
    await writeNpz(path, {
      target_losses: { shape: [2], values: Float64Array.of(0.1, 2) },
      members: { shape: [2], values: Uint8Array.of(1, 0) },
    });
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(path);
    const cut = folder.write('cut.npz', bytes.subarray(0, bytes.length - 30));
    await expectAuditError(() => readSignals(cut), 'CONTAINER_INVALID', 'to be a complete .npz archive');
    const text = folder.write('text.npz', 'record,member\n');
    await expectAuditError(() => readSignals(text), 'CONTAINER_INVALID');
    await expectAuditError(() => readSignals(folder.path('none.npz')), 'FILE_NOT_FOUND');
  });
});
