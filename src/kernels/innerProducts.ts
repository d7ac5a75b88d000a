// What are the inner products of two sets of inputs? Called by pairwiseKernel.ts and squaredDistances.ts for small problems; the
// linear-algebra engines do the large ones.

import { type Matrix, matrix } from '../linalg/matrix.ts';

/**
 * x_i·z_j, [n, m]. Rows are contiguous, so each product streams two rows; four columns share each load of x. The sum runs over the
 * dimensions in order for every pair, so that x·z and z·x agree to the last bit. O(n·m·d).
 */
export function innerProducts(inputs: Matrix, others: Matrix): Matrix {
  const d = inputs.cols;
  const m = others.rows;
  const x = inputs.data;
  const z = others.data;
  const out = matrix(inputs.rows, m);
  for (let i = 0; i < inputs.rows; i++) {
    const from = i * d;
    let j = 0;
    for (; j + 3 < m; j += 4) {
      const first = j * d;
      const second = first + d;
      const third = second + d;
      const fourth = third + d;
      let a = 0;
      let b = 0;
      let c = 0;
      let e = 0;
      for (let k = 0; k < d; k++) {
        const v = x[from + k] as number;
        a += v * (z[first + k] as number);
        b += v * (z[second + k] as number);
        c += v * (z[third + k] as number);
        e += v * (z[fourth + k] as number);
      }
      out.data[i * m + j] = a;
      out.data[i * m + j + 1] = b;
      out.data[i * m + j + 2] = c;
      out.data[i * m + j + 3] = e;
    }
    for (; j < m; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += (x[from + k] as number) * (z[j * d + k] as number);
      out.data[i * m + j] = sum;
    }
  }
  return out;
}
