// Searches that are interrupted as their users do it. Needs dist/ (npm test builds it).

import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../data/support.ts';
import { filesIn, spawnLood } from './support.ts';

const folder = temporaryFolder();
const onPosix = process.platform === 'win32' ? test.skip : test;

/** Two records a wave. */
const words = 'digits --limit 30 --top 10 --starts 128 --max-iterations 2 --format csv,npz --quiet --out';
const args = (command: string, out: string) => [command, ...words.split(' '), folder.path(out)];

const keptBytes = (out: string) => statSync(folder.path(`${out}/search.partial`), { throwIfNoEntry: false })?.size ?? 0;

/** Stops the command with this signal once it has finished a wave. */
async function interrupted(command: string, out: string, signal: NodeJS.Signals = 'SIGINT') {
  const before = keptBytes(out);
  const { child, ended } = spawnLood(args(command, out));
  for (const deadline = Date.now() + 60_000; keptBytes(out) <= before; await wait(5)) {
    if (Date.now() > deadline) throw new Error('waited a minute in vain');
  }
  child.kill(signal);
  return ended;
}

onPosix(
  'a search that gets Ctrl-C keeps finished waves, and the same command ends with the numbers of one that did not',
  async () => {
    const [whole, { code, out, err }] = [await spawnLood(args('query', 'whole')).ended, await interrupted('query', 'part')];
    expect(whole).toMatchObject({ code: 0, err: '' });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^Expected the run to finish\. Got a request to stop\. Try the same command again: it goes on from what "[^"]*part\/search\.partial" keeps\.\n$/,
    );
    expect(filesIn(folder.path('part'))).toEqual(['search.partial']);
    const { size } = statSync(folder.path('part/search.partial'));
    // Interrupted once more, it has more to go on from.
    expect((await interrupted('query', 'part', 'SIGTERM')).code).toBe(1);
    expect(keptBytes('part')).toBeGreaterThan(size);
    expect(await spawnLood(args('query', 'part')).ended).toMatchObject({ code: 0, err: '' });
    expect(filesIn(folder.path('part'))).toEqual(['queries.csv', 'queries.npz']);
    for (const name of ['queries.csv', 'queries.npz']) {
      expect(readFileSync(folder.path(`part/${name}`))).toEqual(readFileSync(folder.path(`whole/${name}`)));
    }
  },
);

onPosix('a file of another run, or of anything, does no harm and is gone in the end', async () => {
  expect((await interrupted('reconstruct', 'other')).code).toBe(1);
  const { code } = await spawnLood([
    'query',
    'digits',
    '--limit',
    '40',
    '--top',
    '2',
    '--format',
    'csv',
    '--out',
    folder.path('other'),
  ]).ended;
  expect({ code, files: filesIn(folder.path('other')) }).toEqual({ code: 0, files: ['queries.csv'] });
  writeFileSync(folder.path('other/search.partial'), Buffer.from('ff0f6f22036b65794900', 'hex'));
  const again = await spawnLood([
    'query',
    'digits',
    '--limit',
    '40',
    '--top',
    '3',
    '--format',
    'csv',
    '--out',
    folder.path('other'),
  ]).ended;
  expect({ code: again.code, files: filesIn(folder.path('other')) }).toEqual({ code: 0, files: ['queries.csv'] });
});

onPosix('a search that is stopped before its first wave leaves nothing', async () => {
  const out = folder.path('early/reports');
  const { child, ended } = spawnLood(['query', 'digits', '--noise-variance', 'auto', '--out', out]);
  for (const deadline = Date.now() + 60_000; !existsSync(out); await wait(20)) {
    if (Date.now() > deadline) throw new Error('waited a minute in vain');
  }
  await wait(500);
  child.kill('SIGINT');
  const { code, err } = await ended;
  expect({ code, left: existsSync(folder.path('early')) }).toEqual({ code: 1, left: false });
  expect(err).toContain('Try running the same command again; nothing was left half-written.');
});
