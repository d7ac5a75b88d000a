// How is a float32 written without digits that it does not have? 0.1 in float32 is 0.10000000149011612 in float64. Called by exhibits.ts.

/** Decimals of so many digits come back from float32 as they were; with so many, every float32 comes back. */
const DIGITS = { kept: 6, enough: 9 };
/** Numbers below this have fewer bits the smaller they are. */
const SMALLEST_NORMAL = 2 ** -126;

/** The powers of ten that float64 holds exactly, so that one division by them rounds as writing the decimal down would. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** The float64 that prints with the fewest digits from which the same float32 is read back. */
export function shortestFloat32(value: number): number {
  for (let digits = Math.abs(value) < SMALLEST_NORMAL ? 1 : DIGITS.kept; digits < DIGITS.enough; digits++) {
    const short = rounded(value, digits);
    if (Math.fround(short) === value) return short;
  }
  return rounded(value, DIGITS.enough);
}

/** To significant digits: by arithmetic where it is exact, which takes a quarter of the time. */
function rounded(value: number, digits: number): number {
  const power = POWERS[digits - 1 - Math.floor(Math.log10(Math.abs(value)))];
  return power === undefined ? Number(value.toPrecision(digits)) : Math.round(value * power) / power;
}
