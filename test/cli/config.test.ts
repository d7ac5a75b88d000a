import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../cli/cli.ts';
import { camelCase } from '../../cli/commandLine.ts';
import type { AuditResult } from '../../src/audit/result.ts';
import { temporaryFolder } from '../data/support.ts';
import { expectRefusal, lood, smallTable } from './support.ts';

const folder = temporaryFolder();

/** The result of an audit of the small table with this config file and these flags. */
async function auditWith(config: string, ...flags: string[]): Promise<AuditResult> {
  const data = folder.write('table.csv', smallTable());
  const outcome = await lood('audit', data, '--config', folder.write('audit.yaml', config), '--out', '-', ...flags);
  expect(outcome.err).not.toContain('Expected');
  return JSON.parse(outcome.out);
}

async function refusalWith(config: string | Uint8Array, ...fragments: string[]): Promise<string> {
  const data = folder.write('table.csv', smallTable());
  return expectRefusal(await lood('audit', data, '--config', folder.write('audit.yaml', config), '--out', '-'), ...fragments);
}

describe('a config file', () => {
  const wanted = { kernel: 'rbf', gamma: 2, noiseVariance: 0.5, classes: ['no', 'yes'], failAbove: { auc: 0.2, kl: 50 } };

  test.each([
    ['YAML in kebab-case', 'kernel: rbf\ngamma: 2\nnoise-variance: 0.5\nclasses: [no, yes]\nfail-above: {auc: 0.2, kl: 50}\n'],
    ['YAML in camelCase', '# notes\nkernel: rbf\ngamma: 2\nnoiseVariance: 0.5\nclasses: no,yes\nfailAbove: auc=0.2,kl=50\n'],
    ['JSON', JSON.stringify(wanted)],
    ['JSON with tabs', JSON.stringify(wanted, null, '\t')],
  ])('may be %s', async (_, text) => {
    const { manifest, verdict } = await auditWith(text);
    expect(manifest.settings).toMatchObject(wanted);
    expect(verdict.failAbove.map(({ metric, exceeded }) => [metric, exceeded])).toEqual([
      ['auc', true],
      ['kl', false],
    ]);
  });

  test('gives way to flags', async () => {
    const { manifest } = await auditWith('kernel: rbf\ngamma: 2\nlimit: 12', '--gamma', '3', '--kernel=matern');
    expect(manifest.settings).toMatchObject({ kernel: 'matern', gamma: 3, limit: 12 });
  });

  test('may name the data and where the reports go', async () => {
    const data = folder.write('table.csv', smallTable());
    const config = folder.write('whole.json', JSON.stringify({ data, out: '-', format: ['csv'], quiet: true }));
    const { code, out, err } = await lood('audit', '--config', config);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^record,label,/);
    expect((await lood('audit', data, '--config', config)).out).toBe(out);
  });

  test('takes the settings that a result states, and so repeats the audit', async () => {
    const first = await auditWith('{kernel: ntk, depth: 2, activation: gelu, failAbove: {kl: 9}, seed: 3, limit: 10}');
    const again = await auditWith(JSON.stringify(first.manifest.settings));
    expect(again.records).toEqual(first.records);
    expect(again.manifest.settings).toEqual(first.manifest.settings);
  });

  test.each(Object.keys(COMMANDS[0]?.options ?? {}).filter((name) => name !== 'config'))(
    'knows %s by both its names',
    async (name) => {
      for (const key of [name, camelCase(name)]) {
        // An empty list is nothing that any option takes, and the refusal shows that the name was understood.
        await refusalWith(`${key}: []`, `Expected ${key} in "`, `audit.yaml" to be `, `Got "[]". Try ${key}: `);
      }
    },
  );

  test.each<[string, string, string[]]>([
    [
      'an unknown name',
      'kernel: rbf\nnoisevariance: 1',
      ['Expected settings known to lood in "', 'Got "noisevariance". Try noise-variance.'],
    ],
    ['a name like no other', 'tomato: 1', ['Got "tomato". Try the names that lood audit --help lists.']],
    ['another config file', 'config: other.yaml', ['Got "config".']],
    ['a wrong value', 'depth: deep', ['Expected depth in "', 'to be one number. Got "deep". Try depth: 5.']],
    ['a wrong value that a flag would hide', '{out: {}}', ['Expected out in "']],
    ['a switch that is no switch', 'quiet: maybe', ['Expected quiet in "', 'to be true or false. Got "maybe".']],
    ['a name without a value', 'limit:', ['Expected limit in "', 'to have one value. Got none.']],
    [
      'one setting under two names',
      'noise-variance: 1\nnoiseVariance: 1',
      ['to have one value. Got noiseVariance and the same setting'],
    ],
    ['a name twice', 'depth: 1\ndepth: 2', ['Expected JSON or YAML in "', 'Got Map keys must be unique']],
    ['broken YAML', 'a: b: c', ['Expected JSON or YAML in "']],
    ['broken JSON', '{"depth": 3', ['Expected JSON or YAML in "']],
    ['a list', '- 1\n- 2', ['to hold settings by name. Got a list.']],
    ['one word', 'rbf', ['to hold settings by name. Got a single value.']],
    ['nothing', '', ['to hold settings by name. Got nothing.']],
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replaceAll(/./g, (c, i: number) => `${c}: &${c} [${`*${'abcdefgh'[i]},`.repeat(9)}]\n`)}`,
      ['Expected JSON or YAML in "', 'alias'],
    ],
    ['a name that every object has', '__proto__: {depth: 3}', ['Got "__proto__".']],
    ['a hostile name', '"\\u001b[2Jdepth": 3', ['Got "\\u001b[2Jdepth".']],
  ])('with %s is refused', async (_, text, fragments) => {
    await refusalWith(text, ...fragments);
  });

  test('is not looked for in large files, which are something else', async () => {
    await refusalWith(new Uint8Array(1_000_001), 'Expected a config file of at most 1000000 bytes.');
  });

  test.each([
    ['nowhere.yaml', 'no such file'],
    ['', 'a folder'],
  ])('that is not there (%j) is refused', async (name, reason) => {
    expectRefusal(
      await lood('audit', 'digits', '--config', folder.path(name)),
      'Expected a readable config file.',
      `(${reason})`,
    );
  });
});
