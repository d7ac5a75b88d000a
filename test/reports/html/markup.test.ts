import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeHtml, html, scriptJson, trusted } from '../../../reports/html/markup.ts';
import { HOSTILE } from './hostileReport.ts';

describe('html', () => {
  test('escapes strings in content and attributes', () => {
    const { markup } = html`<p title="${`"'`}">${'<b> & </b>'}</p>`;
    expect(markup).toBe('<p title="&quot;&#39;">&lt;b&gt; &amp; &lt;/b&gt;</p>');
  });

  test('inserts markup and lists of markup as they are, and leaves null out', () => {
    const items = ['a', '<'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}${null}${trusted('<!---->')}</ul>${3}`.markup).toBe('<ul><li>a</li><li>&lt;</li><!----></ul>3');
  });

  test('does not escape twice', () => {
    expect(html`${html`${'&'}`}`.markup).toBe('&amp;');
  });
});

describe('escapeHtml', () => {
  test('leaves no character that ends text or an attribute, nor a control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the claim
        expect(escaped).not.toMatch(/[<>"'\u0000-\u001f\u202a-\u202e\u2028\u2029]|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });

  test('keeps long texts whole', () => {
    expect(escapeHtml('x'.repeat(5000))).toHaveLength(5000);
  });
});

describe('scriptJson', () => {
  test('cannot end its element, open a comment, or break a line', () => {
    const { markup } = scriptJson(Object.values(HOSTILE));
    expect(markup).not.toMatch(/[<\u2028\u2029\u202e]/);
    expect((JSON.parse(markup) as string[])[1]).toBe(HOSTILE.script);
  });

  test('shows control characters of strings as the page does elsewhere', () => {
    expect(JSON.parse(scriptJson({ name: 'a\u202eb' }).markup)).toEqual({ name: 'a\\u202eb' });
  });

  test('keeps numbers exact unless asked to round them', () => {
    const value = [0.1 + 0.2, 1e-300, 12345678.9];
    expect(JSON.parse(scriptJson(value).markup)).toEqual(value);
    expect(JSON.parse(scriptJson(value, 7).markup)).toEqual([0.3, 1e-300, 12345680]);
  });
});
