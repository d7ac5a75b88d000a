// How does text from a stranger (file, class and column names) become harmless?
// Used by every error message, warning and report: the names are data, never markup, formulae or terminal commands.

/** C0 and C1 controls, line and paragraph separators, and the bidirectional overrides that can reorder a line on screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: matching control characters is the purpose
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Text with every control character shown as a visible escape (`\u001b`), cut to `maxLength` characters.
 *
 * @param text any string, for example a class name read from a file
 * @param maxLength longest result; a longer text ends in `…`
 */
export function plainText(text: string, maxLength = 200): string {
  const visible = text.replace(UNPRINTABLE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return visible.length <= maxLength ? visible : `${visible.slice(0, maxLength - 1)}…`;
}
