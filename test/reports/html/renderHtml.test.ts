import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { decode } from 'fast-png';
import type { RecordPicture, Report } from '../../../reports/blocks.ts';
import { contentSecurityPolicy, readPageAssets } from '../../../reports/html/assets.ts';
import { pngAddress } from '../../../reports/html/pictures.ts';
import { renderHtml } from '../../../reports/html/renderHtml.ts';
import { HOSTILE, hostileReport } from './hostileReport.ts';

const page = renderHtml(hostileReport());

/** Contents of the page's elements of one name, as a browser would cut them. */
function elements(name: 'script' | 'style'): string[] {
  return [...page.matchAll(new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}`, 'gs'))].map((match) => match[1] ?? '');
}

describe('renderHtml', () => {
  test('names the hash of its only style and only code in a policy that allows nothing else', () => {
    const hashOf = (text = '') => createHash('sha256').update(text).digest('base64');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
    const code = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map((match) => match[1]);
    expect(code).toHaveLength(1);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${hashOf(code[0])}'`,
      `style-src 'sha256-${hashOf(elements('style')[0])}'`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  test('has no attribute that could fetch or run anything', () => {
    const outside = page.replace(/<(script|style)(?: [^>]*)?>.*?<\/\1>/gs, '');
    const addresses = [...outside.matchAll(/\s(?:src|href)="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(addresses.length).toBeGreaterThan(5);
    expect(addresses.filter((address) => !/^(#[a-z0-9-]+|data:,|data:image\/png;base64,[A-Za-z0-9+/=]+)$/.test(address))).toEqual(
      [],
    );
    const withoutValues = outside.replace(/="[^"]*"/g, '=""');
    expect(withoutValues).toContain('<img class=""');
    expect(withoutValues).not.toMatch(/<[^>]*\s(on\w+|style)=/);
  });

  test('writes no hostile string as it came', () => {
    for (const [name, text] of Object.entries(HOSTILE)) {
      if (name !== 'formula') expect(page.includes(text)).toBe(false);
    }
  });

  test('holds data that parses back in every data element', () => {
    const data = elements('script').slice(0, -1);
    expect(data).toHaveLength(6);
    for (const json of data) expect(typeof JSON.parse(json)).toBe('object');
  });

  test('reads without a script: words, the first rows of the record table, and how many there are', () => {
    const rows = page.slice(page.indexOf('class="printed-rows"')).match(/<tr>/g);
    expect(rows).toHaveLength(1 + 20);
    expect(page).toContain('The first 20 of 300 rows. All of them are in records.csv.');
    expect(page).toContain('Alternative text');
  });

  test('says nothing of missing rows where the printed ones are all', () => {
    expect(renderHtml(hostileReport(15))).not.toContain('class="table-note">The first');
  });

  test('carries each picture once, whether the gallery or the table or both show it', () => {
    const addresses = page.match(/data:image\/png;base64,[A-Za-z0-9+/=]+/g) ?? [];
    expect(addresses).toHaveLength(8 + 2);
    expect(new Set(addresses).size).toBe(8 + 2);
  });

  test('stays well under a megabyte for 2,000 records', () => {
    const size = Buffer.byteLength(renderHtml(hostileReport(2000)));
    // 195 kB script, 12 kB style, about 60 kB of rows with six columns, and as much again for four more columns; doubled for growth.
    expect(size).toBeLessThan(500_000);
  });

  test('links each section from the contents', () => {
    for (const id of ['verdict', 'figures', 'records']) {
      expect(page).toContain(`<a href="#${id}">`);
      expect(page).toContain(`<section class="section" id="${id}"`);
    }
  });

  test('bears a report without sections', () => {
    const empty: Report = { ...hostileReport(1), sections: [] };
    expect(renderHtml(empty)).toContain('<main id="report">');
  });

  test('bears sections whose ids would break an address', () => {
    const report = hostileReport(1);
    const [section] = report.sections;
    const odd: Report = { ...report, sections: section ? [{ ...section, id: '"><script>' }] : [] };
    expect(renderHtml(odd)).toContain('<a href="#script">');
  });
});

describe('the assets of the page', () => {
  test('cannot end the element they stand in', () => {
    const { script, style } = readPageAssets();
    expect(script).not.toMatch(/<\/script|<!--/i);
    expect(style).not.toMatch(/<\/style/i);
  });

  test('keep the licence of Chart.js beside its code', () => {
    expect(readPageAssets().script).toMatch(/Chart\.js v4[\s\S]*Released under the MIT License/);
  });

  test('are missed with the command that makes them', () => {
    expect(() => readPageAssets((path) => `/nowhere/${path}`)).toThrow(
      expect.objectContaining({
        code: 'WRITE_FAILED',
        message:
          'Expected a part of the HTML report at dist/reports/html/client.js. Got no such file in the package. ' +
          'Try npm run build in the source tree, or installing the package again.',
      }),
    );
  });

  test('give two different policies for two different scripts', () => {
    expect(contentSecurityPolicy({ script: 'a', style: '' })).not.toBe(contentSecurityPolicy({ script: 'b', style: '' }));
  });
});

describe('pngAddress', () => {
  test.each([1, 3] as const)('keeps every pixel of a picture with %i channels', (channels) => {
    const picture: RecordPicture = {
      height: 2,
      width: 3,
      channels,
      pixels: Array.from({ length: 6 * channels }, (_, i) => (i * 37) % 256),
    };
    const image = decode(Buffer.from(pngAddress(picture).replace(/^data:image\/png;base64,/, ''), 'base64'));
    expect(image).toMatchObject({ height: 2, width: 3, channels });
    expect([...image.data]).toEqual(picture.pixels);
  });
});
