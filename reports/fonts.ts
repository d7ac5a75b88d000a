// Which typeface do canvases (PDF and PNG) write in? Source Sans 3, which ships with the package under the SIL Open Font License, because a
// bare machine has no fonts at all. Its digits all have the same width, so numbers line up in columns without further ado.

import { GlobalFonts } from '@napi-rs/canvas';
import { AuditError } from '../src/base/errors.ts';
import { packageFile } from '../src/base/packageFile.ts';

/** An own name, so that a different version installed on the machine is never taken instead. */
export const FONT_FAMILY = 'lood-sans';

const FILES = ['assets/fonts/SourceSans3-Regular.ttf', 'assets/fonts/SourceSans3-SemiBold.ttf'];

/**
 * Makes `FONT_FAMILY` known to every canvas of this process, in weights 400 and 600; further calls do nothing. Characters that the
 * family lacks (other scripts, emoji) are drawn with the fonts of the machine, or as empty boxes where it has none.
 *
 * @throws AuditError `FILE_UNREADABLE` when the package's font files are gone or damaged
 */
export function registerFonts(): void {
  if (GlobalFonts.has(FONT_FAMILY)) return;
  for (const file of FILES) {
    if (GlobalFonts.registerFromPath(packageFile(file), FONT_FAMILY) === null) {
      throw new AuditError(
        'FILE_UNREADABLE',
        { expected: `the font ${file} inside the package`, got: 'no readable font', try: 'installing the package again' },
        { file },
      );
    }
  }
}
