// Where do the page's style and script come from? From the files that scripts/build.js bundled; they are copied into every report.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AuditError } from '../../src/base/errors.ts';
import { packageFile } from '../../src/base/packageFile.ts';

export interface PageAssets {
  /** Browser code from client/, Chart.js included. */
  readonly script: string;
  /** Sheets from style/. */
  readonly style: string;
}

/**
 * @param locate turns a path inside the package into an absolute one
 * @throws AuditError `WRITE_FAILED` when the package has not been built
 */
export function readPageAssets(locate: (path: string) => string = packageFile): PageAssets {
  return { script: readAsset('dist/reports/html/client.js', locate), style: readAsset('dist/reports/html/page.css', locate) };
}

function readAsset(path: string, locate: (path: string) => string): string {
  try {
    return readFileSync(locate(path), 'utf8');
  } catch (cause) {
    throw new AuditError(
      'WRITE_FAILED',
      {
        expected: `a part of the HTML report at ${path}`,
        got: 'no such file in the package',
        try: 'npm run build in the source tree, or installing the package again',
      },
      { path },
      cause,
    );
  }
}

/**
 * The page's Content-Security-Policy: nothing is fetched from anywhere, only these exact styles and scripts count, and strings
 * can never be turned into markup or code (Trusted Types, where the browser has them).
 */
export function contentSecurityPolicy(assets: PageAssets): string {
  return [
    "default-src 'none'",
    `script-src ${hashSource(assets.script)}`,
    `style-src ${hashSource(assets.style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}
