import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { describe, expect, jest, test } from '@jest/globals';
import { assertCheckpointPlace, openCheckpoint, type PartFormat } from '../../src/audit/checkpoint.ts';
import { filesIn } from '../cli/support.ts';
import { expectAuditError, temporaryFolder } from '../data/support.ts';

const folder = temporaryFolder();
/** Texts that begin with a letter. */
const words: PartFormat<string> = {
  encode: (part) => part,
  decode: (text) => (/^[a-z]/.test(text) ? text : undefined),
};
const open = (name: string, about: unknown = 'this run') => openCheckpoint(folder.path(name), about, words);

async function kept(name: string, ...parts: readonly string[]): Promise<Buffer> {
  const checkpoint = await open(name);
  for (const part of parts) await checkpoint.add(part);
  return readFileSync(folder.path(name));
}

describe('a checkpoint', () => {
  test('without a path keeps nothing', async () => {
    const checkpoint = await openCheckpoint(undefined, 0, words);
    await checkpoint.add('a');
    expect(checkpoint.finished).toEqual([]);
  });

  test('gives back what was added, in order, also to a run that is interrupted again', async () => {
    await kept('again', 'one', 'two');
    const second = await open('again');
    expect(second.finished).toEqual(['one', 'two']);
    await second.add('three');
    expect((await open('again')).finished).toEqual(['one', 'two', 'three']);
    expect(filesIn(folder.path('.')).filter((name) => name.startsWith('again'))).toEqual(['again']);
  });

  test('is appended to: what stands there is not written anew', async () => {
    const before = await kept('appended', 'one');
    const after = await kept('appended', 'two');
    expect(after.subarray(0, before.length)).toEqual(before);
    expect(after.length).toBe(before.length + 36 + 'two'.length);
  });

  test('is written to the end where the disk takes a part at a time', async () => {
    const handle = await openFile(folder.path('handle'), 'w');
    await handle.close();
    const files = Object.getPrototypeOf(handle) as typeof handle;
    const { write } = files;
    const some = jest.spyOn(files, 'write').mockImplementation(function (this: typeof handle, ...given: unknown[]) {
      const [bytes, from, length, at] = given as [Buffer, number, number, number];
      return Reflect.apply(write, this, [bytes, from, Math.min(length, 7), at]);
    } as typeof write);
    try {
      await kept('slow', 'one', 'two', 'three');
      expect(some.mock.calls.length).toBeGreaterThan(10);
    } finally {
      some.mockRestore();
    }
    expect((await open('slow')).finished).toEqual(['one', 'two', 'three']);
  });

  test('of other settings is not used, and is replaced by the first part', async () => {
    await kept('other', 'one', 'two');
    const other = await open('other', 'another run');
    expect(other.finished).toEqual([]);
    expect((await open('other')).finished).toEqual(['one', 'two']);
    await other.add('three');
    expect((await open('other')).finished).toEqual([]);
    expect((await open('other', 'another run')).finished).toEqual(['three']);
  });

  test('that was cut anywhere gives the parts that are whole, and goes on after them', async () => {
    const whole = await kept('cut', 'one', 'two');
    const first = await kept('first', 'one');
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(folder.path('cut'), whole.subarray(0, length));
      expect((await open('cut')).finished).toEqual(length >= first.length ? ['one'] : []);
    }
    writeFileSync(folder.path('cut'), Buffer.concat([whole.subarray(0, -1), Buffer.alloc(500)]));
    const cut = await open('cut');
    await cut.add('new');
    expect((await open('cut')).finished).toEqual(['one', 'new']);
    expect(readFileSync(folder.path('cut'))).toHaveLength(whole.length);
  });

  test('that was changed anywhere gives the parts before the change', async () => {
    const whole = await kept('changed', 'one', 'two');
    const first = (await kept('unchanged', 'one')).length;
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ 1;
      writeFileSync(folder.path('changed'), bytes);
      expect((await open('changed')).finished).toEqual(at < first ? [] : ['one']);
    }
  });

  test('whose parts were exchanged or repeated gives none that is out of its place', async () => {
    const whole = await kept('moved', 'one', 'two');
    const [start, length] = ['lood partial 1\n'.length, 36 + 3];
    const [one, two] = [whole.subarray(start, start + length), whole.subarray(start + length)];
    writeFileSync(folder.path('moved'), Buffer.concat([whole.subarray(0, start), two, one]));
    expect((await open('moved')).finished).toEqual([]);
    writeFileSync(folder.path('moved'), Buffer.concat([whole.subarray(0, start), one, one]));
    expect((await open('moved')).finished).toEqual(['one']);
  });

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a serialized object of Node.js', Buffer.from('ff0f6f22036b65794900', 'hex')],
    ['JSON', Buffer.from('{"__proto__": {"x": 1}}')],
    ['a promise of four gigabytes', Buffer.concat([Buffer.from('lood partial 1\n'), Buffer.alloc(40, 255)])],
    ['noise', Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31) % 256)],
  ])('that holds %s is not used', async (_, bytes) => {
    writeFileSync(folder.path('hostile'), bytes);
    const checkpoint = await open('hostile');
    expect(checkpoint.finished).toEqual([]);
    await checkpoint.add('a');
    expect((await open('hostile')).finished).toEqual(['a']);
  });

  test('whose text is sealed, but is none, is not used further', async () => {
    await kept('sealed', 'one', '2', 'three');
    expect((await open('sealed')).finished).toEqual(['one']);
  });

  test('is not read or written through a link that has taken its place', async () => {
    const target = folder.path('precious');
    writeFileSync(target, await kept('linked', 'one'));
    const before = readFileSync(target);
    const [early, late] = ['early', 'late'].map((name) => folder.path(name)) as [string, string];
    symlinkSync(target, early);
    const found = await open('early');
    expect(found.finished).toEqual([]);
    await found.add('two');
    const replaced = await open('late');
    await replaced.add('one');
    rmSync(late);
    symlinkSync(target, late);
    await expectAuditError(() => replaced.add('two'), 'WRITE_FAILED', 'late"');
    expect(readFileSync(target)).toEqual(before);
  });
});

test('a place that is taken by a folder is refused before the work', async () => {
  mkdirSync(folder.path('taken'));
  const says = ['taken" to be a file, or not to be there. Got a folder of that name.'];
  await expectAuditError(() => assertCheckpointPlace(folder.path('taken')), 'OUTPUT_UNWRITABLE', ...says);
  await assertCheckpointPlace(folder.path('free'));
  await assertCheckpointPlace(undefined);
});
