// Which stretch of the rows is on the screen? Pages keep the document small however long the table is. Called by recordTable.ts.

import { button, element } from './dom.ts';

const PAGE_SIZES = [25, 50, 100, 250] as const;

export interface Pager {
  readonly controls: HTMLElement;
  /** Goes to the first page of a list of `count` rows. */
  show(count: number): void;
}

/** @param onPage called with the half-open range of rows to show, whenever it changes */
export function createPager(onPage: (from: number, to: number) => void): Pager {
  let count = 0;
  let size: number = PAGE_SIZES[0];
  let page = 0;

  const first = button('«', () => turnTo(0), { 'aria-label': 'First page' });
  const previous = button('‹', () => turnTo(page - 1), { 'aria-label': 'Previous page' });
  const next = button('›', () => turnTo(page + 1), { 'aria-label': 'Next page' });
  const last = button('»', () => turnTo(lastPage()), { 'aria-label': 'Last page' });
  const place = element('span', { class: 'pager-place', 'aria-live': 'polite' });
  const sizes = element(
    'select',
    {},
    ...PAGE_SIZES.map((option) => element('option', { value: String(option) }, String(option))),
  );
  sizes.addEventListener('change', () => {
    const firstRow = page * size;
    size = Number(sizes.value);
    turnTo(Math.floor(firstRow / size));
  });

  function lastPage(): number {
    return Math.max(0, Math.ceil(count / size) - 1);
  }

  function turnTo(wanted: number): void {
    page = Math.min(Math.max(wanted, 0), lastPage());
    const from = page * size;
    const to = Math.min(from + size, count);
    place.textContent =
      count === 0
        ? 'No rows'
        : `${(from + 1).toLocaleString('en-US')}–${to.toLocaleString('en-US')} of ${count.toLocaleString('en-US')}`;
    // A disabled button would lose the keyboard's focus, so the ends are marked and do nothing.
    for (const control of [first, previous]) control.setAttribute('aria-disabled', String(page === 0));
    for (const control of [next, last]) control.setAttribute('aria-disabled', String(page === lastPage()));
    onPage(from, to);
  }

  const controls = element(
    'div',
    { class: 'pager', role: 'group', 'aria-label': 'Pages of the table' },
    first,
    previous,
    place,
    next,
    last,
    element('label', { class: 'page-size' }, 'Rows per page ', sizes),
  );
  return {
    controls,
    show(rows) {
      count = rows;
      turnTo(0);
    },
  };
}
