// jstat's normal distribution and moments, whose types the library's own declaration leaves out: a second route for tests.

import jStat from 'jstat';

interface Statistics {
  readonly normal: {
    pdf(x: number, mean: number, deviation: number): number;
    cdf(x: number, mean: number, deviation: number): number;
  };
  mean(values: readonly number[]): number;
  median(values: readonly number[]): number;
  /** Of the population. */
  stdev(values: readonly number[]): number;
}

export const statistics = jStat as unknown as Statistics;
