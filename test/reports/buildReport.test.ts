import { describe, expect, test } from '@jest/globals';
import type { SectionDefinition } from '../../reports/blocks.ts';
import { buildReport, SECTIONS } from '../../reports/buildReport.ts';
import { SAMPLE_VARIANTS, sampleResult } from '../support/sampleResult.ts';
import { testSections } from './soundReport.ts';

describe.each(Object.entries(SAMPLE_VARIANTS))('the report of %s', (_, options) => {
  const result = sampleResult(options);
  const report = buildReport(result);

  testSections(
    report,
    SECTIONS.map(({ id }) => id),
  );

  test('gives each figure its own id, since it names a file', () => {
    const ids = report.sections.flatMap(({ blocks }) => blocks.flatMap((b) => (b.kind === 'figure' ? [b.figure.id] : [])));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('auc-distribution');
  });
});

describe('buildReport', () => {
  test('names data set, size and origin', () => {
    const report = buildReport(sampleResult());
    expect(report.title).toBe('Privacy audit of digits');
    expect(report.subtitle).toBe('digits · 300 records · 10 classes');
    expect(report.generatedFrom).toEqual({
      startedAt: '2026-01-02T03:04:05.678Z',
      loodVersion: '0.1.0',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('replaces a section that throws by a callout and keeps the others', () => {
    const good: SectionDefinition = { id: 'good', title: 'Good', question: 'Well?', build: () => [{ kind: 'text', text: '1' }] };
    const bad: SectionDefinition = {
      ...good,
      id: 'bad',
      build() {
        throw new Error('no such\u001b[31m record');
      },
    };
    const { sections } = buildReport(sampleResult({ records: 3, classes: 2 }), [bad, good]);
    expect(sections.map(({ id }) => id)).toEqual(['bad', 'good']);
    expect(sections[0]?.blocks).toEqual([
      {
        kind: 'callout',
        tone: 'danger',
        title: 'A section is missing here',
        text: 'this section could not be made: no such\\u001b[31m record. The other sections do not depend on it.',
      },
    ]);
    expect(sections[1]?.blocks).toEqual([{ kind: 'text', text: '1' }]);
  });

  test('shows a hostile data set name as plain text', () => {
    const { title, subtitle } = buildReport(sampleResult(SAMPLE_VARIANTS['hostile names']));
    expect(title).toBe('Privacy audit of <img src=x onerror=alert(1)>\\u001b[2J.csv');
    expect(subtitle).toContain('\\u001b[2J.csv · 40 records · 2 classes');
  });
});
