// What can be done about the exposure found? Advice chosen by what the result shows, most direct first. Called by verdict.ts.

import type { AuditResult } from '../../src/audit/result.ts';
import { rankRecords } from '../ranking.ts';
import { className, count, listInWords, number, shareOf } from './words.ts';

/** Records named one by one; the rest are in the table of all records. */
const NAMED_RECORDS = 10;

/** Sentences that each start with what to do. */
export function recommendations(result: AuditResult): readonly string[] {
  const ranked = rankRecords(result);
  const high = ranked.filter((record) => record.tier === 'high');
  const elevated = ranked.filter((record) => record.tier === 'elevated');
  const exposed = high.length > 0 ? high : elevated;
  const advice: string[] = [];

  if (result.warnings.some(({ code }) => code === 'DUPLICATE_RECORDS')) {
    advice.push(
      'Remove duplicates first. Two copies of a record hide each other here: leaving one out changes little while the ' +
        'other stays, so both look safer than the person behind them is. Then audit again.',
    );
  }
  if (exposed.length === 0) {
    advice.push(
      'Keep this report with the model. No step is needed because of this audit.',
      'Audit again when the data, the settings or the way of training change.',
    );
    return advice;
  }

  const tier = high.length > 0 ? 'high-risk' : 'elevated';
  if (exposed.length > result.records.length / 2) {
    advice.push(
      `Change the training rather than the data: ${shareOf(exposed.length, result.records.length)} are in the ${tier} ` +
        'tier, too many to drop or mend one by one. If the numbers surprise you, check the noise variance first.',
    );
    return [...advice, ...changesOfTraining(result)];
  }
  const named = exposed.slice(0, NAMED_RECORDS).map(({ record }) => String(record));
  const more =
    exposed.length > named.length ? `, and ${exposed.length - named.length} more marked in the section All records` : '';
  advice.push(
    `Look at ${exposed.length === 1 ? `the one ${tier} record` : `the ${count(exposed.length, `${tier} record`)}`}: ` +
      `${listInWords(named)}${more}. Drop those that the model does not need, or make them less particular (coarser ` +
      'values, cropped or masked pictures). Then audit again, for others can move up in their place.',
  );
  const cluster = concentratedClass(result, exposed);
  if (cluster !== undefined) {
    advice.push(
      `Look at class ${className(result, cluster.classIndex)}: it holds ` +
        `${shareOf(cluster.exposed, exposed.length, `${tier} records`)}, more than its share of the data. More examples ` +
        'like these would make each of them less particular.',
    );
  }
  return [...advice, ...changesOfTraining(result)];
}

function changesOfTraining(result: AuditResult): readonly string[] {
  return [
    `Regularise more strongly. Here that is a larger noise variance (now σ² = ${number(result.model.noiseVariance)}); ` +
      'for a network it is more weight decay, earlier stopping or fewer passes. It usually lowers exposure and costs some ' +
      'accuracy; audit again with --noise-variance set higher to see how much is gained.',
    'Train with differential privacy (for example DP-SGD, which clips each record’s influence and adds noise) where a ' +
      'guarantee is needed. It bounds ε for every record, also for those added later; this audit measures, it does not ' +
      'bound future training.',
    'Publish less. Labels alone, or rounded scores, never tell an attacker more than the full scores that this audit ' +
      'assumes, and usually less. Limiting how many questions may be asked helps little: one question, at the record ' +
      'itself, is the most telling.',
  ];
}

/** The class with the most exposed records, when it has at least half of them and twice its share of the data. */
function concentratedClass(
  result: AuditResult,
  exposed: readonly AuditResult['records'][number][],
): { readonly classIndex: number; readonly exposed: number } | undefined {
  if (exposed.length < 4) return undefined;
  const counts = new Map<number, number>();
  for (const { classIndex } of exposed) counts.set(classIndex, (counts.get(classIndex) ?? 0) + 1);
  const [classIndex, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  const share = result.records.filter((record) => record.classIndex === classIndex).length / result.records.length;
  return most / exposed.length >= Math.max(0.5, 2 * share) ? { classIndex, exposed: most } : undefined;
}
