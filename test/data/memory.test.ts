import { totalmem } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { assertFits, availableMemory, formatBytes } from '../../src/data/memory.ts';
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
