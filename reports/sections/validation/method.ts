// How were the numbers computed and measured, and what does agreement not show? Formulas, model and limits. Called by buildReport.ts.

import type { ValidationResult } from '../../../src/audit/validationResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import { fitBlocks, modelBlocks, preprocessingText } from '../modelOfTraining.ts';
import { correlation, count, number } from '../words.ts';
import { areNamed } from './records.ts';

export const validationMethod: SectionDefinition<ValidationResult> = {
  id: 'method-and-limits',
  title: 'Method and limits',
  question: 'How were the numbers computed and measured, and what do they not show?',
  build(result) {
    return [
      { kind: 'text', text: answer(result) },
      { kind: 'callout', tone: 'caution', title: 'How far to trust it', text: TRUST },
      { kind: 'list', items: limits(result) },
      ...fitBlocks(result),
      { kind: 'text', text: NOTATION },
      table(
        'What is computed by LOOD, measured on networks, and said by other methods. Higher = more exposed in each.',
        FORMULAS,
      ),
      table('How agreement and its uncertainty are told.', statistics(result)),
      ...modelBlocks(result.model),
      { kind: 'text', text: preprocessingText(result) },
    ];
  },
};

function answer({ records, networks, dataset, rivals }: ValidationResult): string {
  const asked = rivals === null ? 'No other method was asked' : `Other methods were asked of ${count(rivals.models, 'network')}`;
  return (
    `For ${count(records.length, 'record')} of a training set of ${count(dataset.records, 'record')} LOOD was computed exactly from one Gaussian process, and measured on ` +
    `${count(networks.trained, 'network')} trained with and without them. ${asked}. The computed numbers have no sampling error; everything measured on networks has, and carries its ` +
    'standard error or interval.'
  );
}

const TRUST =
  'Agreement was seen on these records, with networks of one architecture trained by one recipe on these data. It is evidence that the Gaussian process stands for such networks; ' +
  'it is no proof for another architecture, other data, augmentation, early stopping or another optimizer, and none for records that were not examined. A low correlation may come from ' +
  'the Gaussian process, from networks far from the limit it describes, or from too few networks: the noise ceiling tells the last from the others.';

function limits(result: ValidationResult): readonly string[] {
  const { networks, noise, landscapes } = result;
  return [
    areNamed(result)
      ? 'The records were named, not drawn: correlations hold for them alone, and intervals treat them as a sample of records like them.'
      : 'The records are spread evenly over the ranking by leakage. That shows the whole range, and it raises correlations: among records of similar exposure, such as the most exposed ' +
        'alone, the agreement is lower.',
    `Both sides are asked at the record itself${landscapes.length > 0 ? ' and along the lines of one section' : ' only'}. Other questions, or several of them together, were not tried on networks.`,
    networks.design === 'leave-one-out'
      ? 'The networks of a pair share start and order of training and differ in one record, as the two worlds of LOOD do.'
      : 'Networks were trained on half of the records. LOOD here is about leaving one record out of all; in a training set half as large each record weighs more, among others that vary.',
    'The AUC of networks is that of a fitted test, the best between two Gaussians of one shape. Differences in the form of the distributions, tails above all, are not seen, so that the best ' +
      'possible attack on the networks may be stronger than what was measured. In simulations the measured AUC was 0.01 to 0.03 too small where the true one lies between 0.5 and 0.6.',
    ...(noise === null
      ? ['How well the measurement repeats was not determined: records or networks are too few.']
      : [
          `With ${count(networks.models, 'network')} of each world the measured AUC has a reliability of ${correlation(noise.reliability)}; what is missing to 1 is noise of the measurement, which lowers every correlation in this report.`,
        ]),
    `Training took ${count(networks.epochs, 'epoch')} without augmentation, dropout or weight decay, which real training often has and which change what networks remember.`,
  ];
}

const NOTATION =
  'Notation. f is the output of a model at the record, C numbers; “with” and “without” are the two worlds. In LOOD f is normal in both, with means μ and variances v that are known exactly. ' +
  'On networks, one output of each trained network is one draw; Δ is the difference of the means of both worlds, g the gradient of a network’s loss at the record in its parameters.';

type Rows = readonly (readonly [string, string])[];

const FORMULAS: Rows = [
  [
    'LOOD AUC',
    'area under the ROC curve of the likelihood-ratio test between both normal distributions, by numerical integration',
  ],
  ['LOOD KL divergence', 'KL(without ‖ with), nats'],
  ['LOOD mean distance', '½ mean over classes of (μ_with − μ_without)², squared output units'],
  [
    'AUC of networks',
    'that of the best test between N(μ_with, v_with T) and N(μ_without, v_without T) fitted to the outputs, T a common shape drawn toward the sphere; what sampling noise adds is taken off, ' +
      'and the interval is by the jackknife over networks',
  ],
  [
    'AUC of networks, by the paper',
    'Gaussians with full covariances fitted to half of the networks, their likelihood ratio tried on the other half, mean over random halves (Ye et al. 2024)',
  ],
  ['KL divergence of networks', 'KL(without ‖ with) of Gaussians fitted to the outputs, nats, less its bias'],
  ['Prediction distance of networks', '½ mean over classes of Δ², less what sampling noise adds to it on average'],
  ['Influence function', 'gᵀ(H + λ)⁻¹g, H the Gauss–Newton matrix of the mean loss, by conjugate gradients (Koh and Liang 2017)'],
  ['TracIn', 'Σ over epochs of η‖g‖² (Pruthi et al. 2020)'],
  ['Training loss', 'of the trained network at the record'],
  ['Negative margin', 'the largest output of another class minus that of its own'],
];

function statistics({ rivals }: ValidationResult): Rows {
  return [
    [
      'Correlations',
      'Pearson, Spearman (of ranks) and Kendall’s τ over the records examined, with 95% intervals by resampling records (BCa bootstrap)',
    ],
    [
      'Comparison of two methods',
      'difference of their Spearman correlations with the AUC of networks, 95% interval by resampling records, both methods on the same ones',
    ],
    [
      'Reliability',
      'rank correlation of the AUC measured on two halves of the networks, carried to all of them by the formula of Spearman and Brown',
    ],
    [
      'Noise ceiling',
      'the largest Spearman correlation that a perfect estimate could be expected to show against a measurement of that reliability',
    ],
    ...(rivals === null
      ? []
      : [
          [
            'Other methods',
            `means over ${count(rivals.models, 'network')}; influence with damping λ = ${number(rivals.damping)}, its equations solved to a relative residual of ${number(rivals.residual)} or better`,
          ] as const,
        ]),
  ];
}

function table(caption: string, rows: Rows): Block {
  return {
    kind: 'table',
    caption,
    columns: [
      { title: 'Quantity', align: 'left' },
      { title: 'How it is computed', align: 'left' },
    ],
    rows: rows.map((row) => [...row]),
  };
}
