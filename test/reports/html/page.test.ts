// The page as its readers have it: opened from a file in a real browser.

import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Block, Cell, Report } from '../../../reports/blocks.ts';
import { renderHtml } from '../../../reports/html/renderHtml.ts';
import { describeInChromium, type OpenPage } from '../../support/browser.ts';
import { FIGURES, HOSTILE, hostileReport, sampleRows } from './hostileReport.ts';

const RECORDS = 300;
const html = renderHtml(hostileReport(RECORDS));

/** Opens the report and lets the test look; afterwards nothing must have been asked for, complained about or run. */
function inspects(open: OpenPage, look: (page: Page) => Promise<void>, options?: Parameters<OpenPage>[1], content = html) {
  return async () => {
    const { page, requests, complaints } = await open(content, options);
    await look(page);
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
    if (options?.javaScriptEnabled !== false) {
      expect(await page.evaluate('window.attacked')).toBeUndefined();
      expect(await page.evaluate('document.querySelectorAll("[onerror],[onmouseover],img[src=x]").length')).toBe(0);
    }
  };
}

/** Texts of one column of the interactive table, top to bottom. */
const column = (page: Page, index: number) => page.locator(`.interactive-table tbody td:nth-child(${index})`).allTextContents();
const sortBy = (page: Page, title: string) => page.getByRole('button', { name: title, exact: true }).click();
const status = (page: Page) => page.locator('.table-status').textContent();

/** Types a search and waits for its outcome; each search of a test must change the status line. */
async function search(page: Page, text: string): Promise<void> {
  const before = await status(page);
  await page.getByLabel('Search the records').fill(text);
  while ((await status(page)) === before) await page.waitForTimeout(10);
}

/** Different colours among the pixels of every drawn chart, by figure. */
function chartColours(page: Page): Promise<Record<string, number>> {
  return page.evaluate(`Object.fromEntries(Array.from(document.querySelectorAll('.figure'), (figure) => {
    const canvas = figure.querySelector('canvas');
    if (canvas === null) return [figure.id, 0];
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set();
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    return [figure.id, colours.size];
  }))`);
}

async function scrollThrough(page: Page): Promise<void> {
  for (const figure of await page.locator('.figure').all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('canvas').waitFor();
  }
}

const number = (title: string) => ({ title, align: 'right', format: 'number' }) as const;
/** Enough columns of numbers to leave no room to texts. */
const NUMBERS = Array.from({ length: 10 }, (_, i) => `Number of kind ${i}`);

describeInChromium('the report in a browser', (open) => {
  test('the watch of these tests sees a request, a blocked script and an error', async () => {
    const seen = await open('<img src="http://127.0.0.1:9/x.png"><script>console.warn("w"); throw new Error("e")</script>');
    await seen.page.waitForLoadState('load');
    expect(seen.requests).toEqual(['http://127.0.0.1:9/x.png']);
    expect(seen.complaints).toEqual(expect.arrayContaining(['warning: w', 'error: e']));
    const strict = await open(html.replace('</main>', '<script>window.attacked = 1</script></main>'));
    expect(await strict.page.evaluate('window.attacked')).toBeUndefined();
    expect(strict.complaints.join()).toMatch(/Content Security Policy/);
  });

  test(
    'shows hostile words as plain text in every kind of block',
    inspects(open, async (page) => {
      await scrollThrough(page);
      for (const toggle of await page.locator('.figure-tools button:first-child').all()) await toggle.click();
      for (const details of await page.locator('summary').all()) await details.click();
      const text: string = await page.evaluate('document.querySelector("main").innerText');
      for (const words of [
        HOSTILE.markup,
        HOSTILE.script,
        HOSTILE.comment,
        HOSTILE.attribute.trim(),
        HOSTILE.formula,
        HOSTILE.entity,
      ]) {
        expect(text).toContain(words);
      }
      expect(text).toContain('cat\\u202egnp.exe');
      expect(text).toContain('one\\u2028two\\u2029three');
      expect(text).not.toMatch(/[\u202e\u2028\u2029]/);
      expect(await page.title()).toBe(`Privacy audit of ${HOSTILE.markup}`);
      await page.locator('.interactive-table tbody tr').first().hover();
      expect(await page.locator('main > section').count()).toBe(3);
    }),
  );

  test(
    'draws each chart when it comes near the screen, not before',
    inspects(open, async (page) => {
      expect(await page.locator('canvas').count()).toBeLessThan(FIGURES.length);
      await scrollThrough(page);
      const colours = await chartColours(page);
      expect(Object.keys(colours)).toHaveLength(FIGURES.length);
      // Axes, words and series blend into dozens of colours; an empty canvas has none, a filled one has one.
      for (const count of Object.values(colours)) expect(count).toBeGreaterThan(10);
    }),
  );

  test(
    'tells what the pointer is at',
    inspects(open, async (page) => {
      await scrollThrough(page);
      const canvas = page.locator('#figure-bars canvas');
      await canvas.scrollIntoViewIfNeeded();
      const before = await canvas.screenshot();
      const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.waitForTimeout(500);
      expect(before.equals(await canvas.screenshot())).toBe(false);
    }),
  );

  test(
    'sorts numbers by size in both directions, absent ones last',
    inspects(open, async (page) => {
      const kl = sampleRows(RECORDS).flatMap((row) => (typeof row[2] === 'number' ? [row[2]] : []));
      await page.getByLabel('Rows per page').selectOption('250');
      await sortBy(page, 'KL (nats)');
      expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
      expect((await column(page, 3))[0]).toBe(Math.max(...kl).toPrecision(3));
      await sortBy(page, 'KL (nats)');
      expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
      const shown = (await column(page, 3)).map((text) => Number(text.replace('×10⁻⁵', 'e-5')));
      expect(shown).toHaveLength(250);
      expect(shown).toEqual([...shown].sort((a, b) => a - b));
      await page.getByRole('button', { name: 'Last page' }).click();
      expect((await column(page, 3)).slice(-3)).toEqual(['–', '–', '–']);
      await sortBy(page, 'Record');
      expect((await column(page, 1)).slice(0, 3)).toEqual(['299', '298', '297']);
    }),
  );

  test(
    'sorts by the keyboard alone',
    inspects(open, async (page) => {
      await page.getByRole('button', { name: 'Class', exact: true }).focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('th[aria-sort]').textContent()).toBe('Class');
      expect((await column(page, 2))[0]).toBe(HOSTILE.attribute);
      expect(await status(page)).toBe('300 rows, by Class, A to Z');
    }),
  );

  test(
    'finds records by words and by conditions, and says what it does not know',
    inspects(open, async (page) => {
      const rows = sampleRows(RECORDS);
      await search(page, 'class:"sports car" auc>0.6');
      const expected = rows.filter((row) => row[1] === 'sports car' && (row[3] as number) > 0.6);
      expect(expected.length).toBeGreaterThan(3);
      expect(await status(page)).toBe(`${expected.length} of 300 rows, in the order of the report`);
      expect(new Set(await column(page, 2))).toEqual(new Set(['sports car']));
      expect(await column(page, 1)).toEqual(expected.slice(0, 25).map((row) => String(row[0])));

      await search(page, 'no such record');
      expect(await page.locator('.interactive-table tbody').textContent()).toBe('No record fits this search.');

      await search(page, 'size>3');
      expect(await page.locator('.search-problems').textContent()).toBe('No column is called “size”.');
      expect(await status(page)).toBe('300 rows, in the order of the report');

      await search(page, HOSTILE.formula.split(' ')[0] ?? '');
      expect(new Set(await column(page, 2))).toEqual(new Set([HOSTILE.formula]));
    }),
  );

  test(
    'turns pages and stays inside the table',
    inspects(open, async (page) => {
      const place = page.locator('.pager-place');
      await page.getByRole('button', { name: 'Previous page' }).click({ force: true });
      expect(await place.textContent()).toBe('1–25 of 300');
      await page.getByRole('button', { name: 'Next page' }).click();
      expect(await place.textContent()).toBe('26–50 of 300');
      await page.getByLabel('Rows per page').selectOption('100');
      expect(await place.textContent()).toBe('1–100 of 300');
      await page.getByRole('button', { name: 'Last page' }).click();
      await page.getByRole('button', { name: 'Next page' }).click({ force: true });
      expect(await place.textContent()).toBe('201–300 of 300');
      expect(await page.locator('.interactive-table tbody tr').count()).toBe(100);
    }),
  );

  test(
    'shows pictures in the gallery and beside the records that have one',
    inspects(open, async (page) => {
      expect(await page.locator('.cards img.picture').count()).toBe(6);
      expect(await page.locator('.strips img.picture').count()).toBe(2);
      expect(await page.locator('img.thumbnail').count()).toBe(8);
      const broken = 'Array.from(document.images).filter((image) => !image.complete || image.naturalWidth !== 8).length';
      expect(await page.evaluate(broken)).toBe(0);
    }),
  );

  test(
    'saves the shown rows as CSV and a chart as PNG',
    inspects(open, async (page) => {
      await search(page, 'class:cmd');
      await sortBy(page, 'Record');
      const rows = sampleRows(RECORDS).filter((row) => row[1] === HOSTILE.formula);
      const csv = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download CSV' }).click();
      const lines = (await readFile(await (await csv).path(), 'utf8')).trim().split('\n');
      expect(lines[0]).toBe('Record,Class,KL (nats),AUC,TPR at 0.1% FPR,Tier');
      expect(lines).toHaveLength(1 + rows.length);
      const last = [...rows].sort((a, b) => (b[0] as number) - (a[0] as number))[0] ?? [];
      expect(lines[1]).toBe([last[0], `'${HOSTILE.formula}`, last[2], last[3], last[4], last[5]].join(','));

      const png = page.waitForEvent('download');
      await page.locator('#figure-scatter').getByRole('button', { name: 'Save PNG' }).click();
      expect((await png).suggestedFilename()).toBe('scatter.png');
      const picture = await readFile(await (await png).path());
      expect(picture.subarray(1, 4).toString()).toBe('PNG');
      expect(picture.readUInt32BE(16)).toBe(1800);
    }),
  );

  test(
    'shows the data of a figure as a table',
    inspects(open, async (page) => {
      const figure = page.locator('#figure-bars');
      const toggle = figure.getByRole('button', { name: 'Show data' });
      await toggle.click();
      expect(await figure.locator('td').allTextContents()).toEqual([
        '0.001',
        '0.01',
        '5',
        '0.01',
        '0.1',
        '1,234',
        '0.1',
        '1',
        '3',
      ]);
      await figure.getByRole('button', { name: 'Hide data' }).click();
      expect(await figure.locator('.figure-points').isVisible()).toBe(false);
    }),
  );

  test(
    'marks the section being read in the contents, the first one from the head of the report on',
    inspects(
      open,
      async (page) => {
        const current = page.locator('.contents [aria-current]');
        expect(await current.textContent()).toBe('Verdict');
        await page.getByRole('link', { name: 'Records' }).click();
        await current.filter({ hasText: 'Records' }).waitFor();
        await page.evaluate('scrollTo(0, 0)');
        await current.filter({ hasText: 'Verdict' }).waitFor();
        expect(await current.count()).toBe(1);
      },
      { viewport: { width: 390, height: 500 } },
    ),
  );

  test(
    'turns dark with the system, charts too',
    inspects(
      open,
      async (page) => {
        await scrollThrough(page);
        // The drawing itself, without the card behind it.
        const looks = `[getComputedStyle(document.body).color, document.querySelector('#figure-bars canvas').toDataURL()]`;
        const dark = (await page.evaluate(looks)) as string[];
        await page.emulateMedia({ colorScheme: 'light' });
        await page.waitForTimeout(200);
        const light = (await page.evaluate(looks)) as string[];
        expect(light[0]).not.toBe(dark[0]);
        expect(light[1]).not.toBe(dark[1]);
      },
      { colorScheme: 'dark' },
    ),
  );

  test(
    'prints everything: all charts, folded values, the first rows of the table, and no tools',
    inspects(
      open,
      async (page) => {
        await page.evaluate(
          `addEventListener('beforeprint', () => { window.openAtPrint = document.querySelectorAll('.card details[open]').length })`,
        );
        const pdf = await page.pdf({ format: 'A4' });
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
        expect(await page.locator('canvas').count()).toBe(FIGURES.length);
        expect(await page.evaluate('window.openAtPrint')).toBe(1);
        expect(await page.locator('.card details[open]').count()).toBe(0);
        await page.emulateMedia({ media: 'print' });
        expect(await page.locator('.printed-rows tbody tr').count()).toBe(20);
        expect(await page.locator('.printed-rows').isVisible()).toBe(true);
        expect(await page.getByText('The first 20 of 300 rows.').isVisible()).toBe(true);
        for (const field of await page.locator('.sign-off dt').all()) expect(await field.isVisible()).toBe(true);
        for (const tools of ['.interactive-table', '.figure-tools', '.contents']) {
          expect(await page.locator(tools).first().isVisible()).toBe(false);
        }
        expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
      },
      { colorScheme: 'dark' },
    ),
  );

  test('keeps labels of several words from being squeezed to a word a line', async () => {
    const labels = [
      ['x', 'x'],
      ['in three words', 'x'],
      ['x', 'a label so long that it cannot be kept on one line of any table'],
    ] as const;
    const text = (title: string) => ({ title, align: 'left' }) as const;
    const table: Block = {
      kind: 'record-table',
      file: 'records.csv',
      caption: 'All.',
      printRows: 5,
      columns: [number('Record'), text('Short'), text('Long'), ...NUMBERS.map(number)],
      rows: labels.map((pair, i): Cell[] => [i, ...pair, ...NUMBERS.map(() => 0.123)]),
      pictures: new Map(),
    };
    const report: Report = { ...hostileReport(0), sections: [{ id: 'all', title: 'All', question: 'Which?', blocks: [table] }] };
    await inspects(
      open,
      async (page) => {
        const rows = await page.locator('.interactive-table tbody tr').all();
        const heights = await Promise.all(rows.map(async (row) => (await row.boundingBox())?.height ?? 0));
        expect(heights[1]).toBe(heights[0]);
        expect(heights[2]).toBeLessThan(4 * (heights[0] as number));
      },
      { viewport: { width: 390, height: 800 } },
      renderHtml(report),
    )();
  });

  test.each([320, 390, 768, 1100])('never scrolls sideways as a whole: %i pixels', async (width) => {
    await inspects(
      open,
      async (page) => {
        await scrollThrough(page);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.locator('.table-scroll').last().isVisible()).toBe(true);
      },
      { viewport: { width, height: 800 } },
    )();
  });

  test(
    'keeps a command in one piece, for copying, and shows no lines to sign on a screen',
    inspects(open, async (page) => {
      expect(await page.locator('.command code').textContent()).toBe(
        `lood audit '${HOSTILE.markup}' --depth 5 --classes '${HOSTILE.script}'`,
      );
      expect(await page.locator('.sign-off').isVisible()).toBe(false);
    }),
  );

  test('keeps the words above a wide table in sight on a phone, and room for words in its columns', async () => {
    const rule = 'a column of short words that could each stand in a line of its own';
    const table: Block = {
      kind: 'table',
      caption: 'The first sentence of a caption that is longer than a phone is wide. And a second one.',
      columns: [{ title: 'Rule', align: 'left' }, ...Array.from({ length: 5 }, (_, i) => number(`Column ${i}`))],
      rows: [[rule, 0.0123, 0.0234, 0.0345, 0.0456, 0.0567]],
    };
    const report = { ...hostileReport(1), sections: [{ id: 'only', title: 'Only', question: 'Why?', blocks: [table] }] };
    const { page } = await open(renderHtml(report), { viewport: { width: 390, height: 800 } });
    const [outside, left, wordy, scrolled] = (await page.evaluate(`(() => {
      const box = document.querySelector('.table-scroll');
      box.scrollLeft = box.scrollWidth;
      const frame = box.getBoundingClientRect();
      const words = box.querySelector('.caption-words').getBoundingClientRect();
      return [words.right - frame.right, words.left - frame.left, box.querySelector('td.wordy').clientWidth, box.scrollLeft];
    })()`)) as [number, number, number, number];
    expect(scrolled).toBeGreaterThan(50);
    expect(outside).toBeLessThanOrEqual(1);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(wordy).toBeGreaterThanOrEqual(170);
  });

  test(
    'reads without a script',
    inspects(
      open,
      async (page) => {
        const text: string = await page.evaluate('document.body.innerText');
        expect(text).toContain('Scripts are switched off');
        expect(text).toContain(`Alternative text ${HOSTILE.markup} (The chart itself`);
        expect(text).toContain('The first 20 of 300 rows.');
        expect(await page.locator('.printed-rows').isVisible()).toBe(true);
        expect(await page.locator('button').count()).toBe(0);
      },
      { javaScriptEnabled: false },
    ),
  );

  test('sorts and searches 50,000 records within a second each', async () => {
    const { page, complaints } = await open(renderHtml(hostileReport(50_000)));
    // Measured at 0.1 and 0.2 seconds, of which 0.12 are the rest after the last key; ten times that for a busy machine.
    const started = Date.now();
    await sortBy(page, 'Record');
    expect((await column(page, 1))[0]).toBe('49,999');
    await search(page, 'auc>0.7 class:cat');
    expect(Date.now() - started).toBeLessThan(2000);
    expect(complaints).toEqual([]);
  });
});
