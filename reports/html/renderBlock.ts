// How does each kind of block look in HTML? One exhaustive switch, a few lines of markup per kind. Called by renderHtml.ts per section.

import { assertNever } from '../../src/base/errors.ts';
import type { Block, RecordCard, Tone } from '../blocks.ts';
import { anchorId } from './anchors.ts';
import { encodeTable } from './encodeTable.ts';
import { html, type Markup, scriptJson } from './markup.ts';
import { pngAddress } from './pictures.ts';
import { renderStrips } from './strips.ts';
import { renderTable } from './table.ts';

type BlockOf<K extends Block['kind']> = Extract<Block, { kind: K }>;

/** What the blocks of one page share. */
export interface PageState {
  /** Records whose picture stands in a gallery; the record table takes it from there instead of carrying it twice. */
  readonly shownPictures: ReadonlySet<number>;
}

export function renderBlock(block: Block, page: PageState): Markup {
  switch (block.kind) {
    case 'text':
      return html`<div class="text">${paragraphs(block.text)}</div>`;
    case 'list':
      return html`<ul class="list">${block.items.map((item) => html`<li>${item}</li>`)}</ul>`;
    case 'metrics':
      return renderMetrics(block);
    case 'callout':
      return renderCallout(block);
    case 'command':
      return renderCommand(block);
    case 'sign-off':
      return html`<div class="sign-off"><p>${block.text}</p>
<dl>${block.fields.map((field) => html`<div><dt>${field}</dt><dd></dd></div>`)}</dl></div>`;
    case 'figure':
      return renderFigure(block);
    case 'table':
      return renderTable(block);
    case 'records':
      return renderRecords(block);
    case 'strips':
      return renderStrips(block);
    case 'record-table':
      return renderRecordTable(block, page);
    default:
      return assertNever(block);
  }
}

/** Line ends separate paragraphs; within a line they would show as escapes. */
function paragraphs(text: string): readonly Markup[] {
  return text
    .split(/\n+/)
    .filter((line) => line.trim() !== '')
    .map((line) => html`<p>${line}</p>`);
}

/** A sign and a word for each tone, so that none is told by colour alone. */
const TONES: Readonly<Record<Tone, { readonly sign: string; readonly word: string }>> = {
  good: { sign: '✓', word: 'Good' },
  caution: { sign: '!', word: 'Caution' },
  danger: { sign: '▲', word: 'Danger' },
  neutral: { sign: 'i', word: 'Note' },
};

function toneSign(tone: Tone): Markup {
  const { sign, word } = TONES[tone];
  return html`<span class="tone-sign" aria-hidden="true">${sign}</span><span class="visually-hidden"> (${word}) </span>`;
}

function renderMetrics(block: BlockOf<'metrics'>): Markup {
  const tiles = block.items.map(
    (item) => html`<div class="metric tone-${item.tone}">
<dt class="metric-label">${item.label}${item.tone === 'neutral' ? null : toneSign(item.tone)}</dt>
<dd class="metric-value">${item.value}</dd>
${item.note === undefined ? null : html`<dd class="metric-note">${item.note}</dd>`}</div>`,
  );
  return html`<dl class="metrics">${tiles}</dl>`;
}

function renderCallout(block: BlockOf<'callout'>): Markup {
  return html`<div class="callout tone-${block.tone}" role="note">
<p class="callout-title">${toneSign(block.tone)}${block.title}</p>
<div class="callout-text">${paragraphs(block.text)}</div>
</div>`;
}

/** Lines end before an option where they can; what is copied has single spaces there. */
function renderCommand(block: BlockOf<'command'>): Markup {
  const parts = block.command
    .split(/ (?=--)/)
    .map((part, i) => html`${i === 0 ? '' : ' '}<span class="command-part">${part}</span>`);
  return html`<div class="command"><p class="command-title">${block.title}</p><pre><code>${parts}</code></pre></div>`;
}

/** Enough for any screen, and half the bytes of full precision; the exact numbers are in the result file. */
const FIGURE_DIGITS = 7;

function renderFigure(block: BlockOf<'figure'>): Markup {
  const { figure } = block;
  return html`<div class="figure" id="figure-${anchorId(figure.id)}"><figure>
<h3 class="figure-title">${figure.title}</h3>
<div class="chart" role="img" aria-label="${figure.altText}"></div>
<noscript><p class="figure-alt">${figure.altText} (The chart itself is drawn by a script, which is switched off.)</p></noscript>
<figcaption>${block.caption}</figcaption></figure>
<script type="application/json" class="figure-data">${scriptJson(figure, FIGURE_DIGITS)}</script>
</div>`;
}

function renderRecords(block: BlockOf<'records'>): Markup {
  const size = block.cards.some((card) => card.picture !== undefined) ? 'with-pictures' : 'with-values';
  return html`<div class="records"><p class="records-caption">${block.caption}</p>
<ul class="cards ${size}">${block.cards.map(renderCard)}</ul></div>`;
}

function renderCard(card: RecordCard): Markup {
  const picture =
    card.picture === undefined
      ? null
      : html`<img class="picture" src="${pngAddress(card.picture)}" width="${card.picture.width}" height="${card.picture.height}" alt="Picture of record ${card.record}" data-record="${card.record}">`;
  const values = card.values === undefined ? null : renderValues(card.values);
  return html`<li class="card">${picture}<div class="card-words">
<p class="card-title">${card.title}</p>
<ul class="facts">${card.facts.map((fact) => html`<li>${fact}</li>`)}</ul>
${values}</div></li>
`;
}

/** Values shown before the rest is folded away. */
const OPEN_VALUES = 8;

function renderValues(values: NonNullable<RecordCard['values']>): Markup {
  const list = (some: typeof values) =>
    html`<dl class="values">${some.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
  if (values.length <= OPEN_VALUES) return list(values);
  return html`${list(values.slice(0, OPEN_VALUES))}<details><summary>${values.length - OPEN_VALUES} more values</summary>${list(values.slice(OPEN_VALUES))}</details>`;
}

function renderRecordTable(block: BlockOf<'record-table'>, page: PageState): Markup {
  const pictures: Record<string, string> = {};
  for (const [record, picture] of block.pictures) if (!page.shownPictures.has(record)) pictures[record] = pngAddress(picture);
  const head = block.rows.slice(0, block.printRows);
  const note =
    head.length === block.rows.length
      ? null
      : html`<p class="table-note">The first ${head.length} of ${block.rows.length.toLocaleString('en-US')} rows. All of them are in ${block.file}.</p>`;
  return html`<div class="record-table">
<div class="printed-rows">${renderTable({ ...block, rows: head })}${note}</div>
<script type="application/json" class="table-data">${scriptJson(encodeTable(block, pictures))}</script>
</div>`;
}
