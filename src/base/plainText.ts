// How does text from a stranger (file, class and column names) become harmless?
// Used by every error message, warning and report: the names are data, never markup, formulae or terminal commands.

/**
 * Characters without a picture of their own: controls, line and paragraph separators, the formatting characters of Unicode (among them the
 * bidirectional overrides that can reorder a line on screen, and the tags that can hide a sentence), and halves of surrogate pairs.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text with every unprintable character shown as a visible escape (`\u001b`, `\u{e0041}`), cut to `maxLength` characters.
 *
 * @param text any string, for example a class name read from a file; another value, which plain JavaScript can hand in, is written as text
 * @param maxLength longest result; a longer text ends in `…`
 */
export function plainText(text: string, maxLength = 200): string {
  const visible = String(text).replace(UNPRINTABLE, escapeOf);
  if (visible.length <= maxLength) return visible;
  // Not between the halves of a surrogate pair.
  const end = (visible.codePointAt(maxLength - 2) as number) > 0xffff ? maxLength - 2 : maxLength - 1;
  return `${visible.slice(0, end)}…`;
}

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) as number).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

/** A path for messages: hostile characters made visible, cut to a readable length. */
export function quotedPath(path: string): string {
  return `"${plainText(path, 160)}"`;
}
