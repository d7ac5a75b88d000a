// What if a test needs something that this machine lacks? It is left out with a message, and in CI, which installs everything, it fails.

/** @throws Error in CI */
export function reportMissing(what: string, packages: string): void {
  if (process.env.CI !== undefined) throw new Error(`no ${what} found, and CI is set`);
  process.stderr.write(`SKIPPED some tests: no ${what} found. apt-get install ${packages}\n`);
}
