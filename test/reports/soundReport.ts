// What holds of every report, whatever it is about? Tests that the reports of all commands register for each of their results.

import { expect, test } from '@jest/globals';
import type { Report } from '../../reports/blocks.ts';
import { renderHtml } from '../../reports/html/renderHtml.ts';
import { renderPdf } from '../../reports/pdf/renderPdf.ts';
import { readPdfPages } from '../support/readPdf.ts';
import { blockProblems } from './sections/blockProblems.ts';

/** @param ids of the sections that there should be */
export function testSections(report: Report, ids: readonly string[]): void {
  test('has every section, none of them failed', () => {
    expect(report.sections.map(({ id }) => id)).toEqual(ids);
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
}

export function testWriters(report: Report): void {
  test('is written as a page and on paper, with each heading', async () => {
    const page = renderHtml(report);
    const pages = (await readPdfPages(renderPdf(report))).join(' ').replace(/\n/g, ' ');
    for (const { title } of report.sections) {
      expect(page).toContain(title);
      expect(pages).toContain(title);
    }
    expect(page).not.toMatch(/<script>alert|<img src=x/);
  });
}
