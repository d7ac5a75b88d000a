// Reads a file of golden values, by its path under test/golden.

import { readFileSync } from 'node:fs';

export function readGolden<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${path}`, import.meta.url), 'utf8')) as T;
}
