// What can a reader do with a figure besides looking at it? Read its points as a table, and save it as a picture. Called by figures.ts.

import type { Figure } from '../../figures/figure.ts';
import { button, download, element } from './dom.ts';
import { figurePicture } from './figurePicture.ts';
import { figurePoints } from './figurePoints.ts';

/** Rows of a figure's table of points; more would make the page slow and nobody reads them there. */
const MOST_POINTS = 2000;

/** Buttons under the figure, and the place where its points appear. */
export function createFigureTools(figure: Figure): readonly HTMLElement[] {
  const points = element('div', { class: 'figure-points' });
  points.hidden = true;
  const toggle = button(
    'Show data',
    () => {
      points.hidden = !points.hidden;
      toggle.setAttribute('aria-expanded', String(!points.hidden));
      toggle.textContent = points.hidden ? 'Show data' : 'Hide data';
      if (points.childElementCount === 0) points.append(...createPointTable(figure));
    },
    { 'aria-expanded': 'false' },
  );
  const save = button('Save PNG', async () => download(await figurePicture(figure), `${figure.id}.png`));
  return [element('div', { class: 'figure-tools' }, toggle, save), points];
}

function createPointTable(figure: Figure): readonly HTMLElement[] {
  const { columns, groups, shown, total } = figurePoints(figure, MOST_POINTS);
  const head = element('tr', {}, ...columns.map(({ title, align }) => element('th', { scope: 'col', class: align }, title)));
  const bodies = groups.map(({ title, rows }) => {
    const name = title === undefined ? [] : [element('th', { scope: 'rowgroup', colspan: String(columns.length) }, title)];
    const cells = (row: readonly string[]) => row.map((cell, i) => element('td', { class: columns[i]?.align ?? 'left' }, cell));
    return element(
      'tbody',
      {},
      ...name.map((th) => element('tr', {}, th)),
      ...rows.map((row) => element('tr', {}, ...cells(row))),
    );
  });
  const caption = element('caption', { class: 'visually-hidden' }, figure.title);
  const table = element('table', {}, caption, element('thead', {}, head), ...bodies);
  const scroll = element(
    'div',
    { class: 'table-scroll', role: 'region', 'aria-label': `Data of: ${figure.title}`, tabindex: '0' },
    table,
  );
  if (shown === total) return [scroll];
  const note = `The first ${shown.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} points.`;
  return [scroll, element('p', { class: 'table-note' }, note)];
}
