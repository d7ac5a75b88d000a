import { totalmem } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { assertArrayFits, assertFits, availableMemory, formatBytes } from '../../src/data/memory.ts';
import { expectAuditError } from './support.ts';

describe('availableMemory', () => {
  test('is some, and no more than the machine has', () => {
    expect(availableMemory()).toBeGreaterThan(0);
    expect(availableMemory()).toBeLessThan(totalmem());
  });
});

describe('assertFits', () => {
  test('allows the limit itself and refuses one byte more', async () => {
    assertFits(1000, 'x', 'TOO_LARGE', 'less', 1000);
    await expectAuditError(
      () => assertFits(1001, 'the matrix', 'TOO_LARGE', 'fewer records', 1000),
      'TOO_LARGE',
      'Expected the matrix to fit into the available memory (1 KB). Got 1 KB. Try fewer records.',
    );
  });
  test('refuses a size that is not a number', () =>
    expectAuditError(() => assertFits(Number.NaN, 'x', 'TOO_LARGE', 'less', 1000), 'TOO_LARGE'));
});

describe('assertArrayFits', () => {
  test('allows as many values as one array holds and refuses one more, whatever the memory', async () => {
    assertArrayFits(100, 100, 'the table', 'TOO_LARGE', 'less', 100);
    await expectAuditError(
      () => assertArrayFits(101, 101, 'the table', 'TOO_LARGE', 'fewer records', 100),
      'TOO_LARGE',
      'Expected the table to have at most 100 values, as many as one array of Node.js',
      'Got 101. Try fewer records, or a later version of Node.js.',
    );
  });
  test('refuses what memory cannot hold', () =>
    expectAuditError(() => assertArrayFits(1, 1e18, 'x', 'CONTAINER_TOO_LARGE', 'less'), 'CONTAINER_TOO_LARGE', 'Got 1 EB'));
});

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1 KB'],
  [1_536_000, '1.54 MB'],
  [999_999, '1 MB'],
  [1e12, '1 TB'],
  [1e30, '1000000000000 EB'],
])('formatBytes(%d) is %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
