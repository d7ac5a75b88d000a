import { describe, expect, test } from '@jest/globals';
import { largestRefuted } from '../../../src/membership/dp/bounds.ts';
import { expectAuditError } from '../../data/support.ts';

describe('largestRefuted', () => {
  test('comes within 1e-13 of where refutation ends, from below', () => {
    for (const end of [1e-9, 0.3, 1, 7.7, 1e6]) {
      const found = largestRefuted((x) => x < end);
      expect(found).toBeLessThan(end);
      expect(end - found).toBeLessThanOrEqual(1e-13 * Math.max(1, 2 * end));
    }
  });

  test('is 0 where nothing is refuted, and an error where everything is', async () => {
    expect(largestRefuted(() => false)).toBe(0);
    await expectAuditError(() => largestRefuted(() => true), 'NOT_CONVERGED', 'finite');
  });
});
