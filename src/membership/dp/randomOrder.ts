// In which order do scores stand when chance decides among equal ones? In the order of the records members might come first, which would read as
// leakage. Called by the bounds that count ranks.

import { createRandom, sampleWithoutReplacement } from '../../base/random.ts';

/** Indices of the scores from the lowest to the highest, equal ones in random order by the seed; infinite scores have their place. */
export function randomOrder(scores: ArrayLike<number>, seed: number): number[] {
  // A stable sort keeps the shuffled order among equal scores; that of two equal infinities too, whose difference NaN counts as 0.
  return shuffled(scores.length, seed).sort((i, j) => (scores[i] as number) - (scores[j] as number));
}

/** 0 … length − 1 in random order. */
export function shuffled(length: number, seed: number): number[] {
  const indices = Array.from({ length }, (_, i) => i);
  return sampleWithoutReplacement(indices, length, createRandom(seed));
}
