// What follows for those who use audits? Advice chosen by the finding. Called by verdict.ts of this folder.

import type { ValidationResult } from '../../../src/audit/validationResult.ts';
import { assertNever } from '../../../src/base/errors.ts';
import { number, percent } from '../words.ts';
import { findingOf, isNoisy, mainAgreement, rivalNames, rivalsByOutcome } from './agreement.ts';
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
        ...BETTER_MODEL,
      ];
    case 'weak':
      return [
        'Do not decide by an audit with these settings. Measure the real model instead: lood attack takes its recorded outputs.',
        ...BETTER_MODEL,
      ];
    case 'undecided':
      return moreOf(result);
    default:
      return assertNever(finding);
  }
}

const BETTER_MODEL: readonly string[] = [
  'Try a kernel nearer to the training: the neural tangent kernel (--kernel-type ntk) where networks are trained without a ridge, a noise variance ' +
    'chosen by the data (--noise-variance auto), or networks nearer to the kernel (--width larger, --epochs more, --pull at the noise variance).',
];

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
