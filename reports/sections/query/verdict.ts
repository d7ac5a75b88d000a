// Which questions to the model tell most about a record, and how much? The section that a person reads who reads only one. Called by buildReport.ts.

import type { QueryResult, SearchResult } from '../../../src/audit/queryResult.ts';
import type { Block, SectionDefinition } from '../../blocks.ts';
import { formatNumber } from '../../format.ts';
import { SIGN_OFF } from '../verdict.ts';
import { warningBlocks } from '../warnings.ts';
import { auc, count, nats, number, percent, range, shareOf } from '../words.ts';
import { searchAdvice } from './advice.ts';
import { searchConclusion } from './conclusion.ts';
import {
  keptAway,
  leaking,
  median,
  mostTelling,
  reachesBound,
  type SearchSettings,
  searchName,
  shareOfBound,
  whatMayBeAsked,
} from './searches.ts';

export const queryVerdict: SectionDefinition<QueryResult> = {
  id: 'verdict',
  title: 'Verdict',
  question: 'Which questions to the model tell most about a record, and how much?',
  build(result) {
    const { searches, warnings } = result;
    const settings = result.search as SearchSettings;
    const leaky = leaking(searches);
    return [
      { kind: 'text', text: leaky.length === 0 ? nothingLeaks(searches) : answer(result, settings, leaky) },
      { kind: 'metrics', items: keyNumbers(result, leaky) },
      searchConclusion(settings, leaky),
      { kind: 'text', text: whatMayBeAsked(settings, searches) },
      { kind: 'list', items: searchAdvice(result, settings, leaky) },
      ...warningBlocks(warnings),
      { kind: 'callout', tone: 'neutral', title: 'What this verdict rests on', text: BASIS },
      SIGN_OFF,
    ];
  },
};

function nothingLeaks(searches: readonly SearchResult[]): string {
  return (
    `None of the ${count(searches.length, 'search', 'searches')} found anything: the records searched for leave no trace, so the KL ` +
    'divergence of the answers is 0 nats whatever is asked (computed, not sampled).'
  );
}

/** How a search that found the bound, and one that could not, are summed up. */
function answer(result: QueryResult, settings: SearchSettings, leaky: readonly SearchResult[]): string {
  const best = mostTelling(leaky)[0] as SearchResult;
  const shares = leaky.map((search) => shareOfBound(search) as number);
  const strongest =
    `The most telling question of all leaks ${nats(best.kl)} about ${searchName(result, best)}, which lets the best possible attacker ` +
    `tell with AUC ${auc(best.auc)} whether ${best.records.length === 1 ? 'it was' : 'they were'} in the training data (0.5 is guessing).`;
  if (settings.objective === 'mean-distance') return `${meanDistanceAnswer(leaky)} ${strongest}`;
  const away = keptAway(settings);
  if (away !== undefined) {
    return (
      `Without asking the record itself, the best question found tells ${percent(median(shares))} of what the record tells (median over ` +
      `${count(leaky.length, 'search', 'searches')}, all of them: ${range(percent(Math.min(...shares)), percent(Math.max(...shares)))}; ` +
      `${settings.optimizer === 'pool' ? 'computed for every row that may be asked' : 'computed, but another search could find more, up to 100%'}). ` +
      `Nothing could be asked ${away}. ${strongest}`
    );
  }
  const reached = leaky.filter(reachesBound).length;
  const short = 1 - Math.min(...shares);
  const found =
    reached === leaky.length
      ? `${leaky.length === 1 ? 'the one search' : `all ${count(leaky.length, 'search', 'searches')}`} found a question that tells as much, to within 1 part in a million`
      : `${shareOf(reached, leaky.length, leaky.length === 1 ? 'search' : 'searches')} found a question that tells as much, the others fell ` +
        `short by up to ${percent(short)}`;
  return `No question beats the record itself, as proved (KL divergence, computed and not sampled): ${found}. ${strongest}`;
}

/** Of the mean distance the record itself is not the worst case, and nothing bounds it. */
function meanDistanceAnswer(leaky: readonly SearchResult[]): string {
  const gains = leaky.flatMap(({ meanDistance, meanDistanceAtRecord }) =>
    meanDistanceAtRecord > 0 ? [meanDistance / meanDistanceAtRecord] : [],
  );
  const shares = leaky.map((search) => shareOfBound(search) as number);
  if (gains.length === 0)
    return `No question moves the average output (mean distance 0 in ${count(leaky.length, 'search', 'searches')}).`;
  return (
    `The mean distance at the questions found is ${number(median(gains))} times that at the record itself (median over ` +
    `${count(gains.length, 'search', 'searches')}, up to ${number(Math.max(...gains))} times; computed, not sampled), but they do not tell more: ` +
    `they leak ${percent(median(shares))} of what the record leaks (KL divergence, median).`
  );
}

function keyNumbers(
  { study, searches }: QueryResult,
  leaky: readonly SearchResult[],
): Extract<Block, { kind: 'metrics' }>['items'] {
  const best = mostTelling(searches)[0] as SearchResult;
  const strongest = searches.reduce((a, b) => (b.auc > a.auc ? b : a));
  const reached = leaky.filter(reachesBound).length;
  const named = ({ records }: SearchResult) => (records.length === 1 ? `record ${records[0]}` : count(records.length, 'record'));
  return [
    {
      label: 'Searches that tell as much as the record itself',
      value: `${formatNumber(reached, 'integer')} of ${formatNumber(leaky.length, 'integer')}`,
      note: leaky.length === 0 ? 'no record leaks' : percent(reached / leaky.length),
      tone: 'neutral',
    },
    {
      label: 'Share of the record’s own leakage, median',
      value: leaky.length === 0 ? 'none' : percent(median(leaky.map((search) => shareOfBound(search) as number))),
      note: '100% is the most there can be',
      tone: 'neutral',
    },
    { label: 'Largest leakage found (KL)', value: nats(best.kl), note: named(best), tone: 'neutral' },
    {
      label: 'Strongest attack found (AUC)',
      value: auc(strongest.auc),
      note: `${named(strongest)}; 0.5 is guessing`,
      tone: 'neutral',
    },
    ...(study === null || study.startsRun === 0
      ? []
      : [
          {
            label: 'Starts that end at the best question',
            value: percent(study.startsReached / study.startsRun),
            note: `of ${count(study.startsRun, 'start')} not given up`,
            tone: 'neutral' as const,
          },
        ]),
  ];
}

const BASIS =
  'The numbers hold for the Gaussian process that stands for the network, and for an attacker who sees exact answers and knows their ' +
  'distribution with and without the record. The bound is a theorem about that model (docs/certificate.md); that a search reaches it is ' +
  `found, not proved, and a search that falls short by more than ${number(1e-6)} of it may have stopped too early. The section Method and ` +
  'limits says how far to trust this.';
