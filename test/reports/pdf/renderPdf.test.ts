import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Block, Report } from '../../../reports/blocks.ts';
import { renderPdf } from '../../../reports/pdf/renderPdf.ts';
import { type PdfFacts, readPdf, readPdfPages } from '../../support/readPdf.ts';
import { HOSTILE_NAMES, klPlane } from '../../support/sampleFigures.ts';
import { sampleReport } from '../../support/sampleReport.ts';

function reportOf(...blocks: readonly Block[]): Report {
  return { ...sampleReport, sections: [{ id: 'only', title: 'Only section', question: 'Why?', blocks }] };
}

/** One line per line of the page, so that a sentence is found across its line breaks. */
const flat = (text: string) => text.replace(/\n/g, ' ');

describe('the sample report', () => {
  let file: Buffer;
  let pdf: PdfFacts;
  let text: string;

  beforeAll(async () => {
    file = renderPdf(sampleReport);
    pdf = await readPdf(file);
    text = flat(pdf.pages.join('\n'));
  });

  test('numbers its pages at the foot of each', () => {
    expect(pdf.pages.length).toBeGreaterThanOrEqual(9);
    expect(pdf.pages.length).toBeLessThanOrEqual(12);
    pdf.pages.forEach((page, i) => {
      expect(page.trim().split('\n').at(-1)).toBe(`page ${i + 1} of ${pdf.pages.length}`);
    });
  });

  test('carries its title at the head of every page but the first, which has it in large', () => {
    for (const page of pdf.pages) expect(page.split('\n')[0]).toBe('Privacy audit of cifar10 <b>ships</b> & friends');
    expect(flat(pdf.pages[0] as string)).toContain('Computed 2025-03-04 05:06 UTC with lood 0.1.0');
    expect(text).toContain(sampleReport.generatedFrom.sha256);
  });

  test('holds every heading, question and sentence', () => {
    for (const section of sampleReport.sections) {
      expect(text).toContain(section.title);
      expect(text).toContain(section.question);
      for (const block of section.blocks) {
        if (block.kind === 'text') expect(text).toContain(block.text);
        if (block.kind === 'callout') expect(text).toContain(`${block.title} ${block.text}`);
        if (block.kind === 'figure') expect(text).toContain(`${block.figure.title} `);
        if (block.kind === 'figure' || block.kind === 'table') expect(text).toContain(block.caption);
        if (block.kind === 'metrics') for (const { label, value } of block.items) expect(text).toContain(`${label} ${value}`);
      }
    }
  });

  test('keeps words whole for a search: no ligatures', () => {
    expect(text).toContain('The office of data protection will find the most efficient and difficult questions');
    expect(text).not.toMatch(/[\ufb00-\ufb06]/);
  });

  test('writes formulas, Greek and raised digits as text', () => {
    expect(text).toContain('KL = ½[C(u − ln(1+u)) + u‖α‖²/p], with u = v_out/v_in − 1; σ² = 0.1, ε at δ ≤ 10⁻⁵, χ² integrals.');
  });

  test('writes the words of charts as text too', () => {
    for (const words of [
      'False-positive rate',
      'KL divergence (nats)',
      '10⁻⁵',
      '0.001%',
      'most exposed (record 482)',
      'high-risk tier',
    ]) {
      expect(text).toContain(words);
    }
  });

  test('lists the sections with the pages on which they begin, as links, and as bookmarks', () => {
    const titles = sampleReport.sections.map((section) => section.title);
    const starts = titles.map(
      (title) => 1 + pdf.pages.findIndex((page, i) => (i > 0 || title === 'Verdict') && page.includes(`${title}\n`)),
    );
    expect(pdf.bookmarks).toEqual(titles.map((title, i) => ({ title, page: starts[i] })));
    expect(pdf.linksOfFirstPage).toEqual(starts);
    titles.forEach((title, i) => {
      expect(flat(pdf.pages[0] as string)).toContain(`${title} ${starts[i]}`);
    });
  });

  test('repeats the header of a table that goes on, and says where the rest is', () => {
    const pages = pdf.pages.filter((page) => page.includes('Record Class\n'));
    expect(pages.length).toBeGreaterThanOrEqual(2);
    expect(text).toContain('The first 90 of 2,000 rows; all of them are in records.csv and in report.html.');
  });

  test('writes numbers in cells by the format of their column', () => {
    expect(text).toContain('3.2 2.00×10⁻² 1.00 >99.9% 99.9% 12');
    expect(text).toContain('limit –');
  });

  test('shows names from strangers as plain text', () => {
    for (const name of [
      '<script>alert("automobile")</script>',
      '=HYPERLINK("http://example.org")',
      '\\u001b[31mred\\u001b[0m',
      '\\u202egnp.exe',
    ]) {
      expect(text).toContain(name);
    }
    // A character that no font of the machine has is extracted as U+0000; no other control character may appear.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
    expect(text).not.toMatch(/[\u0001-\u001f\u202a-\u202e]/);
  });

  test('embeds every font it uses, the shipped ones among them', () => {
    expect([...pdf.fonts.values()].every((isEmbedded) => isEmbedded)).toBe(true);
    const names = [...pdf.fonts.keys()].join(' ');
    expect(names).toContain('SourceSans3-Regular');
    expect(names).toContain('SourceSans3-SemiBold');
  });

  test('has a picture per record that has one, and charts without any', () => {
    expect(pdf.images).toBe(13 + 14);
  });

  test('says what it is to viewers and archives', () => {
    expect(pdf.info).toMatchObject({
      Title: sampleReport.title,
      Subject: sampleReport.subtitle,
      Author: 'lood 0.1.0',
      Language: 'en',
    });
    expect(pdf.info).not.toHaveProperty('CreationDate');
  });

  test('has the same bytes every time', () => {
    expect(renderPdf(sampleReport).equals(file)).toBe(true);
  });

  test('stays small: 2,000 dots in under 40 bytes each', () => {
    const without = { ...sampleReport, sections: sampleReport.sections.filter((section) => section.id !== 'agreement') };
    expect(file.length - renderPdf(without).length).toBeLessThan(2000 * 40);
  });
});

describe('renderPdf', () => {
  test('keeps a figure with its heading and its caption on one page', async () => {
    const figures = sampleReport.sections.flatMap((section) => section.blocks).filter((block) => block.kind === 'figure');
    for (const lines of [5, 20, 35]) {
      const filler: Block = { kind: 'text', text: 'word '.repeat(20 * lines) };
      const pages = await readPdfPages(renderPdf(reportOf(filler, ...figures)));
      for (const { figure, caption } of figures) {
        const page = pages.find((one) => one.includes(caption));
        expect(flat(page ?? '')).toContain(flat(figure.title));
      }
    }
  });

  test('never leaves a heading alone at the foot of a page', async () => {
    for (let lines = 18; lines < 36; lines++) {
      const sections = [
        { id: 'a', title: 'First', question: 'One?', blocks: [{ kind: 'list', items: Array(lines).fill('entry') } as const] },
        { id: 'b', title: 'Second', question: 'Two?', blocks: [{ kind: 'text', text: 'The answer.' } as const] },
      ];
      const pages = await readPdfPages(renderPdf({ ...sampleReport, sections }));
      const page = pages.find((one) => one.includes('Two?'));
      expect(page).toContain('The answer.');
    }
  });

  test('breaks endless words and cuts endless titles instead of leaving the page', async () => {
    const report = reportOf({ kind: 'text', text: 'x'.repeat(3000) }, { kind: 'list', items: ['y'.repeat(300)] });
    const pages = await readPdfPages(renderPdf({ ...report, title: 'Title '.repeat(2000) }));
    expect(pages.join('').replace(/[^x]/g, '')).toHaveLength(3000 + (report.sections[0]?.title.match(/x/g)?.length ?? 0));
    expect(pages.length).toBeLessThanOrEqual(3);
  });

  test('prints no note under a record table that is complete', async () => {
    const table: Block = {
      kind: 'record-table',
      file: 'records.csv',
      caption: 'All of them.',
      printRows: 10,
      columns: [{ title: 'Record', align: 'right', format: 'integer' }],
      rows: [[1], [2]],
      pictures: new Map(),
    };
    const pages = await readPdfPages(renderPdf(reportOf(table)));
    expect(pages.join('')).toContain('All of them.');
    expect(pages.join('')).not.toContain('rows; all of them');
  });

  test('never breaks a number in a table, however long the names beside it', async () => {
    const columns = Array.from({ length: 9 }, (_, i) => ({ title: `column ${i}`, align: i < 2 ? 'left' : 'right' }) as const);
    const row = ['n'.repeat(200), 'm'.repeat(200), ...Array.from({ length: 7 }, (_, i) => 0.0001234 * (i + 1))];
    const pages = await readPdfPages(renderPdf(reportOf({ kind: 'table', caption: 'Wide.', columns, rows: [row] })));
    expect(flat(pages.join(''))).toContain('0.000123 0.000247 0.000370 0.000494 0.000617 0.000740 0.000864');
  });

  test('accepts empty blocks, characters no font has and half characters', async () => {
    const blocks: Block[] = [
      { kind: 'text', text: '' },
      { kind: 'list', items: [] },
      { kind: 'metrics', items: [] },
      { kind: 'callout', tone: 'good', title: '', text: '' },
      { kind: 'table', caption: 'No rows', columns: [{ title: 'a', align: 'left' }], rows: [] },
      { kind: 'table', caption: 'No columns', columns: [], rows: [[1]] },
      { kind: 'records', caption: 'No cards', cards: [] },
      { kind: 'command', title: '', command: '' },
      { kind: 'sign-off', text: '', fields: [] },
      { kind: 'list', items: ['\ud800 half', '\u{10ffff} none', ...HOSTILE_NAMES] },
    ];
    const pages = await readPdfPages(renderPdf(reportOf(...blocks)));
    expect(pages.join('')).toContain('No columns');
    expect((await readPdf(renderPdf({ ...sampleReport, sections: [] }))).bookmarks).toEqual([]);
  });

  test('draws a plane as vectors: no picture, few bytes for each cell, and the words of its bar as text', async () => {
    const file = renderPdf(reportOf({ kind: 'figure', figure: klPlane, caption: 'A plane.' }));
    const pdf = await readPdf(file);
    expect(pdf.images).toBe(0);
    expect(flat(pdf.pages.join(' '))).toContain('KL divergence (nats)');
    // 625 cells; what a page has besides is some 30 kB of fonts.
    expect(file.length).toBeLessThan(30_000 + 625 * 60);
  });

  test('prints a command, and lines to sign that stay with the words above them', async () => {
    const fields = ['Decision', 'Name', 'Date'];
    const report = (lines: number) =>
      reportOf(
        { kind: 'list', items: Array.from({ length: lines }, (_, i) => `item ${i}`) },
        { kind: 'command', title: 'Again', command: 'lood audit digits --depth 5' },
        { kind: 'sign-off', text: 'Read and decided:', fields },
      );
    for (let lines = 10; lines < 42; lines++) {
      const pages = (await readPdfPages(renderPdf(report(lines)))).map(flat);
      expect(pages.join(' ')).toContain('Again lood audit digits --depth 5');
      const signed = pages.find((page) => page.includes('Read and decided:'));
      for (const field of fields) expect(signed).toContain(field);
    }
  });

  test('goes on over pages with a message that is longer than one', async () => {
    const text = Array.from({ length: 800 }, (_, i) => `w${i}`).join(' ');
    const pages = await readPdfPages(
      renderPdf(reportOf({ kind: 'callout', tone: 'danger', title: 'Long', text: `${text} `.slice(0, 3900) })),
    );
    expect(flat(pages.join('\n'))).toContain('w700');
    expect(pages.join('')).toContain('Long');
  });
});
