// What did a validation come to, in a few lines? Agreement first. Called by summary.ts.

import {
  bestRival,
  correlationText,
  type Finding,
  findingOf,
  mainAgreement,
  whyNone,
} from '../reports/sections/validation/agreement.ts';
import { compareAucs } from '../reports/sections/validation/records.ts';
import { auc, correlation, count, percent } from '../reports/sections/words.ts';
import type { ValidationResult } from '../src/audit/validationResult.ts';
import { plainText } from '../src/base/plainText.ts';

const FINDINGS: Readonly<Record<Finding, string>> = {
  strong: 'LOOD ranks the records as the trained networks do',
  moderate: 'LOOD ranks the records roughly as the trained networks do',
  weak: 'LOOD says little about the order in which the trained networks expose the records',
  undecided: 'whether LOOD ranks the records as the trained networks do is undecided',
};

export function validationLines(result: ValidationResult): string[] {
  const { dataset, records, networks, noise } = result;
  const main = mainAgreement(result);
  const rival = bestRival(result);
  const { within, medianLood, medianNetwork } = compareAucs(records);
  return [
    `${plainText(dataset.name)}: ${FINDINGS[findingOf(result)]}`,
    main === undefined
      ? whyNone(result)
      : `agreement of AUC (Spearman): ${correlationText(main)}, over ${count(records.length, 'record')}`,
    ...(rival === undefined ? [] : [`best of the other methods: ${correlationText(rival.spearman)}, ${rival.name}`]),
    ...(noise === null ? [] : [`noise ceiling: ${correlation(noise.ceiling)} at best with so many networks`]),
    `AUC: median ${auc(medianLood)} by LOOD, ${auc(medianNetwork)} on networks; ${within} of ${records.length} within the 95% interval`,
    `${count(networks.trained, 'network')} trained, right about ${percent(networks.accuracy)} of the records when left out`,
  ];
}
