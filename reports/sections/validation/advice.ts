// What follows for those who use audits? Advice chosen by the finding. Called by verdict.ts of this folder.

import type { ValidationResult } from '../../../src/audit/validationResult.ts';
import { assertNever } from '../../../src/base/errors.ts';
import { number, percent } from '../words.ts';
import {
  agreementOf,
  correlationText,
  findingOf,
  isNoisy,
  MODERATE,
  mainAgreement,
  rivalNames,
  rivalsByOutcome,
} from './agreement.ts';
import { compareAucs } from './records.ts';

/** Share of records on one side of the networks' intervals from which sizes are called too large or too small. */
const ONE_SIDED = 0.25;

/** Sentences that each start with what to do. */
export function validationAdvice(result: ValidationResult): readonly string[] {
  return [...byFinding(result), ...aboutSizes(result), ...aboutRivals(result)];
}

function byFinding(result: ValidationResult): readonly string[] {
  const finding = findingOf(result);
  switch (finding) {
    case 'strong':
      return [
        'Use lood audit with the same model settings to choose which records need protection when networks like these are trained on such data.',
        'Validate again before relying on it for another architecture, another training recipe or other data: agreement was seen here, and it was seen for this.',
      ];
    case 'moderate':
      return [
        'Use tiers rather than single places of an audit’s list, and train networks with and without a record where a decision hangs on it.',
        ...byMeanDistance(result),
        ...nearerToTraining(result),
      ];
    case 'weak':
      return [
        'Do not decide by an audit with these settings. Measure the real model instead: lood attack takes its recorded outputs.',
        ...byMeanDistance(result),
        ...nearerToTraining(result),
      ];
    case 'undecided':
      return moreOf(result);
    default:
      return assertNever(finding);
  }
}

/** Mean distance and AUC order records differently; where the first is nearer to these networks, whoever audits should know. Called for findings below strong. */
function byMeanDistance(result: ValidationResult): readonly string[] {
  const own = mainAgreement(result);
  const distance = agreementOf(result, 'lood-mean-distance', 'network-auc')?.spearman;
  if (own === undefined || distance === undefined || distance.value < MODERATE || distance.low <= own.value) return [];
  return [
    `Order records by the mean distance of LOOD instead (mean_distance in records.csv): its rank correlation with the AUC of these networks is ${correlationText(distance)}.`,
  ];
}

/** What is known to lower the agreement: see docs/validation.md, section 6. */
function nearerToTraining({ networks }: ValidationResult): readonly string[] {
  return networks.loss === 'cross-entropy'
    ? [
        'See whether it is the loss: networks trained by cross-entropy stop learning from records that they get right, which a Gaussian process of regression does ' +
          'not know. The same command with --loss squared shows how far that goes.',
      ]
    : [
        'See whether it is the width or the noise: narrow networks agree less (--width), and a noise variance nearer to how much these networks memorize agrees more ' +
          '(--noise-variance).',
      ];
}

function moreOf(result: ValidationResult): readonly string[] {
  const { networks, records, dataset } = result;
  const more = [
    ...(isNoisy(result) || mainAgreement(result) === undefined || result.noise === null
      ? [
          `Train more networks (--models, now ${number(networks.models)} of each world): the noise of the measurement falls with their number.`,
        ]
      : []),
    ...(records.length < dataset.records
      ? [`Examine more records (--records, now ${number(records.length)}): an interval half as wide takes four times as many.`]
      : []),
  ];
  return more.length > 0
    ? more
    : [`Train more networks (--models, now ${number(networks.models)} of each world); all records are examined already.`];
}

function aboutSizes({ records }: ValidationResult): readonly string[] {
  const { above, below } = compareAucs(records);
  const [share, side] = above >= below ? [above / records.length, 'larger'] : [below / records.length, 'smaller'];
  if (share < ONE_SIDED) return [];
  return [
    `Do not take the AUC of an audit for that of these networks: for ${percent(share)} of the records LOOD names a ${side} one than the networks’ 95% interval ` +
      `holds. ${side === 'larger' ? 'As an upper estimate it errs on the safe side.' : 'These networks expose records more than the Gaussian process says.'}`,
  ];
}

function aboutRivals(result: ValidationResult): readonly string[] {
  const { better } = rivalsByOutcome(result);
  if (better.length === 0) return [];
  return [
    `Where a network is trained anyway, ask it as well: ${rivalNames(better)} followed these networks more closely than LOOD.`,
  ];
}
