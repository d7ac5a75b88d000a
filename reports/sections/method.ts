// How were the numbers computed, and how far can they be trusted? Definitions, errors and limits; the definitions stand in definitions.ts, model and
// preprocessing in modelOfTraining.ts. Called by buildReport.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import type { Block, SectionDefinition } from '../blocks.ts';
import { formatNumber } from '../format.ts';
import { DEFINITIONS } from './definitions.ts';
import { fitBlocks, modelBlocks, preprocessingText, trustInModel } from './modelOfTraining.ts';
import { count, number } from './words.ts';

export const method: SectionDefinition = {
  id: 'method-and-limits',
  title: 'Method and limits',
  question: 'How were the numbers computed, and how far can they be trusted?',
  build(result) {
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'callout', tone: 'caution', title: 'How far to trust it', text: trustInModel(result.model) },
      ...fitBlocks(result),
      { kind: 'text', text: WORLDS },
      definitionTable(),
      { kind: 'text', text: `${deltaText(result)} ${errorText(result)}` },
      ...modelBlocks(result.model),
      { kind: 'text', text: preprocessingText(result) },
    ];
  },
};

function answer(result: AuditResult): string {
  const { relativeError } = result.membership;
  return (
    `For each of the ${count(result.records.length, 'record')} the audit computes two distributions of the model’s ` +
    'output at the record, one with the record in the training data and one without, by exact formulas from one ' +
    'factorization, and how far apart they are. The estimated relative error of the reported probabilities is at most ' +
    `${formatNumber(relativeError, 'scientific')}; the error of the model itself against a real network is not known ` +
    'from this audit.'
  );
}

const WORLDS =
  'Notation. f is the model’s output at the record: C numbers, one for each class. Trained with the record (“in”), each ' +
  'is normal with its own mean, together μ_in, and variance v_in; trained without it (“out”), μ_out and v_out. The ' +
  'kernel and the noise variance σ² are the same in both cases. Labels are coded as 1 for the own class and 0 for the ' +
  'others, minus 1/C. ‖·‖ is the Euclidean length, ln the natural logarithm, n the number of records.';

function definitionTable(): Block {
  return {
    kind: 'table',
    caption:
      'The columns of records.csv and their formulas. Higher = more exposed in each number but the rank (1 = most exposed).',
    columns: [
      { title: 'Measure', align: 'left' },
      { title: 'Column', align: 'left' },
      { title: 'Formula', align: 'left' },
      { title: 'Unit or range', align: 'left' },
    ],
    rows: DEFINITIONS.map(({ measure, column, formula, unit }) => [measure, column, formula, unit]),
  };
}

function deltaText(result: AuditResult): string {
  const { delta } = result.membership;
  const n = result.records.length;
  const advice =
    delta * n > 1 ? ' Here it is larger than 1/n, so the promise could fail for a whole record: choose a smaller δ.' : '';
  return (
    'What δ means: ε bounds how much more likely any output is with the record than without it, or the other way round ' +
    `(by the factor e^ε), apart from exceptions of probability δ = ${number(delta)}. δ should be well below 1/n, which ` +
    `is ${number(1 / n)} here.${advice}`
  );
}

function errorText(result: AuditResult): string {
  return (
    'Numerical error: posterior means and variances come from one Cholesky factorization in 64-bit arithmetic; ' +
    'divergences are evaluated in a form that keeps its relative precision when leakage is tiny; rates, AUC and ε are ' +
    'contour integrals of the cumulant generating function of the privacy loss ln(p_in/p_out), summed until they no longer ' +
    `change, with an estimated relative error of at most ${formatNumber(result.membership.relativeError, 'scientific')}. ` +
    'Nothing is sampled, so there is no sampling error.'
  );
}
