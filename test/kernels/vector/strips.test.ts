// Cutting a tile into strips: every pair passes once, in its place.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mapStrips, type Strip } from '../../../src/kernels/vector/strips.ts';

describe('mapStrips', () => {
  it('brings every pair to the memory once, with its row and column, and its result back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 70 }),
        fc.constantFrom(8, 16, 32),
        (rows, cols, length) => {
          const tile = Float64Array.from({ length: rows * cols }, (_, at) => at);
          const input = new Float64Array(length).fill(Number.NaN);
          const output = new Float64Array(length);
          let started: { col: number; cols: number } | undefined;
          const map = (strip: Strip): Float64Array => {
            expect(strip.width % 2).toBe(0);
            expect(strip.width - strip.cols).toBeLessThanOrEqual(1);
            expect(strip.rows * strip.width).toBeLessThanOrEqual(length);
            expect({ col: strip.col, cols: strip.cols }).toEqual(started);
            const places = Float64Array.from({ length: strip.rows * strip.width }, (_, at) => {
              const [r, c] = [Math.floor(at / strip.width), at % strip.width];
              return c < strip.cols ? (strip.row + r) * cols + strip.col + c : 0;
            });
            expect(input.subarray(0, places.length)).toEqual(places);
            output.set(places.map((at) => -1 - at));
            return output;
          };
          mapStrips(tile, rows, cols, input, {
            startColumns: (col, count) => {
              started = { col, cols: count };
            },
            map,
          });
          expect(tile).toEqual(Float64Array.from({ length: rows * cols }, (_, at) => -1 - at));
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  it('brings further results to tiles of their own', () => {
    const input = new Float64Array(8);
    const twice = new Float64Array(8);
    const [tile, further] = [Float64Array.from({ length: 33 }, (_, at) => at), new Float64Array(33)];
    mapStrips(tile, 3, 11, input, {
      map: () => {
        twice.set(input.map((v) => 2 * v));
        return input;
      },
      further: [{ strip: twice, tile: further }],
    });
    expect([...tile]).toEqual(Array.from({ length: 33 }, (_, at) => at));
    expect([...further]).toEqual(Array.from({ length: 33 }, (_, at) => 2 * at));
  });

  it('takes as many rows together as fit', () => {
    const seen: number[] = [];
    const input = new Float64Array(16);
    mapStrips(new Float64Array(15), 5, 3, input, {
      map: ({ rows }) => {
        seen.push(rows);
        return input;
      },
    });
    expect(seen).toEqual([4, 1]);
  });

  it('has nothing to do without rows or columns', () => {
    const never = () => {
      throw new Error('called');
    };
    mapStrips(new Float64Array(0), 0, 5, new Float64Array(4), { map: never });
    mapStrips(new Float64Array(0), 5, 0, new Float64Array(4), { map: never });
  });
});
