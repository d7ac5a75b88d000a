import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../cli/cli.ts';
import { float64Npy, labelNpy, temporaryFolder, zipBytes } from '../data/support.ts';
import { expectRefusal, fakeStream, filesIn, lood, smallTable } from './support.ts';

const folder = temporaryFolder();
const table = () => folder.write('table.csv', smallTable());

/** A symmetric matrix that is no covariance: the factorization must fail. */
function indefiniteGram(): string {
  const n = 4;
  const gram = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 5));
  return folder.write(
    'gram.npz',
    zipBytes([
      { name: 'x.npy', bytes: float64Npy([n, n], gram) },
      { name: 'y.npy', bytes: labelNpy([0, 1, 0, 1]) },
    ]),
  );
}

describe('exit codes', () => {
  test('0 when the reports are written', async () => {
    expect((await lood('audit', table(), '--out', folder.path('done'), '--format', 'csv')).code).toBe(0);
  });

  test('1 when the computation fails, with one line and nothing written', async () => {
    const { code, out, err } = await lood('audit', indefiniteGram(), '--kernel', 'precomputed', '--out', folder.path('failed'));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^Expected a positive pivot [^\n]+\. Got [^\n]*positive definite[^\n]+\. Try [^\n]+\.\n$/);
    expect(filesIn(folder.path('failed'))).toEqual([]);
  });

  test('1 when something unforeseen happens, which asks to be reported', async () => {
    const stderr = fakeStream();
    const stdout = {
      write: () => {
        throw new TypeError('broken\u001b[2J stream');
      },
    };
    const code = await runCli(['--version'], { stdout, stderr, interrupt: () => {} });
    expect(code).toBe(1);
    expect(stderr.written).toBe(
      'Expected the command to finish. Got an unforeseen error: broken\\u001b[2J stream. Try --verbose and report what it shows.\n',
    );
  });

  test('3 when a limit is exceeded, with the reports written', async () => {
    const out = folder.path('exceeded');
    const outcome = await lood(
      'audit',
      table(),
      '--fail-above',
      'auc=0.5',
      '--fail-above',
      'kl=1000',
      '--out',
      out,
      '--format',
      'json,csv',
    );
    expect(outcome).toMatchObject({ code: 3, out: '' });
    expect(outcome.err).toMatch(/^limit exceeded: auc 0\.\d+ > 0\.5 \(record \d+; 24 records above\)$/m);
    expect(outcome.err).not.toContain('limit exceeded: kl');
    expect(filesIn(out)).toEqual(['audit.json', 'records.csv']);
  });

  test('3 on stdout too, and 0 when no limit is exceeded', async () => {
    expect((await lood('audit', table(), '--fail-above', 'auc=0.5', '--out', '-')).code).toBe(3);
    expect((await lood('audit', table(), '--fail-above', 'auc=1', '--out', '-')).code).toBe(0);
  });

  test('2 leaves nothing behind (see badFiles and badOptions)', async () => {
    expectRefusal(await lood('audit', 'nowhere.csv'));
  });
});

describe('--verbose', () => {
  const STACK = /\n {4}at /;

  test('adds the stack of an error and of its causes', async () => {
    const { err } = await lood('audit', 'nowhere.csv', '--verbose');
    expect(err).toMatch(/^Expected [^\n]+\n/);
    expect(err).toMatch(STACK);
    expect(err).toContain('caused by Error: ENOENT');
  });

  test('shows hostile names in the stacks as plain text', async () => {
    const { err } = await lood('audit', '\u001b[2Jnowhere\u202e.csv', '--verbose');
    expect(err).toContain('\\u001b[2Jnowhere');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
    expect(err).not.toMatch(/[\u001b\u202e]/);
  });

  test('may stand in a config file', async () => {
    const config = folder.write('verbose.yaml', 'verbose: true');
    expect((await lood('audit', 'nowhere.csv', '--config', config)).err).toMatch(STACK);
  });

  test('is needed for a stack: without it there is one line', async () => {
    const { err } = await lood('audit', 'nowhere.csv');
    expect(err.trimEnd()).not.toContain('\n');
  });
});
