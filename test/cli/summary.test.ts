import { describe, expect, test } from '@jest/globals';
import { summaryLines } from '../../cli/summary.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../support/sampleResult.ts';

const none = { files: [], ofBefore: [] };

describe('the summary of an audit', () => {
  test('says how many, how exposed and how strong the strongest attack is', () => {
    expect(summaryLines(sampleResult(), none)).toEqual([
      'digits: 300 records audited; the model gets 91.3% of them right when each is left out',
      'risk: high 14 (4.7%), elevated 30 (10.0%), low 256 (85.3%)',
      'attack AUC: median 0.633, largest 0.996 (record 94)',
    ]);
  });

  test('names the record of the largest AUC, which is not always the one of the largest KL divergence', () => {
    const result = sampleResult();
    const records = result.records.map((r) => (r.record === 7 ? { ...r, auc: 0.9981 } : r));
    expect(summaryLines({ ...result, records }, none)[2]).toBe('attack AUC: median 0.633, largest 0.998 (record 7)');
  });

  test('never calls an AUC 1', () => {
    expect(summaryLines(sampleResult(SAMPLE_VARIANTS['huge leakage']), none)[2]).toMatch(/median >0\.999, largest >0\.999/);
  });

  test('tells the value of an exceeded limit from the limit', () => {
    const result = sampleResult();
    const failAbove = [
      { metric: 'auc', limit: 0.9, worst: 0.99997, record: 3, exceeded: true, recordsAbove: 1 },
      { metric: 'kl', limit: 2, worst: 1, record: 3, exceeded: false, recordsAbove: 0 },
    ];
    expect(summaryLines({ ...result, verdict: { ...result.verdict, failAbove } }, none).slice(3)).toEqual([
      'limit exceeded: auc 0.99997 > 0.9 (record 3; 1 record above)',
    ]);
  });

  test('says what to open', () => {
    const last = (...files: string[]) => summaryLines(sampleResult(), { files, ofBefore: [] }).at(-1);
    expect(last('a/records.csv')).toBe('open a/records.csv');
    expect(last('a/records.csv', 'a/report.html')).toBe('open a/report.html (and 1 more file there)');
    expect(last('a/audit.json', 'a/report.html', 'a/report.pdf')).toBe('open a/report.html (and 2 more files there)');
  });

  test('warns of reports of an earlier audit beside, by name while they are few', () => {
    const ofBefore = ['audit.json', 'report.pdf', 'figures/1.png', 'figures/2.png', 'figures/3.png'];
    const lines = (count: number) =>
      summaryLines(sampleResult(), { files: ['a/records.csv'], ofBefore: ofBefore.slice(0, count) });
    expect(lines(0).join()).not.toContain('warning');
    expect(lines(1).at(-2)).toBe('warning: the output folder also holds audit.json of an earlier run');
    expect(lines(5).at(-2)).toContain('audit.json, report.pdf, figures/1.png, figures/2.png and 1 more of an earlier run');
  });
});
