import { describe, expect, test } from '@jest/globals';
import { showProgress } from '../../cli/progress.ts';
import { temporaryFolder } from '../data/support.ts';
import { fakeStream, lood, smallTable } from './support.ts';

const folder = temporaryFolder();

/** Erase-line, which a terminal obeys. */
const CLEAR = '\u001b[2K';

describe('progress on a plain stream', () => {
  /** Reports `done` of 10 at each of these times (ms), and returns what was written. */
  function linesAt(times: readonly number[]): string {
    const stream = fakeStream();
    let time = 0;
    const { onProgress } = showProgress(stream, false, () => time);
    for (const [done, at] of times.entries()) {
      time = at;
      onProgress({ stage: 'kernel', done, total: 10 });
    }
    return stream.written;
  }

  test('is silent about stages that are over within two seconds', () => {
    expect(linesAt([0, 300, 600, 900, 1999])).toBe('');
  });

  test('then says how far it is and how long it will take, every ten seconds', () => {
    expect(linesAt([0, 1000, 2000, 3000, 11_900, 12_500])).toBe('kernel: 20%, about 8 s left\nkernel: 50%, about 13 s left\n');
  });

  test('counts long times in minutes', () => {
    expect(linesAt([0, 60_000])).toBe('kernel: 10%, about 9 min left\n');
  });

  test('estimates nothing before anything is done, and says nothing at the end', () => {
    expect(linesAt([0])).toBe('');
    const stream = fakeStream();
    let time = 0;
    const { onProgress } = showProgress(stream, false, () => time);
    onProgress({ stage: 'read', done: 0, total: 2 });
    time = 5000;
    onProgress({ stage: 'read', done: 0, total: 2 });
    onProgress({ stage: 'read', done: 2, total: 2 });
    expect(stream.written).toBe('');
  });

  test('starts its clock again with each stage', () => {
    const stream = fakeStream();
    let time = 0;
    const { onProgress } = showProgress(stream, false, () => time);
    for (const stage of ['kernel', 'factorization', 'records']) {
      onProgress({ stage, done: 0, total: 2 });
      time += 1500;
      onProgress({ stage, done: 1, total: 2 });
    }
    expect(stream.written).toBe('');
  });

  test('estimates the time of an interrupted run that goes on by what it does itself', () => {
    const stream = fakeStream();
    let time = 0;
    const { onProgress } = showProgress(stream, false, () => time);
    onProgress({ stage: 'search', done: 800, total: 1000 });
    time = 30_000;
    onProgress({ stage: 'search', done: 800, total: 1000 });
    expect(stream.written).toBe('');
    onProgress({ stage: 'search', done: 900, total: 1000 });
    expect(stream.written).toBe('search: 90%, about 30 s left\n');
  });
});

describe('progress on a terminal', () => {
  test('is a bar with the time left, and is gone at the end', () => {
    const stream = fakeStream(true);
    const { onProgress, stop } = showProgress(stream, false);
    onProgress({ stage: 'factorization', done: 0, total: 4 });
    try {
      expect(stream.written).toMatch(/factorization {3}.*0% · estimating the time left/);
      onProgress({ stage: 'factorization', done: 1, total: 4 });
      // At once, so that the bar has no time to go by, which it must not write as a time.
      onProgress({ stage: 'factorization', done: 1, total: 4 });
      expect(stream.written).not.toMatch(/LLs|NULL|INF|NaN| 0 ?s left/);
      onProgress({ stage: 'factorization', done: 4, total: 4 });
      expect(stream.written).toContain('100%');
      expect(stream.written.endsWith(CLEAR)).toBe(true);
      // A hidden cursor, or lines that no longer wrap, would stay after the second Ctrl-C.
      expect(stream.written).not.toMatch(/\[\?(25|7)l/);
      const before = stream.written;
      stop();
      expect(stream.written).toBe(before);
    } finally {
      // A bar left running would keep the process alive.
      stop();
    }
  });

  test('stops in the middle when asked, and leaves the line empty', () => {
    const listeners = process.listenerCount('SIGINT');
    const stream = fakeStream(true);
    const { onProgress, stop } = showProgress(stream, false);
    onProgress({ stage: 'kernel', done: 1, total: 4 });
    expect(process.listenerCount('SIGINT')).toBe(listeners);
    stop();
    expect(stream.written.endsWith(CLEAR)).toBe(true);
  });
});

test('--quiet leaves stderr empty, also on a terminal', async () => {
  const { onProgress, stop } = showProgress(fakeStream(true), true);
  onProgress({ stage: 'kernel', done: 1, total: 4 });
  stop();
  const data = folder.write('table.csv', smallTable());
  expect((await lood('audit', data, '--out', folder.path('quiet'), '--format', 'csv', '--quiet')).err).toBe('');
});
