// How is markup written so that data can never become markup? Through one tagged template that escapes whatever it is handed.
// Called by every file that writes a part of the page; only this file turns strings into markup.

import { plainText } from '../../src/base/plainText.ts';

/** A piece of finished markup. Made only by `html` and `trusted`. */
export interface Markup {
  readonly markup: string;
}

export type MarkupValue = string | number | Markup | readonly Markup[] | null;

/**
 * Markup from a template; every interpolated string or number is escaped, markup is inserted as it is, null is left out.
 *
 * @example
 * html`<td title="${name}">${cell}</td>`
 */
export function html(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  let markup = parts[0] ?? '';
  for (let i = 0; i < values.length; i++) markup += valueMarkup(values[i] as MarkupValue) + (parts[i + 1] ?? '');
  return { markup };
}

/** Declares `text` to be markup already: for the bundled style and script and for JSON from `scriptJson`, never for data. */
export function trusted(text: string): Markup {
  return { markup: text };
}

function valueMarkup(value: MarkupValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map((part) => part.markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for element content and quoted attributes: markup characters as entities, control characters as visible escapes. */
export function escapeHtml(text: string): string {
  return plainText(text, Number.POSITIVE_INFINITY).replace(/[&<>"']/g, (c) => ENTITIES[c] as string);
}

/** Escapes `<` (which could end the element or open a comment) and the two line ends that older script parsers refuse. */
const SCRIPT_ESCAPES: Readonly<Record<string, string>> = { '<': '\\u003c', '\u2028': '\\u2028', '\u2029': '\\u2029' };

/**
 * JSON that can stand inside a `<script type="application/json">`: control characters within strings are made visible first, as
 * everywhere on the page, so that the browser side may show each string with `textContent` as it stands.
 *
 * @param significantDigits rounds numbers where given: a drawing needs no more than 7, which halves the size
 */
export function scriptJson(value: unknown, significantDigits?: number): Markup {
  const json = JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'string') return plainText(item, Number.POSITIVE_INFINITY);
    if (typeof item === 'number' && significantDigits !== undefined) return Number(item.toPrecision(significantDigits));
    return item;
  });
  return trusted(json.replace(/[<\u2028\u2029]/g, (c) => SCRIPT_ESCAPES[c] as string));
}
