// How does a report become one HTML file? The shell of the page: policy, style, header, contents, sections, script. Everything is in the
// file itself, so it opens from a mail attachment, offline, years later. Called by the report writer of the command line and by library users.

import type { Block, Report, Section } from '../blocks.ts';
import { anchorId } from './anchors.ts';
import { contentSecurityPolicy, readPageAssets } from './assets.ts';
import { html, type Markup, trusted } from './markup.ts';
import { type PageState, renderBlock } from './renderBlock.ts';

/**
 * The report as a self-contained page: no request leaves it, all strings of the report appear as plain text.
 * Without a script it still reads: words, tables (the record table's first `printRows` rows) and pictures stand in the markup.
 *
 * @throws AuditError `WRITE_FAILED` when the package has not been built (the browser script is bundled by `npm run build`)
 */
export function renderHtml(report: Report): string {
  const assets = readPageAssets();
  const page: PageState = { shownPictures: galleryRecords(report) };
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="lood ${report.generatedFrom.loodVersion}">
<title>${report.title}</title>
<link rel="icon" href="data:,">
<style>${trusted(assets.style)}</style>
</head>
<body>
<a class="skip" href="#report">Skip to the report</a>
<div class="page">
${renderContents(report.sections)}
<main id="report">
${renderHeader(report)}
${report.sections.map((section) => renderSection(section, page))}
${renderFooter(report)}
</main>
</div>
<script>${trusted(assets.script)}</script>
</body>
</html>
`;
  return markup;
}

/** Records whose own picture stands in a gallery of any kind. */
function galleryRecords(report: Report): ReadonlySet<number> {
  const records = new Set<number>();
  for (const block of report.sections.flatMap((section) => section.blocks)) {
    if (block.kind === 'records') for (const { record, picture } of block.cards) if (picture !== undefined) records.add(record);
    if (block.kind === 'strips') for (const { record, pictures } of block.rows) if (pictures[0]) records.add(record);
  }
  return records;
}

function renderContents(sections: readonly Section[]): Markup {
  return html`<nav class="contents" aria-label="Contents"><p class="brand" aria-hidden="true">lood</p>
<ol>${sections.map((section) => html`<li><a href="#${anchorId(section.id)}">${section.title}</a></li>`)}</ol></nav>`;
}

function renderHeader(report: Report): Markup {
  return html`<header class="report-header">
<h1>${report.title}</h1>
<p class="subtitle">${report.subtitle}</p>
<noscript><p class="table-note">Scripts are switched off: charts, sorting and searching are not available; words, tables and pictures are.</p></noscript>
</header>`;
}

function renderSection(section: Section, page: PageState): Markup {
  const id = anchorId(section.id);
  return html`<section class="section" id="${id}" aria-labelledby="${id}-title">
<header class="section-header"><h2 id="${id}-title">${section.title}</h2><p class="question">${section.question}</p></header>
${withFigureRows(section.blocks, page)}
</section>
`;
}

/** Figures that follow each other stand side by side where the page is wide enough; boxes, with names of classes beside them, do not. */
function withFigureRows(blocks: readonly Block[], page: PageState): readonly Markup[] {
  const parts: Markup[] = [];
  for (let i = 0; i < blocks.length; ) {
    let end = i;
    while (isNarrowFigure(blocks[end])) end++;
    const isRow = end - i > 1;
    const group = blocks.slice(i, Math.max(end, i + 1)).map((block) => renderBlock(block, page));
    parts.push(isRow ? html`<div class="figure-row">${group}</div>` : html`${group}`);
    i += group.length;
  }
  return parts;
}

function isNarrowFigure(block: Block | undefined): boolean {
  return block?.kind === 'figure' && block.figure.series.every((series) => series.kind !== 'boxes');
}

function renderFooter(report: Report): Markup {
  const { startedAt, loodVersion, sha256 } = report.generatedFrom;
  return html`<footer class="report-footer"><dl>
<div><dt>Made by</dt><dd>lood ${loodVersion}</dd></div>
<div><dt>Run started</dt><dd><time datetime="${startedAt}">${readableTime(startedAt)}</time></dd></div>
<div><dt>Data SHA-256</dt><dd><code>${sha256}</code></dd></div>
</dl></footer>`;
}

/** `2026-03-01 14:05 UTC` from an ISO time in UTC; anything else as it is. */
function readableTime(time: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::[\d.]+)?Z$/.exec(time);
  return match ? `${match[1]} ${match[2]} UTC` : time;
}
