// How do several queries climb together? All at once, then each by itself while the others stay, as long as that gains. Called by climbTogether.ts.
// A query that stands on a cusp, as kernels have at records, cannot be moved without a loss: steps of all queries at once then gain nothing, although
// the others have a way to go.

import type { Domain } from '../constraints/domain.ts';
import { lbfgs } from './lbfgs.ts';
import type { Climb, ClimbOptions, Optimizer } from './optimizer.ts';

/** Gain of a round in ln(objective) below which another is not worth it. */
const NO_GAIN = 1e-8;

/** @param queries in a point, with as many values each */
export function* inTurns(climb: Climb, options: ClimbOptions, queries: number): Optimizer {
  const { domain } = options;
  let end = yield* lbfgs(climb, options);
  while (end.status === 'converged' && queries > 1) {
    const before = climb.value;
    for (let query = 0; query < queries; query++) yield* again(moving(domain, climb.point, query, queries));
    end = yield* again(domain);
    if (!(climb.value > before + NO_GAIN)) break;
  }
  return end;

  /** Goes on in another domain. The value of the first point, which is told once more, takes the place of the last. */
  function again(within: Domain): Optimizer {
    climb.trace.pop();
    return lbfgs(climb, { domain: within, maxIterations: Math.max(0, options.maxIterations - climb.trace.length) });
  }
}

/** The part of the domain in which the other queries stay where they are. */
function moving(domain: Domain, from: Float64Array, query: number, queries: number): Domain {
  const size = from.length / queries;
  const own = (point: Float64Array) => point.slice(query * size, (query + 1) * size);
  const only = (point: Float64Array, rest: Float64Array) => {
    const moved = own(point);
    point.set(rest);
    point.set(moved, query * size);
  };
  const none = new Float64Array(from.length);
  return {
    ...domain,
    project(point) {
      domain.project(point);
      only(point, from);
    },
    confine(point, direction) {
      domain.confine(point, direction);
      only(direction, none);
    },
  };
}
