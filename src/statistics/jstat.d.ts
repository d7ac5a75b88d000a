// The one function of jstat that is used here; the library ships no types.

declare module 'jstat' {
  const jStat: {
    /** x with I_x(a, b) = p, the quantile of the beta distribution. */
    ibetainv(p: number, a: number, b: number): number;
  };
  export default jStat;
}
