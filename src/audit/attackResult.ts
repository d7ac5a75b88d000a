// What do attacks on recorded signals say? The result object of `lood attack`, from which its reports are rendered as those of an audit are from
// result.ts. Numbers are finite float64 unless a field says otherwise; intervals and bounds hold at `level` each.

import { z } from 'zod';
import { count, describe, nonNegative, probability, sharedSchemas } from './result.ts';

/** Raised in its first part when a reader of the old form would misread the new one. */
export const ATTACK_RESULT_SCHEMA_VERSION = '1.0';

export const SIGNAL_KINDS = ['logits', 'probabilities', 'confidences', 'losses'] as const;
/** How an audit by samples bounds ε from below. */
export const DP_METHODS = ['sample-split', 'gaussian', 'one-run'] as const;

const signals = z.strictObject({
  name: z.string(),
  format: z.enum(['npz', 'memory']),
  sha256: describe(z.string(), 'SHA-256 of the input (hex).'),
  kind: describe(
    z.enum(SIGNAL_KINDS),
    'What was recorded; all kinds are turned into the logit of the confidence in the own label.',
  ),
  records: describe(count, 'n.'),
  members: describe(count, 'Records that the audited model was trained on.'),
  nonMembers: count,
  references: describe(count, 'Reference (shadow) models, R.'),
  queries: describe(z.int().positive(), 'Augmentations of each record, k.'),
  leastIn: describe(count, 'Smallest number of reference models that were trained on a record, over records.'),
  leastOut: describe(count, 'Smallest number of reference models that were not trained on a record, over records.'),
  classes: describe(
    z.array(z.strictObject({ label: z.string(), name: z.string(), members: count, nonMembers: count })).nullable(),
    'By the labels, in their order; null where no labels were given.',
  ),
});

const estimate = z.strictObject({ value: probability, low: probability, high: probability });

const operatingPoint = z.strictObject({
  fpr: describe(probability, 'False-positive rate asked for.'),
  realizedFpr: describe(
    probability,
    'That of the threshold: the largest that the scores allow without exceeding the one asked for.',
  ),
  fprLow: describe(probability, 'Clopper–Pearson interval of the false-positive rate.'),
  fprHigh: probability,
  tpr: probability,
  low: describe(probability, 'Clopper–Pearson interval of the true-positive rate, at this threshold.'),
  high: probability,
  threshold: describe(z.number().nullable(), 'Members have this score or more; null where no score was high enough.'),
});

const attack = z.strictObject({
  name: z.string(),
  description: z.string(),
  filled: describe(count, 'Records with too few reference models, which were given the mean of the others for what they lack.'),
  auc: describe(estimate, 'Probability that a member has the higher score of a member and another record, ties counted half.'),
  accuracy: describe(probability, 'Largest mean of TPR and 1 − FPR over thresholds, chosen on these records.'),
  advantage: describe(probability, 'Largest TPR − FPR over thresholds, chosen on these records.'),
  operatingPoints: z.array(operatingPoint).min(1),
  roc: describe(z.array(z.tuple([probability, probability])).min(2), '[fpr, tpr] from (0, 0) to (1, 1), thinned for drawing.'),
  byClass: describe(
    z.array(z.strictObject({ classIndex: count, auc: estimate })),
    'Classes with members and non-members; empty without labels.',
  ),
});

const unavailable = z.strictObject({ name: z.string(), description: z.string(), reason: z.string() });

const record = z.strictObject({
  record: describe(count, 'Row in the input, from 0.'),
  name: describe(z.string().optional(), 'The id that the input gives the record.'),
  member: z.boolean(),
  classIndex: describe(count.nullable(), 'Index into signals.classes.'),
  scores: describe(z.array(z.number()), 'By each attack, in the order of `attacks`; higher = more likely a member.'),
});

const dpBound = z.strictObject({
  method: z.enum(DP_METHODS),
  epsilon: describe(nonNegative, 'The lower bound of ε at `delta`, nats; 0 excludes nothing.'),
  promise: describe(z.string(), 'What it holds under, and how often.'),
});

const dp = z.strictObject({
  attack: describe(z.string(), 'The attack whose scores are used.'),
  delta: probability,
  level: probability,
  bounds: z.array(dpBound),
  unavailable: z.array(z.strictObject({ method: z.enum(DP_METHODS), reason: z.string() })),
});

const rmia = z.strictObject({
  gamma: z.number().positive(),
  a: describe(probability, 'Of offline RMIA.'),
  tuned: describe(z.boolean(), 'Whether a was chosen by attacks on a reference model; else it was given, or the default.'),
});

export const FINDINGS = ['leak', 'none-found', 'too-few-records', 'reversed'] as const;

const verdict = z.strictObject({
  attack: describe(
    z.string(),
    'The attack that the verdict rests on: named by the user, or the strongest design that the signals permit.',
  ),
  choice: describe(z.enum(['named', 'fixed rule']), 'The fixed rule looks at the number of reference models, never at members.'),
  finding: describe(
    z.enum(FINDINGS),
    'leak: members are told apart better than by guessing; none-found: not, and an AUC above `smallLeak` is excluded; too-few-records: not, and ' +
      'it is not excluded; reversed: members have the lower scores.',
  ),
  smallLeak: describe(probability, 'AUC up to which a leak that may have been missed counts as small.'),
});

const { engine: _, peakMatrixBytes: __, ...manifestFields } = sharedSchemas.manifest.shape;

export const attackResultSchema = z.strictObject({
  kind: z.literal('lood-attack'),
  schemaVersion: z.literal(ATTACK_RESULT_SCHEMA_VERSION),
  signals,
  level: describe(probability, 'Of every interval, each for itself.'),
  verdict,
  attacks: describe(z.array(attack).min(1), 'In the order of strength by design.'),
  rmia,
  unavailable: describe(z.array(unavailable), 'Attacks that these signals do not permit.'),
  dp,
  records: z.array(record).min(2),
  warnings: sharedSchemas.warnings,
  manifest: z.strictObject(manifestFields),
});

export type AttackResult = z.infer<typeof attackResultSchema>;
export type AttackOutcome = AttackResult['attacks'][number];
export type AttackedRecord = AttackResult['records'][number];
export type SignalKind = AttackResult['signals']['kind'];
