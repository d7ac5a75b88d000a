// How does a test see what a reader sees? It opens the page in a real Chromium, from a file, while everything the page asks for or complains
// about is recorded. Without Chromium the tests are skipped by name on a developer's machine and fail where CI is set.

import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, test } from '@jest/globals';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Where Debian, Ubuntu and Google's packages put it; CHROMIUM_PATH names any other. */
const CANDIDATES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OpenedPage {
  readonly page: Page;
  /** Addresses asked for, other than the page itself and the `data:` and `blob:` addresses it makes. */
  readonly requests: readonly string[];
  /** Console messages of any level and uncaught errors. */
  readonly complaints: readonly string[];
}

export type OpenPage = (html: string, options?: BrowserContextOptions) => Promise<OpenedPage>;

/** A `describe` whose tests get a function that opens pages; browser, pages and files are cleared away after them. */
export function describeInChromium(name: string, body: (open: OpenPage) => void): void {
  const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) {
    describe(name, () => {
      const title = 'Chromium is installed (apt-get install chromium, or set CHROMIUM_PATH)';
      if (process.env.CI === undefined) {
        test.skip(title, () => {});
        process.stderr.write(`SKIPPED "${name}": no Chromium found. apt-get install chromium, or set CHROMIUM_PATH.\n`);
      } else {
        test(title, () => {
          throw new Error('no Chromium found, and CI is set');
        });
      }
    });
    return;
  }

  describe(name, () => {
    let browser: Browser;
    let folder: string;
    const contexts: BrowserContext[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lood-page-'));
      browser = await chromium.launch({ executablePath, args: ARGUMENTS });
    });
    afterEach(async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    });
    afterAll(async () => {
      await browser.close();
      await rm(folder, { recursive: true });
    });

    body(async (html, options = {}) => {
      const path = join(folder, `page-${contexts.length}.html`);
      await writeFile(path, html);
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      contexts.push(context);
      return watchPage(await context.newPage(), pathToFileURL(path).href);
    });
  });
}

async function watchPage(page: Page, address: string): Promise<OpenedPage> {
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (url !== address && !/^(data|blob):/.test(url)) requests.push(url);
  });
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  await page.goto(address);
  return { page, requests, complaints };
}
