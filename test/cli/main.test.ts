// The built command as its users run it: exit status, streams and signals of a real process. Needs dist/ (npm test builds it).

import { closeSync, existsSync, openSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../data/support.ts';
import { filesIn, lood, smallTable, spawnLood } from './support.ts';

const folder = temporaryFolder();

/** Waits until `ready` holds; a process that takes a minute to get there has failed. */
async function until(ready: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!ready()) {
    if (Date.now() > deadline) throw new Error('waited a minute in vain');
    await wait(20);
  }
}

test('an audit in the default folder of the working directory', async () => {
  folder.write('table.csv', smallTable());
  const { code, out, err } = await spawnLood(['audit', 'table.csv', '--format', 'csv'], { cwd: folder.path('.') }).ended;
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toContain('open lood-out/records.csv');
  expect(filesIn(folder.path('lood-out'))).toEqual(['records.csv']);
});

test('wrong usage ends with status 2 and the line that the tests in this process see', async () => {
  const { code, out, err } = await spawnLood(['digits']).ended;
  expect({ code, out, err }).toEqual(await lood('digits'));
  expect(code).toBe(2);
});

test('help and errors do not depend on the language of the system', async () => {
  const env = { ...process.env, LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' };
  const words = [
    ['audit', '--help'],
    ['audit', '--depth'],
  ];
  const outcomes = await Promise.all(words.map((args) => spawnLood(args, { env }).ended));
  for (const [i, { code, out, err }] of outcomes.entries())
    expect({ code, out, err }).toEqual(await lood(...(words[i] as string[])));
});

test('a reader of stdout that goes away is no error', async () => {
  const { child, ended } = spawnLood(['--help']);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ code: 0, err: '' });
});

test('nobody to read stderr is no error either, and the reports are written', async () => {
  const out = folder.path('unheard');
  const { child, ended } = spawnLood(['audit', folder.write('table.csv', smallTable()), '--format', 'csv', '--out', out]);
  child.stderr?.destroy();
  expect(await ended).toMatchObject({ code: 0, out: '' });
  expect(filesIn(out)).toEqual(['records.csv']);
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a full disk behind stdout ends with status 1 and one line', async () => {
  const data = folder.write('table.csv', smallTable());
  for (const words of [['--help'], ['doctor'], ['audit', data, '--out', '-', '--quiet']]) {
    const full = openSync('/dev/full', 'w');
    const { code, err } = await spawnLood(words, { stdio: ['ignore', full, 'pipe'] }).ended;
    closeSync(full);
    expect(code).toBe(1);
    expect(err).toBe(
      'Expected stdout to take what was written to it. Got a full disk. Try another place, for example --out with a folder.\n',
    );
  }
});

const onPosix = process.platform === 'win32' ? describe.skip : describe;

onPosix('Ctrl-C', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '(%s) ends a running audit within a second, with one line and no output',
    async (signal) => {
      const out = folder.path(`interrupted-${signal}/reports`);
      const { child, ended } = spawnLood(['audit', 'digits', '--noise-variance', 'auto', '--out', out]);
      await until(() => existsSync(out));
      // By now the kernel matrix is being computed.
      await wait(700);
      const sent = performance.now();
      child.kill(signal);
      const { code, out: stdout, err } = await ended;
      expect(performance.now() - sent).toBeLessThan(1500);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(err).toMatch(/^Expected the run to finish\. Got a request to stop\. Try [^\n]+\.\n$/);
      expect(existsSync(folder.path(`interrupted-${signal}`))).toBe(false);
    },
  );
});
