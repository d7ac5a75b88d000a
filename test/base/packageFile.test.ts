import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageFile, packageRoot } from '../../src/base/packageFile.ts';

describe('packageFile', () => {
  test('finds files from the root of the package', () => {
    expect(existsSync(join(packageRoot(), 'package.json'))).toBe(true);
    expect(packageFile('assets/digits.npz')).toBe(join(packageRoot(), 'assets', 'digits.npz'));
  });
  test('says that the package is incomplete when a file is not there', () => {
    expect(() => packageFile('assets/none.npz')).toThrow('Expected the package to contain assets/none.npz. Got no file at ');
  });
});
