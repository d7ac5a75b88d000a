// Is this text a number, as programs write it or as people do? Called by the table reader and by the order of classes.
// No pattern can match a stretch of digits in two ways: a cell of a million digits and a letter would take hours.

const DECIMAL = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;

/** The value of a decimal number as programs write it; no hexadecimal, no thousands separators, no empty text (which Number() takes). */
export function parseNumber(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : undefined;
}

const NOT_A_NUMBER = /^\s*([+-]?(nan|inf|infinity)|na|n\/a|null|none)\s*$/i;

/** How programs write a number that is missing or not finite. */
export function isMissingNumber(text: string): boolean {
  return NOT_A_NUMBER.test(text);
}

const SIGN_BEFORE = /^([+-]?)[$€£¥] ?/;
const SIGN_BEHIND = / ?[%€$£¥]$/;
const FOR_PEOPLE: readonly RegExp[] = [
  /^[+-]?\d{1,3}([,'’ \u00a0\u202f_])\d{3}(\1\d{3})*(\.\d+)?$/, // 1,000,000.5
  /^[+-]?\d{1,3}(\.\d{3}){2,}$/, // 1.000.000
  /^[+-]?\d{1,3}(\.\d{3})+,\d+$/, // 1.000,5
  /^[+-]?\d+,\d+$/, // 1000,5
];

/** Whether text is a number as people write it. What 1,000 is worth depends on the country, so none of these is read. */
export function isNumberForPeople(text: string): boolean {
  const bare = text.replace(SIGN_BEFORE, '$1').replace(SIGN_BEHIND, '');
  return FOR_PEOPLE.some((pattern) => pattern.test(bare)) || (bare !== text && DECIMAL.test(bare));
}
