import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeAtomically, writeError } from '../../src/base/atomicFile.ts';
import { AuditError } from '../../src/base/errors.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a file written atomically', () => {
  test('stands under its name only when complete', async () => {
    const path = join(folder, 'out.txt');
    await writeAtomically(path, async (temporaryPath) => {
      await writeFile(temporaryPath, 'half');
      expect(await readdir(folder)).toEqual([expect.stringMatching(/^out\.txt\.[0-9a-f]{12}\.partial$/)]);
      await writeFile(temporaryPath, 'whole');
    });
    expect(await readdir(folder)).toEqual(['out.txt']);
    expect(await readFile(path, 'utf8')).toBe('whole');
  });

  test('leaves the old one as it was, and nothing else, when writing fails', async () => {
    const path = join(folder, 'out.txt');
    await writeFile(path, 'old');
    const failure = new AuditError('CANCELLED', { expected: 'a', got: 'b', try: 'c' });
    const pending = writeAtomically(path, async (temporaryPath) => {
      await writeFile(temporaryPath, 'half');
      throw failure;
    });
    await expect(pending).rejects.toBe(failure);
    expect(await readdir(folder)).toEqual(['out.txt']);
    expect(await readFile(path, 'utf8')).toBe('old');
  });

  test('in a folder that does not exist is refused with the path', async () => {
    const path = join(folder, 'none', 'out.txt');
    await expect(writeAtomically(path, (temporaryPath) => writeFile(temporaryPath, ''))).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: `Expected "${path}" to be writable. Got no such folder. Try a file name in a folder that exists and that you may write to.`,
    });
  });
});

test.each([
  ['EACCES', 'OUTPUT_UNWRITABLE', 'Got EACCES.'],
  ['ENOSPC', 'WRITE_FAILED', 'Got a full disk.'],
  ['EIO', 'WRITE_FAILED', 'Got EIO.'],
])('the system’s %s becomes %s', (code, expected, got) => {
  const cause = Object.assign(new Error('system'), { code });
  const error = writeError('a\nb', cause);
  expect(error).toMatchObject({ code: expected, cause, details: { path: 'a\nb' } });
  expect(error.message).toContain('Expected "a\\u000ab" to be writable.');
  expect(error.message).toContain(got);
});
