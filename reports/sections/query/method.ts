// How were the questions found, and how far can the numbers be trusted? Formulas, settings, model and limits of searches, landscapes and
// reconstructions. Called by buildReport.ts.

import type { QueryResult } from '../../../src/audit/queryResult.ts';
import { assertNever } from '../../../src/base/errors.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import { fitBlocks, modelBlocks, preprocessingText, trustInModel } from '../modelOfTraining.ts';
import { count } from '../words.ts';
import { LIMITS } from './limits.ts';
import { settingsTable } from './settings.ts';

export const queryMethod: SectionDefinition<QueryResult> = {
  id: 'method-and-limits',
  title: 'Method and limits',
  question: 'How were the numbers computed, and how far can they be trusted?',
  build(result) {
    const { search, command } = result;
    return [
      { kind: 'text', text: answer(result) },
      {
        kind: 'callout',
        tone: 'caution',
        title: 'How far to trust it',
        text: `${LIMITS[command]} ${trustInModel(result.model)}`,
      },
      ...fitBlocks(result),
      { kind: 'text', text: NOTATION },
      formulaTable(),
      { kind: 'text', text: ERRORS },
      ...(search === null || result.searches.length === 0 ? [] : [settingsTable(search)]),
      ...modelBlocks(result.model),
      { kind: 'text', text: preprocessingText(result) },
    ];
  },
};

function answer({ command, dataset, searches, landscape, reconstruction }: QueryResult): string {
  const records = count(dataset.records, 'record');
  switch (command) {
    case 'query':
      return (
        `For ${count(searches.length, 'search', 'searches')} the leakage of a question was maximized over the question itself, by its exact ` +
        `gradient and from one factorization of the model of ${records}; every number is computed, none is sampled, and a search is local.`
      );
    case 'landscape': {
      const points = (landscape?.lines ?? []).reduce((sum, line) => sum + line.points.length, 0);
      const cells = landscape?.plane?.kl.length ?? 0;
      return (
        `The leakage of ${count(points + cells, 'question')} around record ${landscape?.record ?? 0} was computed from one factorization of the ` +
        `model of ${records}, each exactly; none is sampled.`
      );
    }
    case 'reconstruct':
      return (
        `${count(reconstruction?.records.length ?? 0, 'record')} were rebuilt from at most ${count(reconstruction?.answers ?? 0, 'answer')} each of a ` +
        `model of ${records}, whose answers are computed without the noise of a training run${reconstruction?.answerDecimals === undefined ? '' : ` and rounded to ${count(reconstruction.answerDecimals, 'decimal')}`}; nothing is sampled.`
      );
    default:
      return assertNever(command);
  }
}

const NOTATION =
  'Notation. K is the kernel matrix of the training inputs X, σ² the noise variance, P = (K + σ²I)⁻¹ and Y the labels, coded as 1 for the own ' +
  'class and 0 for the others, minus 1/C; α = PY, p_s the diagonal element of P at record s. For a question q, G = (k(q, X) P)_s says how much the ' +
  'label of s enters the answer, and v_with is the variance of the answer by the model trained with s. “With” and “without” are the two models.';

const FORMULAS: readonly (readonly [string, string, string])[] = [
  ['Variance ratio at q', 'u = v_without/v_with − 1 = G² / (p_s v_with)', 'from 0'],
  [
    'KL divergence',
    'KL(without ‖ with) = ½ [ C (u − ln(1 + u)) + u ‖α_s‖² / p_s ]: it rises with u, and of all that q changes nothing else enters',
    'nats, from 0',
  ],
  ['What a search for KL or AUC climbs', 'ln u, whose slopes are of order one however small the leakage is', 'no unit'],
  ['Mean distance', '½ mean over classes of (μ_with − μ_without)² = ½ G² ‖α_s‖² / (p_s² C)', 'squared output units, from 0'],
  ['What a search for the mean distance climbs', 'ln G²', 'no unit'],
  [
    'Several questions Q, or a group S',
    'F = k(Q, X) P_·S R⁻ᵀ with P_SS = R Rᵀ, M = Fᵀ Σ_with⁻¹ F; KL = ½ [ C Σ (u_j − ln(1 + u_j)) + Σ δ_j² ] over the eigenvalues u_j of M',
    'nats, from 0',
  ],
  [
    'AUC of the best attack',
    'probability that the likelihood ratio of the answers is larger with the record than without',
    '0.5 to 1',
  ],
  ['Cosine', 'q·x/(‖q‖ ‖x‖) in standardized values', '−1 to 1'],
];

function formulaTable(): Block {
  return {
    kind: 'table',
    caption: 'Measures and what is maximized. Higher = more leakage in each measure but the cosine.',
    columns: [
      { title: 'Quantity', align: 'left' },
      { title: 'Formula', align: 'left' },
      { title: 'Unit or range', align: 'left' },
    ],
    rows: FORMULAS.map((row) => [...row]),
  };
}

const ERRORS =
  'Numerical error: means and variances come from one Cholesky factorization in 64-bit arithmetic, and differences of models from the factor ' +
  'itself, not from subtracting two fits. Divergences are evaluated in a form that keeps its relative precision when leakage is tiny. What ' +
  'remains is the error of the search, which the section Convergence and optimality measures where there is one.';
