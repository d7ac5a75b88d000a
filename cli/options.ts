// Which values may an option take? Small converters from what stands on the command line, each refusing with one line that names the flag.

import { AuditError } from '../src/base/errors.ts';
import { plainText } from '../src/base/plainText.ts';

function refuse(flag: string, expected: string, got: unknown, example: string): never {
  throw new AuditError('OPTION_INVALID', {
    expected: `--${flag} to be ${expected}`,
    got: `"${plainText(String(got), 60)}"`,
    try: `--${flag} ${example}`,
  });
}

/** A finite number. */
export const number = (flag: string, example: string) => (value: unknown) => {
  if (value === undefined) return undefined;
  const parsed = typeof value === 'number' ? value : Number(String(value).trim() || Number.NaN);
  return Number.isFinite(parsed) ? parsed : refuse(flag, 'one number', value, example);
};

/** An integer of at least `least`. */
export const integer = (flag: string, least: number, example: string) => (value: unknown) => {
  const parsed = number(flag, example)(value);
  return parsed === undefined || (Number.isSafeInteger(parsed) && parsed >= least)
    ? parsed
    : refuse(flag, `one integer, ${least} or more`, value, example);
};

/** A number, or the word `auto`. */
export const numberOrAuto = (flag: string, example: string) => (value: unknown) =>
  value === 'auto' ? ('auto' as const) : number(flag, example)(value);

/** `a,b` and repeated flags, as one list without blanks; also what a config file gives as a list. */
export const list = (value: unknown): string[] | undefined => {
  if (value === undefined) return undefined;
  const items = (Array.isArray(value) ? value : [value]).flatMap((item) => String(item).split(','));
  return items.map((item) => item.trim()).filter((item) => item !== '');
};

/** `auc=0.9,kl=3`, repeated flags, or an object from a config file. */
export const limits = (flag: string) => (value: unknown) => {
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([metric, limit]) => [metric, number(flag, 'auc=0.9')(limit) as number]));
  }
  return Object.fromEntries(
    (list(value) ?? []).map((item) => {
      const [metric = '', limit, ...rest] = item.split('=');
      if (limit === undefined || rest.length > 0) return refuse(flag, 'METRIC=LIMIT', item, 'auc=0.9');
      return [metric.trim(), number(flag, 'auc=0.9')(limit) as number];
    }),
  );
};

/** A single text; a flag given twice is refused rather than joined. */
export const text = (flag: string) => (value: unknown) => {
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return refuse(flag, 'given once', value, 'with one value');
};
