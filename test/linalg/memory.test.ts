import { expect, test } from '@jest/globals';
import type { AuditError } from '../../src/base/errors.ts';
import { assertFitsMemory, machineMemory, plannedBytes } from '../../src/linalg/memory.ts';

const GIB = 2 ** 30;
const plan = { size: 50_000, matrices: 1, otherBytes: 50_000 * 3072 * 8, threads: 2, tileSize: 128 };

test('the plan for 50,000 records of 3,072 features stays under 16 GiB', () => {
  // 9.3 GiB for half of n² doubles, 1.1 for the inputs, 0.3 for each thread.
  expect(plannedBytes(plan) / GIB).toBeGreaterThan(9.3 + 1.1);
  expect(plannedBytes(plan) / GIB).toBeLessThan(12);
  expect(() => assertFitsMemory(plan, 16 * GIB)).not.toThrow();
});

test('a second matrix, as choosing the noise needs, counts twice', () => {
  expect(plannedBytes({ ...plan, matrices: 2 }) - plannedBytes(plan)).toBeCloseTo(9.34 * GIB, -8);
});

test('what does not fit is refused with a number of records that does', () => {
  let error: AuditError | undefined;
  try {
    assertFitsMemory(plan, 4 * GIB);
  } catch (thrown) {
    error = thrown as AuditError;
  }
  expect(error).toMatchObject({ code: 'TOO_LARGE', kind: 'input' });
  expect(error?.message).toMatch(
    /^Expected at most 3\.6 GiB .* Got about 11\.0 GiB for 50000 records\. Try --limit \d+, or a machine with 13 GiB\.$/,
  );
  const limit = Number(/--limit (\d+)/.exec(error?.message ?? '')?.[1]);
  const smaller = { ...plan, size: limit, otherBytes: limit * 3072 * 8 };
  expect(() => assertFitsMemory(smaller, 4 * GIB)).not.toThrow();
  expect(() => assertFitsMemory({ ...smaller, size: Math.ceil(limit * 1.15) }, 4 * GIB)).toThrow(/GiB/);
});

test('this machine has some memory', () => {
  expect(machineMemory()).toBeGreaterThan(GIB / 4);
});
