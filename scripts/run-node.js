// How does a build script run a compiler that is itself a Node.js program?

import { spawn } from 'node:child_process';
import { basename } from 'node:path';

/** Runs a script, which prints its own findings; rejects if it ends with another status than 0. */
export function runNode([script, ...args], cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${basename(script)} found errors`))));
  });
}
