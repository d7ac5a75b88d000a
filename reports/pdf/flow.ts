// Which item stands on which page? A column of items with heights is cut into pages so that a heading never stands alone at the foot, nothing
// that belongs together is torn apart, charts give way a little rather than leave half a page empty, and table headers return at the top of
// the next page. Pure; called by renderPdf.ts.

import type { SKRSContext2D } from '@napi-rs/canvas';

/** A strip of the column that is never split. */
export interface FlowItem {
  readonly height: number;
  /** Height to which the item may be drawn smaller so that its chain still fits on a page; its `height` when absent. */
  readonly leastHeight?: number;
  /** Room above, dropped at the top of a page. */
  readonly spaceBefore: number;
  /** Stands on the same page as the item after it, unless the whole chain is higher than a page. */
  readonly keepWithNext: boolean;
  /** Drawn above this item when it is the first of a page: the header of its table. */
  readonly repeated?: FlowItem;
  /** Name by which links find this place. */
  readonly anchor?: string;
  draw(context: SKRSContext2D, left: number, top: number, placed: PlacedItem): void;
}

export interface PlacedItem {
  readonly item: FlowItem;
  /** Below the top of the page's content. */
  readonly top: number;
  /** The item's own height, or less where it had to give way. */
  readonly height: number;
}

/** Fills pages of the given content height from first to last. Cost O(items). */
export function paginate(items: readonly FlowItem[], pageHeight: number): PlacedItem[][] {
  const pages: PlacedItem[][] = [[]];
  let bottom = 0;
  const page = () => pages[pages.length - 1] as PlacedItem[];
  const turnPage = () => {
    pages.push([]);
    bottom = 0;
  };
  const place = (item: FlowItem, height: number) => {
    page().push({ item, top: bottom, height });
    bottom += height;
  };
  for (const chain of chains(items)) {
    if (page().length > 0 && bottom + heightOf(chain, true) > pageHeight) turnPage();
    // Where even the smallest heights do not fit (a chain higher than a page) nothing is gained by shrinking.
    const repeated = page().length === 0 ? (chain[0]?.repeated?.height ?? 0) : 0;
    const excess = bottom + repeated + heightOf(chain, false) - pageHeight;
    const slack = heightOf(chain, false) - heightOf(chain, true);
    const share = excess > 0 && excess <= slack ? excess / slack : 0;
    for (const item of chain) {
      const height = item.height - share * (item.height - leastHeight(item));
      if (page().length > 0 && bottom + item.spaceBefore + height > pageHeight + 1e-6) turnPage();
      if (page().length > 0) bottom += item.spaceBefore;
      else if (item.repeated) place(item.repeated, item.repeated.height);
      place(item, height);
    }
  }
  return pages;
}

function leastHeight(item: FlowItem): number {
  return item.leastHeight ?? item.height;
}

/** The room above the first item counts too: a chain only meets it below other items, where it is drawn. */
function heightOf(chain: readonly FlowItem[], isLeast: boolean): number {
  return chain.reduce((sum, item) => sum + item.spaceBefore + (isLeast ? leastHeight(item) : item.height), 0);
}

/** Runs of items that are kept together. */
function chains(items: readonly FlowItem[]): FlowItem[][] {
  const found: FlowItem[][] = [];
  let isOpen = false;
  for (const item of items) {
    if (isOpen) found[found.length - 1]?.push(item);
    else found.push([item]);
    isOpen = item.keepWithNext;
  }
  return found;
}

/** The items as one chain, joined to what follows when `withNext`. */
export function kept(items: readonly FlowItem[], withNext = false): FlowItem[] {
  return items.map((item, i) => ({ ...item, keepWithNext: withNext || i < items.length - 1 }));
}
