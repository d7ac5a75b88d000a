// lood attack from the command line: files of known truth in, scores and reports out, and one line for each thing that may be wrong with a file.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { repeatCommand } from '../../reports/sections/repeatCommand.ts';
import { parseResult } from '../../reports/tables/resultJson.ts';
import type { AttackResult } from '../../src/audit/attackResult.ts';
import type { ArrayToWrite } from '../../src/data/npyEncode.ts';
import { writeNpz } from '../../src/data/writeNpz.ts';
import { rocOf } from '../../src/membership/signals/roc.ts';
import { normalTail } from '../../src/statistics/normal.ts';
import { temporaryFolder } from '../data/support.ts';
import { type SignalsSampleOptions, sampleSignals } from '../support/sampleSignals.ts';
import { csvColumns, expectRefusal, filesIn, lood } from './support.ts';

const folder = temporaryFolder();

/** A signals file of the sample. */
async function signalsFile(
  name: string,
  options: SignalsSampleOptions,
  change: Record<string, ArrayToWrite> = {},
): Promise<string> {
  const { name: _, ...arrays } = sampleSignals(options);
  const shaped = Object.entries(arrays).map(([key, value]) => {
    const array = value as ArrayToWrite | Uint8Array | Int32Array | string[];
    const inFile = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return [inFile, 'values' in array && 'shape' in array ? array : { shape: [array.length], values: array }] as const;
  });
  await writeNpz(folder.path(name), { ...Object.fromEntries(shaped), ...change });
  return folder.path(name);
}

describe('lood attack', () => {
  test('recovers the exact AUC of Gaussian signals, and writes everything', async () => {
    const n = 4000;
    const path = await signalsFile('gauss.npz', { records: n, references: 0, shift: 1, difficulty: 0, classes: 2, seed: 2 });
    const out = folder.path('gauss');
    const { code, out: text, err } = await lood('attack', path, '--out', out, '--one-run', 'on');
    expect({ code, text }).toEqual({ code: 0, text: '' });
    expect(err).toContain('gauss.npz: 2,000 members, 2,000 other records, 0 reference models; a leak was found');
    expect(err).toMatch(/population-threshold: AUC 0\.7\d\d \(95% interval 0\.\d+ to 0\.\d+\)/);
    expect(err).toMatch(/ε at δ = 1×10⁻⁵: at least \d\.\d+ nats \(one-run, level 95%\)/);
    expect(filesIn(out)).toEqual([
      'attack.json',
      'figures',
      'figures/auc-by-attack.png',
      'figures/auc-by-class.png',
      'figures/roc.png',
      'figures/score-places.png',
      'figures/scores.png',
      'report.html',
      'report.pdf',
      'scores.csv',
    ]);

    // The second route to the AUC: from the table of scores alone.
    const { record, member, score, label } = csvColumns(readFileSync(`${out}/scores.csv`, 'utf8'));
    expect(readFileSync(`${out}/scores.csv`, 'utf8')).toMatch(/^record,member,score,label\n/);
    expect(record).toEqual(Array.from({ length: n }, (_, i) => String(i)));
    expect(label?.slice(0, 4)).toEqual(['0', '0', '1', '1']);
    const { auc } = rocOf(Float64Array.from(score ?? [], Number), Uint8Array.from(member ?? [], Number));
    const result = parseResult(readFileSync(`${out}/attack.json`, 'utf8')) as AttackResult;
    expect(result.attacks[0]?.auc.value).toBe(auc);
    const exact = normalTail(-Math.SQRT1_2);
    expect(result.attacks[0]?.auc.low).toBeLessThan(exact);
    expect(result.attacks[0]?.auc.high).toBeGreaterThan(exact);
    // ε of (1)-GDP at δ = 1e-5 is 4.377; a bound that exceeded it would be wrong in one case of twenty, and this one is far below.
    const oneRun = result.dp.bounds.find(({ method }) => method === 'one-run');
    expect(oneRun?.epsilon).toBeGreaterThan(0);
    expect(oneRun?.epsilon).toBeLessThan(4.377178);

    // Reports again, without computing.
    const again = folder.path('again');
    expect((await lood('report', out, '--out', again, '--quiet')).code).toBe(0);
    for (const name of ['attack.json', 'scores.csv', 'report.html']) {
      expect(readFileSync(`${again}/${name}`, 'utf8')).toBe(readFileSync(`${out}/${name}`, 'utf8'));
    }
  });

  test('runs attacks by name, with settings from a file that flags go before', async () => {
    const path = await signalsFile('named.npz', { records: 200, references: 4 });
    const config = folder.write(
      'attack.yaml',
      `signals: ${JSON.stringify(path)}\nattack: [rmia-offline, difference]\ngamma: 1.5\nfpr: [0.05, 0.2]\noneRun: true\nlevel: 0.9\n`,
    );
    const { code, out } = await lood('attack', '--config', config, '--level', '0.8', '--out', '-');
    expect(code).toBe(0);
    const result = parseResult(out) as AttackResult;
    expect(result.manifest.settings).toEqual({
      signals: path,
      attack: ['rmia-offline', 'difference'],
      gamma: 1.5,
      fpr: [0.05, 0.2],
      level: 0.8,
      oneRun: true,
    });
    expect(result.verdict).toMatchObject({ attack: 'rmia-offline', choice: 'named' });
    expect(result.attacks[0]?.operatingPoints.map(({ fpr }) => fpr)).toEqual([0.05, 0.2]);
    const { out: csv } = await lood('attack', path, '--attack', 'rmia-offline', '--out', '-', '--format', 'csv', '--quiet');
    expect(csv).toMatch(/^record,member,score\n0,0,/);
  });

  test('is repeated by the command in its report', async () => {
    const path = await signalsFile('repeat.npz', { records: 60, references: 2 });
    const { out } = await lood(
      'attack',
      path,
      '--out',
      '-',
      '--attack',
      'difference',
      '--one-run',
      'on',
      '--fpr',
      '0.1,0.3',
      '-q',
    );
    expect(repeatCommand(parseResult(out))).toBe(`lood attack ${path} --attack difference --fpr 0.1,0.3 --one-run true`);
  });

  test('shows rows in the place of ids where contents are left out', async () => {
    const path = await signalsFile('ids.npz', { records: 20, references: 0, names: ['Jane Doe'] });
    const kept = await lood('attack', path, '--out', '-', '--format', 'csv');
    expect(kept.out).toMatch(/^record,member,score\nJane Doe,0,/);
    const omitted = await lood('attack', path, '--out', '-', '--contents', 'omit');
    expect(omitted.out).not.toContain('Jane');
    const result = folder.write('ids.json', (await lood('attack', path, '--out', '-')).out);
    expect(readFileSync(result, 'utf8')).toContain('Jane');
    expect((await lood('report', result, '--out', '-', '--contents', 'omit', '--format', 'csv')).out).toMatch(
      /^record,member,score\n0,0,/,
    );
  });

  test('says that there are too few records to tell, and still ends well', async () => {
    const path = await signalsFile('few.npz', { records: 24, references: 0, shift: 0 });
    const { code, err } = await lood('attack', path, '--out', folder.path('few'), '--format', 'json');
    expect(code).toBe(0);
    expect(err).toContain('few.npz: 12 members, 12 other records, 0 reference models; too few records to tell');
  });
});

describe('lood attack refuses, in one line and before it writes anything,', () => {
  const refused = async (path: string, words: readonly string[], ...options: string[]) => {
    const out = folder.path('nothing');
    expectRefusal(await lood('attack', path, '--out', out, ...options), ...words);
    expect(filesIn(out)).toEqual([]);
  };

  test('files that are not there, not whole, or hold something else', async () => {
    await refused(folder.path('none.npz'), ['Got nothing there.']);
    const whole = readFileSync(await signalsFile('whole.npz', { records: 40 }));
    for (const end of [10, whole.length >> 1, whole.length - 5]) {
      await refused(folder.write('cut.npz', whole.subarray(0, end)), ['to be a complete .npz archive', 'truncated or damaged']);
    }
    const flipped = Uint8Array.from(whole);
    flipped[200] = (flipped[200] as number) ^ 255;
    await refused(folder.write('flipped.npz', flipped), []);
    await refused(folder.write('table.npz', 'record,member\n1,1\n'), ['to be a complete .npz archive']);
  });

  test('members alone, masks of another length, and two kinds of signals', async () => {
    const members = (values: number[]) => ({ members: { shape: [values.length], values: Uint8Array.from(values) } });
    await refused(await signalsFile('all.npz', { records: 4 }, members([1, 1, 1, 1])), ['Got 4 members and no non-members.']);
    await refused(await signalsFile('short.npz', { records: 4 }, members([1, 0])), ['as many records as members (2). Got 4.']);
    const both = { target_confidences: { shape: [4], values: Float64Array.of(0.1, 0.2, 0.3, 0.4) } };
    await refused(await signalsFile('both.npz', { records: 4 }, both), ['Got target_confidences and target_losses.']);
  });

  test('attacks that the file does not permit, and names that nobody knows', async () => {
    const path = await signalsFile('one.npz', { records: 20, references: 1 });
    await refused(path, ['for lira-online', 'Try population-threshold'], '--attack', 'lira-online');
    await refused(path, ['Got "rmia". Try "'], '--attack', 'rmia');
    await refused(path, ['Expected --fpr to be numbers separated by commas. Got "few".'], '--fpr', 'few');
    await refused(path, ['--level between 0 and 1. Got 95.'], '--level', '95');
    await refused(path, ['Expected the format to be one of json, csv, html, pdf, png. Got "npz".'], '--format', 'npz');
  });
});
