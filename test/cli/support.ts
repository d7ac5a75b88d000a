// How do tests run a command line? In this process, with streams that keep what was written; and small files for it to read.

import { type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { runCli } from '../../cli/cli.ts';
import type { ExitCode } from '../../cli/exitCodes.ts';
import { packageRoot } from '../../src/base/packageFile.ts';
import { labelNpy, npyBytes, zipBytes } from '../data/support.ts';

export interface Outcome {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** A stream that keeps what is written to it. */
export function fakeStream(isTTY = false) {
  let written = '';
  return {
    isTTY,
    // What a terminal has besides, as cli-progress asks for it.
    columns: 100,
    getWindowSize: () => [100, 40],
    write(text: string) {
      written += text;
      return true;
    },
    get written() {
      return written;
    },
  };
}

/** Runs `lood` with these words. */
export async function lood(...args: readonly string[]): Promise<Outcome> {
  const [stdout, stderr] = [fakeStream(), fakeStream()];
  const code = await runCli(args, { stdout, stderr, interrupt: () => {} });
  return { code, out: stdout.written, err: stderr.written };
}

/** Asserts exit code 2, nothing on stdout, and on stderr the one line `Expected … Got … Try …` with these fragments; returns it. */
export function expectRefusal({ code, out, err }: Outcome, ...fragments: readonly string[]): string {
  expect(err).toMatch(/^Expected [^\n]+\. Got [^\n]+\. Try [^\n]+\.\n$/);
  for (const fragment of fragments) expect(err).toContain(fragment);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  return err;
}

/** The names of everything in a folder, sorted, with folders before the names in them. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return (readdirSync(folder, { recursive: true }) as string[]).map((name) => name.replaceAll('\\', '/')).sort();
}

/** The columns of a records.csv without quoted cells. */
export function csvColumns(text: string): Readonly<Record<string, readonly string[]>> {
  const [header = '', ...rows] = text.trimEnd().split('\n');
  const cells = rows.map((row) => row.split(','));
  return Object.fromEntries(header.split(',').map((name, j) => [name, cells.map((row) => row[j] as string)]));
}

/** The built command as a child process; what it writes to a stream that is no pipe is not kept. */
export function spawnLood(args: readonly string[], options: SpawnOptions = {}) {
  const child = spawn(process.execPath, [join(packageRoot(), 'dist', 'cli', 'main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; out: string; err: string }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  return { child, ended };
}

/** Two overlapping clouds of points with a category, as CSV; small enough for an audit of a few milliseconds. */
export function smallTable(records = 24): string {
  const colours = ['red', 'green', 'blue'];
  const rows = Array.from({ length: records }, (_, i) => {
    const shift = i % 2 === 0 ? 1 : -1;
    const [a, b] = [Math.sin(3 * i + 1) + 0.6 * shift, Math.cos(5 * i) * 2 + 0.3 * shift];
    return `${a.toFixed(4)},${b.toFixed(4)},${colours[(i * 7) % 3]},${i % 2 === 0 ? 'yes' : 'no'}`;
  });
  return `height,weight,colour,label\n${rows.join('\n')}\n`;
}

/** 8 × 8 grey pictures of two kinds of bars, as .npz; the 4-d array says that they are pictures. */
export function smallPictures(records = 24): Uint8Array {
  const labels = Array.from({ length: records }, (_, i) => i % 2);
  const pixels = labels.flatMap((label, i) =>
    Array.from({ length: 64 }, (_, p) => (((label === 0 ? p % 8 : p >> 3) + i) % 4 < 2 ? 200 : 20) + ((p * (i + 3)) % 50)),
  );
  return zipBytes([
    { name: 'x.npy', bytes: npyBytes({ descr: '|u1', shape: `(${records}, 8, 8, 1)` }, Uint8Array.from(pixels)) },
    { name: 'y.npy', bytes: labelNpy(labels) },
  ]);
}
