// How did the attacks work, and how far can their numbers be trusted? Signals, formulas, intervals and limits. Called by buildReport.ts.

import type { AttackResult } from '../../../src/audit/attackResult.ts';
import { plainText } from '../../../src/base/plainText.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import { count, number, percent } from '../words.ts';
import { area, attackName, furtherVariants, levelText, shownFirst } from './outcomes.ts';

export const attackMethod: SectionDefinition<AttackResult> = {
  id: 'method-and-limits',
  title: 'Method and limits',
  question: 'How were the numbers computed, and how far can they be trusted?',
  build(result) {
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'callout', tone: 'caution', title: 'How far to trust it', text: TRUST },
      { kind: 'text', text: NOTATION },
      table(
        'The attacks as formulas. Higher score = more likely a member; with several augmentations the mean over them.',
        ['Attack', 'Score of record x'],
        FORMULAS,
      ),
      table(`What was run.${furtherVariants(result)}`, ['Attack', 'In words'], ranWords(result)),
      table('Measures and their intervals.', ['Measure', 'How it is computed'], measures(result)),
      { kind: 'text', text: rmiaText(result) },
      { kind: 'text', text: choice(result) },
    ];
  },
};

function answer({ signals, attacks }: AttackResult): string {
  const { records, members, nonMembers, references, queries, kind, leastIn, leastOut } = signals;
  const models =
    references === 0
      ? 'No reference models were recorded.'
      : `${count(references, 'reference model')} ${references === 1 ? 'was' : 'were'} recorded as well; each record is in the training data of at least ` +
        `${number(leastIn)} and out of that of at least ${number(leastOut)} of them.`;
  return (
    `${count(attacks.length, 'attack')} scored ${count(records, 'record')} (${number(members)} members, ${number(nonMembers)} others) from recorded ` +
    `${kind} of the audited model, ${queries === 1 ? 'one' : number(queries)} for each record. ${models} Scores are computed in 64-bit arithmetic and ` +
    'are not random; what is uncertain is what other records would have given.'
  );
}

const TRUST =
  'The numbers are about one trained model and these records. Intervals treat the records as drawn independently; they do not say how another training run would ' +
  'come out, nor, with few reference models, how other reference models would. Members and non-members must differ in membership alone: if non-members are ' +
  'newer, or from another source, attacks recognise the source. Reference models must be trained like the audited model, on data of the same kind, or attacks that ' +
  'use them are weaker than an attacker’s would be. Every result is from below: it shows what these attacks can do, never that no attack can do more.';

const NOTATION =
  'Notation. p is the confidence of the audited model in the record’s own label, φ = ln p − ln(1 − p) its logit, ln(1 + e^−φ) the loss. p_s and φ_s are those of reference ' +
  'model s; IN are the reference models trained on the record, OUT the others; μ and σ are mean and standard deviation of φ over them, per record or, in “residuals” and ' +
  '“uncentred”, σ of all records together. Φ is the normal distribution function.';

const FORMULAS: readonly (readonly [string, string])[] = [
  ['population-threshold', 'φ (Yeom et al. 2018)'],
  ['difference', 'φ − μ_OUT (Watson et al. 2022)'],
  ['lira-online', 'ln N(φ; μ_IN, σ_IN²) − ln N(φ; μ_OUT, σ_OUT²) (Carlini et al. 2022)'],
  ['lira-offline', 'ln Φ((φ − μ_OUT)/σ_OUT)'],
  ['lira-offline-density', '−ln N(φ; μ_OUT, σ_OUT²)'],
  [
    'rmia-online',
    'share of other records z with (p/p̂)(x) > γ·(p/p̂)(z), p̂ the mean of p_s over all reference models (Zarifzadeh et al. 2024)',
  ],
  ['rmia-offline', 'the same with p̂ = ((1 + a)·mean of p_s over OUT + 1 − a)/2'],
  ['base-online, base-offline', 'ln p − c·ln(mean of p_s over all models, c = 1; or over OUT, c = 0.33) (Lassila et al. 2025)'],
];

function ranWords(result: AttackResult): readonly (readonly [string, string])[] {
  return shownFirst(result).map(({ name, description, filled }) => [
    attackName(name),
    plainText(description, 300) +
      (filled === 0 ? '' : ` ${count(filled, 'record')} lacked reference models and had the mean of the others for them.`),
  ]);
}

function measures(result: AttackResult): readonly (readonly [string, string])[] {
  const level = levelText(result);
  return [
    [
      'AUC',
      `probability that a member has a higher score than another record, ties counted half; ${level} interval by DeLong’s variance, normal in the logit of the AUC`,
    ],
    [
      'TPR at FPR a',
      `largest share of members with score ≥ t over thresholds t whose share of others is at most a; ${level} interval by Clopper and Pearson at that t`,
    ],
    [
      'Accuracy, advantage',
      'largest (TPR + 1 − FPR)/2 and largest |TPR − FPR| over thresholds, on the same records: a little too large',
    ],
    ['By class', 'AUC among the members and others of one class'],
    [
      'ε, sample split',
      'half of the records choose the threshold, the other half bounds ln((TPR − δ)/FPR) and ln((1 − FPR − δ)/(1 − TPR)) from below by Clopper–Pearson (Jagielski et al. 2020)',
    ],
    ['ε, Gaussian', 'μ ≥ Φ⁻¹(1 − FPR) − Φ⁻¹(1 − TPR) likewise from below, and the ε of μ-GDP at δ (Nasr et al. 2023)'],
    [
      'ε, one training run',
      'half of the records choose how many are guessed; right guesses about the other half against Theorem 5.2 of Steinke, Nasr and Jagielski 2023',
    ],
  ];
}

function rmiaText({ rmia }: AttackResult): string {
  const how = rmia.tuned
    ? 'chosen because it was the best against a reference model, whose members an attacker knows'
    : 'as set, not tuned';
  return `RMIA was run with γ = ${number(rmia.gamma)} and, offline, a = ${number(rmia.a)} (${how}).`;
}

function choice({ verdict, level }: AttackResult): string {
  const rule =
    verdict.choice === 'named'
      ? 'The attack of the verdict was named by the user.'
      : 'The attack of the verdict follows from the number of reference models alone: where records have models on both sides, LiRA from 32 models of a side on and ratios of ' +
        'confidences with fewer, or where more than 0.1% of the signals are rounded to certainty; then attacks that need OUT models only; then the threshold without any. It is never chosen by what it came to, since the best of ' +
        'several by its result is too good by chance.';
  return (
    `${rule} A leak is called found where the ${percent(level)} interval of the AUC lies above 0.5, or at some operating point the intervals of TPR and FPR lie apart; ` +
    `no leak is called found where neither holds and the interval ends below ${area(verdict.smallLeak)}; else the records are too few.`
  );
}

function table(caption: string, titles: readonly [string, string], rows: readonly (readonly [string, string])[]): Block {
  return {
    kind: 'table',
    caption,
    columns: titles.map((title) => ({ title, align: 'left' })),
    rows: rows.map((row) => [...row]),
  };
}
