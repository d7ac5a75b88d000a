// How would the reference implementation climb? By Adam (Kingma and Ba 2015), projected, with a learning rate that falls to zero; kept for
// comparison and for objectives too rough for lbfgs.ts. Called by searchQueries.ts.

import { ask, type Climb, type ClimbOptions, confinedGradient, norm, type Optimizer, START_FAILED } from './optimizer.ts';

/** First step of each value, in root mean squares of the start. */
const LEARNING_RATE = 0.1;
const DECAY = 0.9;
const SQUARE_DECAY = 0.999;

export function* adam(climb: Climb, options: ClimbOptions): Optimizer {
  const { domain, maxIterations } = options;
  const point = climb.point.slice();
  domain.project(point);
  const rate = LEARNING_RATE * (norm(point) / Math.sqrt(point.length) || 1);
  const mean = new Float64Array(point.length);
  const square = new Float64Array(point.length);
  for (let iteration = 0; ; iteration++) {
    const { value, gradient } = yield* ask(point.slice());
    if (iteration === 0 && !Number.isFinite(value)) return { status: 'failed', reason: START_FAILED };
    const slope = confinedGradient(options, point, gradient);
    if (value > climb.value) {
      Object.assign(climb, { point: point.slice(), value, gradientNorm: norm(slope) * (norm(point) || 1) });
    }
    climb.trace.push(climb.value);
    if (iteration === maxIterations) return { status: 'iteration-limit' };
    const step = (rate / 2) * (1 + Math.cos((Math.PI * iteration) / maxIterations));
    const [meanBias, squareBias] = [1 - DECAY ** (iteration + 1), 1 - SQUARE_DECAY ** (iteration + 1)];
    for (let i = 0; i < point.length; i++) {
      const g = slope[i] as number;
      mean[i] = DECAY * (mean[i] as number) + (1 - DECAY) * g;
      square[i] = SQUARE_DECAY * (square[i] as number) + (1 - SQUARE_DECAY) * g * g;
      const deviation = Math.sqrt((square[i] as number) / squareBias);
      if (deviation > 0) point[i] = (point[i] as number) + (step * ((mean[i] as number) / meanBias)) / deviation;
    }
    domain.project(point);
  }
}
