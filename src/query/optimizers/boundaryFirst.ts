// How is the leakiest query outside of an excluded ball or cone found? First on its boundary, in coordinates without any constraint, then from there
// in the whole domain, where the other constraints hold and the boundary may be left. Called by climbTogether.ts.
// A climb over the domain alone would follow the curved boundary in small steps: 100 iterations and more, to two or three digits.

import type { Boundary } from '../constraints/boundary.ts';
import type { Domain } from '../constraints/domain.ts';
import { lbfgs } from './lbfgs.ts';
import { type Climb, type ClimbOptions, createClimb, type Optimizer } from './optimizer.ts';

const EVERYWHERE: Domain = { project() {}, confine() {}, contains: () => true };

export function* boundaryFirst(climb: Climb, options: ClimbOptions, boundary: Boundary): Optimizer {
  const { domain, maxIterations } = options;
  const turning = createClimb(boundary.coordinates(climb.point));
  const optimizer = lbfgs(turning, { domain: EVERYWHERE, maxIterations });
  let next = optimizer.next([]);
  while (!next.done) {
    const asked = next.value;
    const told = yield asked.map((coordinates) => boundary.point(coordinates));
    next = optimizer.next(
      told.map(({ value, gradient }, i) => ({ value, gradient: boundary.pullBack(asked[i] as Float64Array, gradient) })),
    );
  }
  if (next.value.status === 'failed') return next.value;
  climb.point = boundary.point(turning.point);
  if (domain.contains(climb.point, 0)) {
    // The climb that follows tells the value at its start once more.
    climb.trace.push(...turning.trace.slice(0, -1));
    Object.assign(climb, { value: turning.value, gradientNorm: turning.gradientNorm });
  } else {
    // What was found so far may not be asked, and says nothing about what can be reached.
    climb.iterationsBefore = turning.trace.length - 1;
    yield* lbfgs(climb, { domain: stayingOn(boundary, domain), maxIterations: left() });
    climb.trace.pop();
  }
  return yield* lbfgs(climb, { domain, maxIterations: left() });

  function left(): number {
    return Math.max(1, maxIterations - climb.iterationsBefore - climb.trace.length);
  }
}

/**
 * The part of the domain on the boundary. A step along a ball leads outside of it, from where the next one would lead back: the domain alone would let
 * climbs go to and fro. Towards the record, which lies within the range, every query stays within it.
 */
function stayingOn(boundary: Boundary, domain: Domain): Domain {
  return {
    ...domain,
    project(point) {
      domain.project(point);
      boundary.drawIn(point);
    },
  };
}
