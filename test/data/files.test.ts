import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fileChunks, readStart, readWhole, sha256OfFile } from '../../src/data/files.ts';
import { loadDataset } from '../../src/data/loadDataset.ts';
import { expectAuditError, temporaryFolder } from './support.ts';

const folder = temporaryFolder();

describe('a file', () => {
  test('is read from its start, whole, and in pieces', async () => {
    const path = folder.write('a.txt', 'hello');
    expect(Buffer.from(await readStart(path, 3)).toString()).toBe('hel');
    expect(Buffer.from(await readStart(path, 100)).toString()).toBe('hello');
    expect(Buffer.from(await readWhole(path)).toString()).toBe('hello');
    expect(await sha256OfFile(path)).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
  });
  test('is not there, is a folder, or is a link in a circle: each is said', async () => {
    await expectAuditError(() => readWhole(folder.path('none')), 'FILE_NOT_FOUND', 'Got nothing there');
    await expectAuditError(() => readStart(folder.path('.'), 1), 'FILE_UNREADABLE', 'Got a folder');
    symlinkSync('circle', folder.path('circle'));
    await expectAuditError(() => readWhole(folder.path('circle')), 'FILE_UNREADABLE', 'Got links that lead in a circle');
  });
  test('that is no file, such as a pipe, is refused without opening it, which would wait for a writer', async () => {
    const pipe = folder.path('pipe');
    execFileSync('mkfifo', [pipe]);
    const refused = (work: () => Promise<unknown>) => expectAuditError(work, 'FILE_UNREADABLE', 'a pipe, a socket or a device');
    await refused(() => readStart(pipe, 1));
    await refused(() => readWhole(pipe));
    await refused(() => fileChunks(pipe).next());
    await refused(() => loadDataset(pipe));
    await refused(() => loadDataset('/dev/zero'));
  });
});
