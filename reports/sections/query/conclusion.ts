// What follows from the questions found, in one message? Called by verdict.ts of this folder.

import type { SearchResult } from '../../../src/audit/queryResult.ts';
import type { Block } from '../../blocks.ts';
import { count, nats, percent, shareOf } from '../words.ts';
import { isFaint, keptAway, median, type SearchSettings, shareOfBound } from './searches.ts';

/** Half of the leakage: from there on leaving the record out of the questions changes little. */
const MUCH = 0.5;

/** The message of the verdict, by what was searched for and how much was found. */
export function searchConclusion(settings: SearchSettings, leaky: readonly SearchResult[]): Block {
  if (leaky.length > 0 && isFaint(leaky)) {
    return {
      kind: 'callout',
      tone: 'good',
      title: 'Next to nothing to find',
      text:
        `Even the records themselves leak at most ${nats(Math.max(...leaky.map(({ klAtRecord }) => klAtRecord)))}, so no question tells an ` +
        'attacker much more than guessing.',
    };
  }
  if (leaky.length > 0 && settings.objective === 'mean-distance') {
    return {
      kind: 'callout',
      tone: 'neutral',
      title: 'Go by the KL divergence',
      text:
        'A larger mean distance does not mean that more is told: where the average output moves further, the model may be less certain in the same ' +
        'measure. For what an attacker can find out, search with --objective kl.',
    };
  }
  if (leaky.length === 0) {
    return {
      kind: 'callout',
      tone: 'good',
      title: 'Nothing to find',
      text: 'The model answers the same with and without these records.',
    };
  }
  const share = median(leaky.map((search) => shareOfBound(search) as number));
  if (keptAway(settings) === undefined) {
    const own = leaky.filter(({ records, nearestRecord }) => records.includes(nearestRecord)).length;
    return {
      kind: 'callout',
      tone: 'caution',
      title: 'The record need not be known to be asked about',
      text:
        `Who can compare the model with one that was trained without the record finds the telling question by climbing: ` +
        `${shareOf(own, leaky.length, leaky.length === 1 ? 'search' : 'searches')} ended nearer to the record than to any other training ` +
        'record. The question found is then the record, or as good as it: lood reconstruct shows how closely.',
    };
  }
  return share >= MUCH
    ? {
        kind: 'callout',
        tone: 'danger',
        title: 'Refusing the record itself protects little',
        text:
          `Questions that keep away from the record still tell ${percent(share)} of what it tells (median). A model that does not answer ` +
          'about its training records, or only about public data, is not safe for that reason.',
      }
    : {
        kind: 'callout',
        tone: 'caution',
        title: 'Keeping away from the record lowers the leakage, but not to zero',
        text:
          `The best allowed questions still tell ${percent(share)} of what the record tells (median over ` +
          `${count(leaky.length, 'search', 'searches')}). ${count(settings.queries, 'question')} at a time ${settings.queries === 1 ? 'was' : 'were'} asked; more of them together tell more.`,
      };
}
