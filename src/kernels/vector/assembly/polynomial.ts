// How are polynomials of eight and ten terms evaluated over a strip? In Estrin's grouping, which lets the processor work on several terms at
// once. Ten constants are what a loop can hold.

import { add, entry, mul } from './vectors';

/** out = Σ_{n<10} c_n xⁿ. */
export function tenTerms(table: usize, x: usize, out: usize, bytes: usize): void {
  const c0 = entry(table, 0);
  const c1 = entry(table, 1);
  const c2 = entry(table, 2);
  const c3 = entry(table, 3);
  const c4 = entry(table, 4);
  const c5 = entry(table, 5);
  const c6 = entry(table, 6);
  const c7 = entry(table, 7);
  const c8 = entry(table, 8);
  const c9 = entry(table, 9);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(x + j);
    const v2 = mul(v, v);
    const v4 = mul(v2, v2);
    const low = add(add(c0, mul(c1, v)), mul(add(c2, mul(c3, v)), v2));
    const middle = add(add(c4, mul(c5, v)), mul(add(c6, mul(c7, v)), v2));
    v128.store(out + j, add(low, mul(v4, add(middle, mul(v4, add(c8, mul(c9, v)))))));
  }
}

/** out = Σ_{n<8} c_n xⁿ. */
export function eightTerms(table: usize, x: usize, out: usize, bytes: usize): void {
  const c0 = entry(table, 0);
  const c1 = entry(table, 1);
  const c2 = entry(table, 2);
  const c3 = entry(table, 3);
  const c4 = entry(table, 4);
  const c5 = entry(table, 5);
  const c6 = entry(table, 6);
  const c7 = entry(table, 7);
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(x + j);
    const v2 = mul(v, v);
    const low = add(add(c0, mul(c1, v)), mul(add(c2, mul(c3, v)), v2));
    const high = add(add(c4, mul(c5, v)), mul(add(c6, mul(c7, v)), v2));
    v128.store(out + j, add(low, mul(mul(v2, v2), high)));
  }
}
