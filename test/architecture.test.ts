// The rule between folders: what it says in docs/architecture.md, what the linter enforces, and what the code does are one.

import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../src/base/packageFile.ts';
import { temporaryFolder } from './data/support.ts';

/** A folder of src/ imports only itself and folders before it. */
const ORDER = [
  'base',
  'statistics',
  'linalg',
  'data',
  'kernels',
  'gp',
  'lood',
  'membership',
  'query',
  'reconstruction',
  'networks',
  'audit',
];
/** cli → reports → src. */
const OUTER = ['cli', 'reports'];

const root = packageRoot();
const folder = temporaryFolder();
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const foldersOfSrc = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** Every TypeScript file below a folder, by its path from the root with forward slashes. */
function sources(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true }) as string[];
  return names.filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

/** What a file imports or re-exports, statically or not, types included. */
function imports(path: string): string[] {
  const text = read(path).replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  return [...text.matchAll(/(?<!')(?:\bfrom|\bimport)\s*\(?\s*'([^'\s]+)'/g)].map(([, name]) => name as string);
}

/** `src/gp` of src/gp/leaveOut.ts, `cli` of cli/commands/audit.ts, `src` of src/index.ts. */
function folderOf(path: string): string {
  const [top = '', second = '', ...rest] = path.split('/');
  return top === 'src' && rest.length > 0 ? `src/${second}` : top;
}

const allowed = (folder: string): string[] => {
  if (folder === 'src') return ['src', ...ORDER.map((name) => `src/${name}`)];
  if (folder === 'cli' || folder === 'reports') {
    return [...OUTER.slice(OUTER.indexOf(folder)), 'src', ...ORDER.map((name) => `src/${name}`)];
  }
  return ORDER.slice(0, 1 + ORDER.indexOf(folder.replace('src/', ''))).map((name) => `src/${name}`);
};

describe('the folders of src/', () => {
  test('all have a place in the order', () => {
    expect(ORDER).toEqual(expect.arrayContaining(foldersOfSrc.map(({ name }) => name)));
  });

  test('stand in docs/architecture.md in that order', () => {
    const tree = read('docs/architecture.md').split('```')[1] as string;
    const listed = [...tree.matchAll(/^ {2}(\w+)\/ /gm)].map(([, name]) => name as string);
    expect(listed).toEqual(ORDER.filter((name) => foldersOfSrc.some((folder) => folder.name === name)));
  });
});

interface Override {
  readonly includes: readonly string[];
  readonly linter: { readonly rules: { readonly style?: { readonly noRestrictedImports?: RestrictedImports } } };
}
interface RestrictedImports {
  readonly level: string;
  readonly options: { readonly patterns: readonly { readonly group: readonly string[] }[] };
}

describe('the linter', () => {
  const { overrides } = JSON.parse(read('biome.json')) as { overrides: readonly Override[] };
  const ruleFor = (folder: string) => {
    const rules = overrides.filter(({ includes }) => includes.includes(`${folder}/**`));
    expect(rules).toHaveLength(1);
    return rules[0]?.linter.rules.style?.noRestrictedImports;
  };

  test.each(ORDER)('forbids src/%s exactly the later folders', (folder) => {
    const rule = ruleFor(`src/${folder}`);
    expect(rule?.level).toBe('error');
    const later = [...ORDER.slice(ORDER.indexOf(folder) + 1), ...OUTER];
    expect(rule?.options.patterns.map(({ group }) => group)).toEqual([later.map((name) => `**/${name}/**`)]);
  });

  test('forbids reports/ the command line', () => {
    const rule = ruleFor('reports');
    expect([rule?.level, rule?.options.patterns.map(({ group }) => group)]).toEqual(['error', [['**/cli/**']]]);
  });

  test('stops a forbidden import', async () => {
    folder.write('biome.json', read('biome.json'));
    mkdirSync(folder.path('src/gp'), { recursive: true });
    for (const [name, imported] of [
      ['downwards', '../audit/audit.ts'],
      ['upwards', '../kernels/kernel.ts'],
    ] as const) {
      folder.write(`src/gp/${name}.ts`, `import { x } from '${imported}';\n\nexport const y = x;\n`);
    }
    const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const found = await new Promise<string>((resolve) => {
      execFile(process.execPath, [biome, 'lint', '--reporter=github', 'src'], { cwd: folder.path('.') }, (_, out, err) =>
        resolve(out + err),
      );
    });
    const complaints = found.split('\n').filter((line) => line.includes('noRestrictedImports'));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain('src/gp/downwards.ts');
    expect(complaints[0]).toContain('src/gp may import only folders before it');
  });
});

describe('the code', () => {
  const files = [...OUTER, 'src'].flatMap(sources).filter((path) => !path.startsWith('reports/html/client/'));

  test('imports only what its folder may', () => {
    expect(files.length).toBeGreaterThan(100);
    const wrong = files.flatMap((path) =>
      imports(path)
        .filter((name) => name.startsWith('.'))
        .map((name) => posix.join(dirname(path).replaceAll('\\', '/'), name))
        .filter((target) => !allowed(folderOf(path)).includes(folderOf(target)))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('imports Node’s own modules by their full name, and the packages that package.json names', () => {
    const { dependencies } = JSON.parse(read('package.json'));
    const bare = files.flatMap((path) => imports(path).filter((name) => !name.startsWith('.') && !name.startsWith('node:')));
    const packages = bare.map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining([...new Set(packages)]));
  });

  test('of the library prints nothing, never exits, and draws chance from seeds alone', () => {
    const forbidden = /\bconsole\.|\bprocess\.(stdout|stderr|exit|exitCode)\b|\bMath\.random\b/;
    const wrong = sources('src').filter((path) => forbidden.test(read(path).replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '')));
    expect(wrong).toEqual([]);
  });

  test('has one main file that sets the exit status', () => {
    const setting = files.filter((path) => /process\.exit(Code)?\b/.test(read(path)));
    expect(setting.map((path) => relative('.', path).replaceAll('\\', '/'))).toEqual(['cli/main.ts']);
  });
});
