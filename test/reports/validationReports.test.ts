// The reports of validations: every section, for results of every kind, through every writer.

import { describe, expect, test } from '@jest/globals';
import { buildReport, validationSections } from '../../reports/buildReport.ts';
import { renderHtml } from '../../reports/html/renderHtml.ts';
import { renderPdf } from '../../reports/pdf/renderPdf.ts';
import { pictureFiles } from '../../reports/png/writeFigures.ts';
import { readPdfPages } from '../support/readPdf.ts';
import { sampleValidation, VALIDATION_VARIANTS } from '../support/sampleValidation.ts';
import { blockProblems } from './sections/blockProblems.ts';

describe.each(Object.entries(VALIDATION_VARIANTS))('the report of %s', (_, options) => {
  const result = sampleValidation(options);
  const report = buildReport(result);

  test('has every section, none of them failed', () => {
    expect(report.sections.map(({ id }) => id)).toEqual(validationSections(result).map(({ id }) => id));
    expect(
      report.sections
        .flatMap(({ blocks }) => blocks)
        .filter((b) => b.kind === 'callout' && b.text.includes('could not be made:')),
    ).toEqual([]);
  });

  test.each(report.sections)('section $id holds sound blocks and answers first, with a number', ({ blocks }) => {
    expect(blocks.flatMap(blockProblems)).toEqual([]);
    const [first] = blocks;
    expect(first?.kind === 'text' ? first.text : '').toMatch(/\d/);
  });

  test('gives each picture its own file', () => {
    const names = pictureFiles(report).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('auc-against-networks.png');
  });

  test('is written as a page and on paper, with each heading', async () => {
    const page = renderHtml(report);
    const pages = (await readPdfPages(renderPdf(report))).join(' ').replace(/\n/g, ' ');
    for (const { title } of report.sections) {
      expect(page).toContain(title);
      expect(pages).toContain(title);
    }
    expect(page).not.toMatch(/<script>alert|<img src=x/);
  });
});
