// Does the documentation hold? Links lead somewhere, commands parse, and the code in the README runs. Needs dist/ (npm test builds it).

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../cli/cli.ts';
import { parseCommandLine } from '../cli/commandLine.ts';
import { readSettings } from '../cli/settings.ts';
import { packageRoot } from '../src/base/packageFile.ts';
import { filesIn } from './cli/support.ts';
import { temporaryFolder } from './data/support.ts';

const root = packageRoot();
const folder = temporaryFolder();
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');

/** The code blocks of a language. */
function blocks(page: string, language: string): string[] {
  return [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code]) => code as string);
}

const prose = (page: string) =>
  read(page)
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');

/** The anchors that GitHub gives the headings of a page. */
function anchors(page: string): string[] {
  const headings = [
    ...read(page)
      .replaceAll(/^```[\s\S]*?^```/gm, '')
      .matchAll(/^#{1,6} +(.+)$/gm),
  ].map(([, text]) => text as string);
  return headings.map((text) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(PAGES)('%s', (page) => {
  test('links to files and headings that exist', () => {
    const targets = [...prose(page).matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, target]) => target as string);
    const broken = targets
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [file = '', anchor] = target.split('#');
        const path = file === '' ? resolve(root, page) : resolve(root, dirname(page), file);
        return !existsSync(path) || (anchor !== undefined && !anchors(path).includes(anchor));
      });
    expect(broken).toEqual([]);
  });

  test('shows commands that lood understands', () => {
    const lines = blocks(page, 'sh').flatMap((block) => block.split('\n'));
    for (const line of lines.map((text) => text.replace(/\s#.*$/, '').trim())) {
      const words = line.replace(/^npx /, '').split(/\s+/);
      if (words.shift() !== 'lood') continue;
      const parsed = parseCommandLine(words, COMMANDS);
      expect(parsed.command).toBeDefined();
      if (parsed.command !== undefined) readSettings(parsed, parsed.command);
    }
  });
});

test('the JavaScript of the README runs as it stands and writes its reports', async () => {
  const code = blocks('README.md', 'js');
  expect(code.length).toBeGreaterThan(0);
  mkdirSync(folder.path('node_modules'));
  symlinkSync(root, folder.path('node_modules/lood'), 'junction');
  for (const [i, block] of code.entries()) {
    const script = folder.write(`block-${i}.mjs`, block);
    const outcome = await new Promise<string>((done) => {
      execFile(process.execPath, [script], { cwd: folder.path('.') }, (error, out, err) =>
        done(error === null ? 'done' : out + err),
      );
    });
    expect(outcome).toBe('done');
  }
  expect(filesIn(folder.path('out'))).toEqual(expect.arrayContaining(['audit.json', 'records.csv', 'report.html', 'report.pdf']));
});
