import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../cli/cli.ts';
import { packageDescription } from '../../src/audit/manifest.ts';
import { expectRefusal, lood } from './support.ts';

const OPTIONS = COMMANDS.flatMap((command) =>
  Object.entries(command.options).map(([name, option]) => ({ command: command.name, name, ...option })),
);

/** Help without the line breaks that depend on its width. */
const unwrapped = (text: string) => text.replace(/\s+/g, ' ');

describe('every option', () => {
  test.each(OPTIONS)('lood $command --$name has a description and a default', ({ describe: text, default: shown }) => {
    expect(text.length).toBeGreaterThan(5);
    expect(shown).not.toBe('');
  });

  test.each(OPTIONS)('lood $command --$name refuses an empty value', async ({ command, name }) => {
    const argument = COMMANDS.find((item) => item.name === command)?.argument?.example ?? '';
    const outcome = await lood(command, argument, `--${name}`, '');
    expectRefusal(outcome, `Expected --${name} to be `, `Got an empty value. Try --${name} `);
  });
});

describe('lood --help', () => {
  test('lists every command and every option with its default, on stdout', async () => {
    const { code, out, err } = await lood('--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [, ...parts] = out.split(/^─+$/m).map(unwrapped);
    for (const [i, { name, argument, describe: text, options }] of COMMANDS.entries()) {
      const part = parts[i] as string;
      expect(part).toContain(`lood ${name}${argument === undefined ? ' ' : ` <${argument.name}> `}`);
      expect(part).toContain(text);
      for (const [option, { describe: about, default: shown }] of Object.entries(options)) {
        expect(part).toContain(`${option.length === 1 ? '-' : '--'}${option} ${unwrapped(about)} [default: ${shown}]`);
      }
    }
    for (const general of ['--quiet', '--verbose', '--help', '--version']) expect(parts.at(-2)).toContain(general);
    expect(out).toContain('Exit codes: 0 done, 1 failed, 2 wrong usage or input, 3 a --fail-above limit exceeded');
  });

  test('fits into 100 columns', async () => {
    const { out } = await lood('--help');
    const lines = out.split('\n').filter((line) => !line.startsWith('Exit codes'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('names the units', async () => {
    const { out } = await lood('audit', '--help');
    const text = unwrapped(out);
    for (const unit of ['in pixels', 'target units squared', '(nats)', 'per input dimension', 'Most records'])
      expect(text).toContain(unit);
  });

  test.each([[['-h']], [['help']], [['--help', '--quiet']]])('is the same as lood %j', async (words) => {
    expect(await lood(...words)).toEqual(await lood('--help'));
  });

  test('without any words is shown too, but on stderr, as wrong usage', async () => {
    const { out } = await lood('--help');
    expect(await lood()).toEqual({ code: 2, out: '', err: out });
  });
});

describe('the help of one command', () => {
  test.each(COMMANDS.map(({ name }) => name))('lood %s --help, -h and lood help %s are one', async (name) => {
    const shown = await lood(name, '--help');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out.startsWith(`lood ${name}`)).toBe(true);
    expect(await lood(name, '-h')).toEqual(shown);
    expect(await lood('help', name)).toEqual(shown);
  });

  test('wins over whatever else stands there', async () => {
    expect((await lood('audit', 'nowhere', '--depth', 'x', '--help')).code).toBe(0);
  });
});

test.each(['--version', '-v'])('lood %s prints the version', async (word) => {
  expect(await lood(word)).toEqual({ code: 0, out: `${packageDescription().version}\n`, err: '' });
});
