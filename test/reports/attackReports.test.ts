// The reports of attacks: every section, for results of every kind, through every writer; and the words of the four findings.

import { describe, expect, test } from '@jest/globals';
import { attackSections, buildReport } from '../../reports/buildReport.ts';
import { renderHtml } from '../../reports/html/renderHtml.ts';
import { renderPdf } from '../../reports/pdf/renderPdf.ts';
import { pictureFiles } from '../../reports/png/writeFigures.ts';
import { readPdfPages } from '../support/readPdf.ts';
import { ATTACK_VARIANTS, sampleAttackResult } from '../support/sampleAttackResult.ts';
import { blockProblems } from './sections/blockProblems.ts';

const results = await Promise.all(
  Object.entries(ATTACK_VARIANTS).map(async ([name, options]) => ({ name, options, result: await sampleAttackResult(options) })),
);

describe.each(results)('the report of $name', ({ options, result }) => {
  const report = buildReport(result);

  test('has every section, none of them failed', () => {
    expect(report.sections.map(({ id }) => id)).toEqual(attackSections(result).map(({ id }) => id));
    expect(report.sections.some(({ id }) => id === 'classes')).toBe((options.classes ?? 0) > 0);
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

  test('draws what the brief reader looks for', () => {
    const names = pictureFiles(report).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['auc-by-attack.png', 'scores.png', 'score-places.png']));
    expect(names.includes('auc-by-class.png')).toBe((options.classes ?? 0) > 0);
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

describe('the verdict', () => {
  const first = (name: string) => {
    const found = results.find((one) => one.name === name);
    const block = found === undefined ? undefined : buildReport(found.result).sections[0]?.blocks[0];
    return block?.kind === 'text' ? block.text : '';
  };

  test('tells a leak, none, too few records, and signals the wrong way round apart', () => {
    expect(first('a leak')).toMatch(/^A leak was found: .* AUC 0\.\d+ \(95% interval 0\.\d+ to 0\.\d+\)/);
    expect(first('no leak')).toMatch(/^No leak was found: .* enough records to exclude an AUC above 0\.550\./);
    expect(first('too few records')).toMatch(/^There are too few records to tell: .* Neither a leak nor its absence is shown\./);
    expect(first('signals the wrong way round')).toMatch(/^Something is the wrong way round: /);
  });

  test('says that a leak which tells all is a leak, in rates that are exactly 1', () => {
    expect(first('everything told')).toContain('recognises 100% (95% interval 88.4% to 100%) of the members');
  });
});
