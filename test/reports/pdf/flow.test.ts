import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type FlowItem, kept, type PlacedItem, paginate } from '../../../reports/pdf/flow.ts';

const PAGE = 100;

function item(height: number, more: Partial<FlowItem> = {}): FlowItem {
  return { height, spaceBefore: 0, keepWithNext: false, draw: () => {}, ...more };
}

const tops = (pages: readonly (readonly PlacedItem[])[]) => pages.map((page) => page.map((placed) => placed.top));

describe('paginate', () => {
  test('fills a page and goes on at the top of the next, without the room above', () => {
    const pages = paginate([item(40, { spaceBefore: 10 }), item(40, { spaceBefore: 10 }), item(40, { spaceBefore: 10 })], PAGE);
    expect(tops(pages)).toEqual([[0, 50], [0]]);
  });

  test('moves a heading to the next page with the first line of what it heads', () => {
    const pages = paginate([item(80), item(10, { keepWithNext: true }), item(20)], PAGE);
    expect(tops(pages)).toEqual([[0], [0, 10]]);
  });

  test('breaks a chain only when it is higher than a page', () => {
    const chain = kept([item(60), item(60), item(60)]);
    expect(tops(paginate([item(10), ...chain], PAGE))).toEqual([[0], [0], [0], [0]]);
  });

  test('repeats the header of a table at the top of each page', () => {
    const header = item(10);
    const rows = Array.from({ length: 4 }, () => item(40, { repeated: header }));
    const pages = paginate([{ ...header, keepWithNext: true }, ...rows], PAGE);
    expect(tops(pages)).toEqual([
      [0, 10, 50],
      [0, 10, 50],
    ]);
    expect(pages[1]?.[0]?.item).toBe(header);
  });

  test('lets a chart give way when it then fits on the page', () => {
    const chart = item(60, { leastHeight: 40 });
    const [first] = paginate([item(50), chart], PAGE);
    expect(first?.map((placed) => placed.height)).toEqual([50, 50]);
  });

  test('lets no chart give way when it would not fit even so', () => {
    const pages = paginate([item(65), item(60, { leastHeight: 40 })], PAGE);
    expect(pages[1]?.map((placed) => placed.height)).toEqual([60]);
  });

  test('shares what has to give way among the charts of a chain', () => {
    const chain = kept([item(60, { leastHeight: 40 }), item(80, { leastHeight: 40 })]);
    const [page] = paginate(chain, 110);
    expect(page?.map((placed) => placed.height)).toEqual([50, 60]);
  });

  test('loses nothing, keeps the order, and no item leaves its page', () => {
    const anyItem = fc.record({
      height: fc.double({ min: 1, max: PAGE, noNaN: true }),
      spaceBefore: fc.double({ min: 0, max: 20, noNaN: true }),
      keepWithNext: fc.boolean(),
      give: fc.double({ min: 0.5, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(anyItem, { maxLength: 60 }), (wishes) => {
        const items = wishes.map(({ give, ...wish }) => item(wish.height, { ...wish, leastHeight: give * wish.height }));
        const pages = paginate(items, PAGE);
        expect(pages.flat().map((placed) => placed.item)).toEqual(items);
        for (const page of pages) {
          let bottom = 0;
          for (const { top, height } of page) {
            expect(top).toBeGreaterThanOrEqual(bottom - 1e-9);
            bottom = top + height;
          }
          expect(bottom).toBeLessThanOrEqual(PAGE + 1e-5);
        }
      }),
    );
  });
});
