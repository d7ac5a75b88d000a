// Names that try something, from files to every output: they must come out as plain text. Needs dist/ (npm test builds it).

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse as parseCsv } from 'csv-parse/sync';
import { encode } from 'fast-png';
import { buildReport } from '../../reports/buildReport.ts';
import { readResult } from '../../reports/readResult.ts';
import { plainText } from '../../src/base/plainText.ts';
import { temporaryFolder } from '../data/support.ts';
import { describeInChromium } from '../support/browser.ts';
import { readPdfPages } from '../support/readPdf.ts';
import { lood, spawnLood } from './support.ts';

const folder = temporaryFolder();

/** Without slashes, so that folders can bear these names. Markup would set `window.attacked`. */
const NAMES = [
  '<img src=x onerror=window.attacked=1>',
  "=cmd|' !C calc'!A0",
  'cat\u202egnp.exe',
  'red\u001b[31m\u001b[2J',
  'two\nlines\r',
  '@SUM(1)\u2028"quoted", too',
];
const SCRIPT = '</script><script>window.attacked=1</script>';

// biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/;

const csvCell = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Class names, a column name, categories and the file's own name are hostile; the columns tell the classes apart. */
function hostileTable(): string {
  const rows = Array.from({ length: 36 }, (_, i) => {
    const label = i % NAMES.length;
    return [
      Math.sin(i) + label,
      Math.cos(2 * i),
      csvCell(i % 5 < 2 ? SCRIPT : (NAMES[i % 5] as string)),
      csvCell(NAMES[label] as string),
    ].join(',');
  });
  const columns = ['a', csvCell(NAMES[0] as string), csvCell(`=1+1${NAMES[3]}`), csvCell(NAMES[4] as string)];
  return folder.write(`${NAMES[0]}\u001b[2J\u202e\n.csv`, `${columns.join(',')}\n${rows.join('\n')}\n`);
}

function hostilePictures(): string {
  const at = `pictures ${NAMES[0]}`;
  for (const [label, name] of NAMES.entries()) {
    mkdirSync(folder.path(`${at}/${name}`), { recursive: true });
    for (let i = 0; i < 4; i++) {
      const data = Uint8Array.from({ length: 36 }, (_, p) => (p * (label + 2) + 31 * i) % 256);
      writeFileSync(folder.path(`${at}/${name}/${i} ${NAMES[i]}.png`), encode({ width: 6, height: 6, channels: 1, data }));
    }
  }
  return folder.path(at);
}

const out = () => folder.path(`out ${NAMES[0]}`);
let stderr = '';

beforeAll(async () => {
  const args = ['audit', hostileTable(), '--label-column', NAMES[4] as string, '--out', out()];
  const { code, out: stdout, err } = await spawnLood(args).ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  stderr = err;
});

describe('hostile names in a table', () => {
  test('are shown, not obeyed, on the terminal', () => {
    expect(stderr).toContain('<img src=x onerror=window.attacked=1>\\u001b[2J\\u202e\\u000a.csv: 36 records audited');
    expect(stderr).not.toMatch(UNPRINTABLE);
  });

  test('are text in records.csv, never formulas', () => {
    const rows: string[][] = parseCsv(readFileSync(`${out()}/records.csv`));
    const labels = new Set(rows.slice(1).map((row) => row[1] as string));
    expect([...labels].sort()).toEqual(
      NAMES.map((name) => (/^[=@]/.test(name) ? `'${plainText(name)}` : plainText(name))).sort(),
    );
    for (const cell of rows.flat()) {
      expect(cell).not.toMatch(UNPRINTABLE);
      expect(cell).not.toMatch(/^[=@]|^[+-](?![\d.])/);
    }
  });

  test('are plain text in every section, figure and card', async () => {
    const texts: string[] = [];
    JSON.stringify(buildReport(await readResult(out())), (_, value) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    });
    expect(texts.filter((text) => UNPRINTABLE.test(text))).toEqual([]);
    const all = texts.join('\n');
    for (const name of NAMES.slice(0, 4)) expect(all).toContain(plainText(name).slice(0, 20));
  });

  test('are plain text in the PDF', async () => {
    const text = (await readPdfPages(readFileSync(`${out()}/report.pdf`))).join('').replaceAll(/\s/g, '');
    for (const shown of ['<imgsrc=xonerror=window.attacked=1>', "=cmd|'!Ccalc", '\\u202e', '\\u001b[31m'])
      expect(text).toContain(shown);
    expect(text).not.toMatch(UNPRINTABLE);
  });
});

describeInChromium('the page of an audit with hostile names', (open) => {
  test('shows them as text: no tag is created, no script runs', async () => {
    const { page, requests, complaints } = await open(readFileSync(`${out()}/report.html`, 'utf8'));
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.evaluate('window.attacked')).toBeUndefined();
    expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
    expect(await page.locator('body').innerText()).toContain('<img src=x onerror=window.attacked=1>');
  });
});

test('hostile names of folders and pictures become visible names of classes and records', async () => {
  const words = ['audit', hostilePictures(), '--out', '-', '--format', 'csv'];
  const { code, out: text, err } = await lood(...words);
  expect(code).toBe(0);
  expect(err).not.toMatch(UNPRINTABLE);
  const rows: string[][] = parseCsv(text);
  expect(new Set(rows.slice(1).map((row) => row[1]))).toEqual(
    new Set(NAMES.map((name) => (/^[=@]/.test(name) ? `'${plainText(name)}` : plainText(name)))),
  );
  const files = NAMES.flatMap((folder) => NAMES.slice(0, 4).map((file, i) => plainText(`${folder}/${i} ${file}.png`, 1000)));
  expect(rows[0]?.at(-1)).toBe('name');
  expect(new Set(rows.slice(1).map((row) => row.at(-1)))).toEqual(
    new Set(files.map((file) => (/^[=@]/.test(file) ? `'${file}` : file))),
  );
  expect((await lood(...words, '--contents', 'omit')).out).not.toContain('.png');
});

test('hostile names in what is refused are shown as text', async () => {
  const data = hostileTable();
  for (const words of [
    [data],
    [data, '--label-column', `${NAMES[4]}x`],
    [data, '--label-column', NAMES[4] as string, '--classes', NAMES[3] as string],
    [data, '--label-column', NAMES[4] as string, '--kernel', NAMES[3] as string],
    [`${data}\u001b[2J`],
  ]) {
    const { code, err } = await lood('audit', ...words, '--out', folder.path('refused'));
    expect(code).toBe(2);
    expect(err).toMatch(/^Expected [^\n]+\n$/);
    expect(err).not.toMatch(UNPRINTABLE);
  }
});
