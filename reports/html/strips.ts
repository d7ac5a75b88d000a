// How do rows of pictures stand on the page? As a table under words that all rows share; where the page is narrow each picture has its own words
// beneath (style/strips.css). Called by renderBlock.ts.

import type { Block, PictureStrip, RecordPicture } from '../blocks.ts';
import { anchorId } from './anchors.ts';
import { html, type Markup } from './markup.ts';
import { pngAddress } from './pictures.ts';

type Strips = Extract<Block, { kind: 'strips' }>;

export function renderStrips(block: Strips): Markup {
  const heads = block.columns.map((column) => html`<th scope="col">${column}</th>`);
  return html`<div class="strips" id="${anchorId(block.id)}"><p class="records-caption">${block.caption}</p>
<table><thead><tr><th scope="col"><span class="visually-hidden">Record</span></th>${heads}</tr></thead>
<tbody>
${block.rows.map((row) => renderRow(row, block.columns))}</tbody></table></div>`;
}

function renderRow(row: PictureStrip, columns: readonly string[]): Markup {
  const cells = columns.map((column, i) => {
    const picture = row.pictures[i] ?? null;
    return picture === null
      ? html`<td class="no-picture"></td>`
      : html`<td data-words="${column}">${renderPicture(picture, `${column}, record ${row.record}`, i === 0 ? row.record : undefined)}</td>`;
  });
  return html`<tr><th scope="row"><p class="card-title">${row.title}</p>
<ul class="facts">${row.facts.map((fact) => html`<li>${fact}</li>`)}</ul></th>${cells}</tr>
`;
}

/** @param record number by which the table of records finds this picture */
function renderPicture(picture: RecordPicture, words: string, record: number | undefined): Markup {
  const { width, height } = picture;
  const found = record === undefined ? null : html` data-record="${record}"`;
  return html`<img class="picture" src="${pngAddress(picture)}" width="${width}" height="${height}" alt="${words}"${found}>`;
}
