// Do the examples run, and say what they should? As their readers run them, against the built package. Needs dist/ (npm test builds it).

import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../src/base/packageFile.ts';
import { filesIn, lood } from './cli/support.ts';
import { temporaryFolder } from './data/support.ts';

const folder = temporaryFolder();
const examples = join(packageRoot(), 'examples');

function runExample(name: string, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [join(examples, name), ...args], { cwd: folder.path('.') }, (error, out) =>
      error === null ? resolve(out) : reject(error),
    );
  });
}

describe('the examples', () => {
  test('are the ones tested here', () => {
    expect(readdirSync(examples).sort()).toEqual([
      'attack-signals.js',
      'audit-arrays.js',
      'audit-callback.js',
      'audit-model.js',
      'audit-tensors.js',
      'leave-out-a-group.js',
      'rebuild-a-record.js',
    ]);
  });

  test('audit-arrays.js finds the record that was put far from the others, and writes the reports', async () => {
    const out = await runExample('audit-arrays.js', folder.path('arrays'));
    expect(out).toMatch(/^noise variance [\d.e-]+, accuracy without each record 0\.9\d*$/m);
    const listed = [...out.matchAll(/^record (\d+): KL (\d+\.\d+) nats, attack AUC (\d\.\d+)$/gm)].map((match) =>
      match.slice(1).map(Number),
    );
    expect(listed).toHaveLength(3);
    const [worst, second] = listed as [number[], number[]];
    expect(worst[0]).toBe(200);
    expect(worst[1]).toBeGreaterThan(3 * (second[1] as number));
    expect(out).toContain('wrote 2 files');
    expect(filesIn(folder.path('arrays'))).toEqual(['records.csv', 'report.html']);
  });

  test('audit-tensors.js trains a network and audits the tensors it was trained on', async () => {
    const out = await runExample('audit-tensors.js');
    const loss = Number(/^training loss (\d\.\d+)$/m.exec(out)?.[1]);
    // Guessing the mean class of two costs ¼ on average.
    expect(loss).toBeLessThan(0.25);
    const [, above, records] = /^(\d+) of (\d+) records: attack AUC above 0\.9/m.exec(out) ?? [];
    expect(Number(records)).toBe(120);
    expect(Number(above)).toBeGreaterThan(0);
  });

  test('audit-model.js audits a trained network by its last layer and by its gradients, and writes the reports', async () => {
    const out = await runExample('audit-model.js', folder.path('model'));
    expect(Number(/^training accuracy (\d\.\d+)$/m.exec(out)?.[1])).toBeGreaterThan(0.9);
    const kernels = [...out.matchAll(/^linear in .* of the trained network "threes-and-fives".*; mean k\(x, x\) = 2$/gm)];
    expect(kernels).toHaveLength(2);
    const listed = [...out.matchAll(/^record (\d+): KL (\d+\.\d+) nats, attack AUC (\d\.\d+)$/gm)].map((match) =>
      Number(match[3]),
    );
    expect(listed).toHaveLength(6);
    // All weights have more room to learn a record by heart than those of the last layer.
    expect(listed[3]).toBeGreaterThan(listed[0] as number);
    for (const features of ['last-layer', 'gradients'])
      expect(filesIn(folder.path(`model-${features}`))).toEqual(['records.csv', 'report.html']);
  });

  test('audit-callback.js audits a network while it trains', async () => {
    const out = await runExample('audit-callback.js');
    const lines = [...out.matchAll(/^after (\d+) epochs: attack AUC ([\d.]+) for the median record, ([\d.]+) for the worst$/gm)];
    expect(lines.map(([, epochs]) => Number(epochs))).toEqual([4, 8, 10]);
    for (const [, , median, worst] of lines) expect(Number(worst)).toBeGreaterThan(Number(median));
    expect(out).toContain('3 audits, 0 failed');
  });

  test('attack-signals.js finds that small networks tell their members, and writes a file that lood attack reads', async () => {
    const out = await runExample('attack-signals.js', folder.path('.'));
    const [, auc, low] = /^base-online: AUC ([\d.]+) \(95% interval ([\d.]+) to [\d.]+\), leak$/m.exec(out) ?? [];
    expect(Number(auc)).toBeGreaterThan(0.65);
    expect(Number(low)).toBeGreaterThan(0.5);
    expect([...out.matchAll(/^(sample-split|gaussian|one-run): epsilon at least \d+\.\d+$/gm)].map(([, name]) => name)).toEqual([
      'sample-split',
      'gaussian',
      'one-run',
    ]);
    const { code, out: csv } = await lood('attack', folder.path('signals.npz'), '--out', '-', '--format', 'csv', '--quiet');
    expect(code).toBe(0);
    expect(csv.trimEnd().split('\n')).toHaveLength(301);
  });

  test('leave-out-a-group.js shows that asking about the records themselves tells most', async () => {
    const out = await runExample('leave-out-a-group.js');
    const lines = [...out.matchAll(/: +KL (\d+\.\d+) nats, AUC ([01]\.\d+)$/gm)].map(([, kl, auc]) => ({
      kl: Number(kl),
      auc: Number(auc),
    }));
    expect(lines).toHaveLength(2);
    const [own, other] = lines as [(typeof lines)[0], (typeof lines)[0]];
    expect(own.kl).toBeGreaterThan(other.kl);
    expect(own.auc).toBeGreaterThanOrEqual(other.auc);
    expect(other.auc).toBeGreaterThanOrEqual(0.5);
  });

  test('rebuild-a-record.js rebuilds records, and shows that less leaks farther away', async () => {
    const out = await runExample('rebuild-a-record.js');
    const rebuilt = [...out.matchAll(/^record \d+: rebuilt with cosine ([\d.]+), place (\d+) among all records$/gm)];
    expect(rebuilt.map(([, cosine, place]) => [Number(cosine) > 0.999, place])).toEqual(new Array(3).fill([true, '1']));
    const shares = [...out.matchAll(/^at [\d.]+ of its norm from the record: at most ([\d.]+)% of its leakage$/gm)].map(
      ([, share]) => Number(share),
    );
    expect(shares).toHaveLength(3);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });
});
