// What can be done about the questions found? Advice chosen by what the searches show. Called by verdict.ts of this folder.

import type { QueryResult, SearchResult } from '../../../src/audit/queryResult.ts';
import { listInWords, number, percent } from '../words.ts';
import { isFaint, keptAway, leaking, mostTelling, type SearchSettings, shareOfBound, shortName } from './searches.ts';

/** Records named one by one. */
const NAMED = 6;
/** Questions that tell more than this share of the record's own leakage are as good as asking it. */
const AS_GOOD = 0.9;

/** Sentences that each start with what to do. */
export function searchAdvice(
  { model, searches }: QueryResult,
  settings: SearchSettings,
  leaky: readonly SearchResult[] = leaking(searches),
): readonly string[] {
  if (isFaint(leaky)) return ['Keep this report with the model. No step is needed because of these searches.'];
  const top = mostTelling(leaky).slice(0, NAMED);
  const named = listInWords(top.map(shortName));
  const close = leaky.filter((search) => (shareOfBound(search) as number) > AS_GOOD).length;
  return [
    `Look at the records about which most can be found out: ${named}. Drop those that the model does not need, or make them less particular.`,
    ...(keptAway(settings) !== undefined && close > 0
      ? [
          `Do not rely on refusing questions: for ${percent(close / leaky.length)} of the searches, questions that are allowed tell more than ` +
            `${percent(AS_GOOD)} of what the record itself tells.`,
        ]
      : []),
    `Regularise more strongly (here a larger noise variance, now σ² = ${number(model.noiseVariance)}): it lowers what every question tells. ` +
      'Run lood audit with other values of --noise-variance to see what it costs in accuracy.',
    'Publish less: labels or rounded scores tell an attacker less than the exact scores assumed here. Where a guarantee is needed, train with ' +
      'differential privacy, which bounds what any question tells.',
  ];
}
