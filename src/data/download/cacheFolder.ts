// Where are downloaded packages kept, so that a second run needs no network? In the folder this system has for caches.
// Called by buildDataset.ts.

import { homedir } from 'node:os';
import { join } from 'node:path';

/** `LOOD_CACHE` when set; otherwise the system's cache folder for this user, with `lood` below it. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env.LOOD_CACHE) return env.LOOD_CACHE;
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'lood', 'Cache');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'lood');
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lood');
}
