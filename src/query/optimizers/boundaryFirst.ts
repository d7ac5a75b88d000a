// How is the leakiest query outside of an excluded ball or cone found? First on its boundary, in coordinates without any constraint, then in the whole
// domain, where the other constraints hold and the boundary may be left. Called by climbTogether.ts.
// A climb over the domain alone would follow the curved boundary in small steps: 100 iterations and more, to two or three digits.
//
// Around a record ln u falls off much alike in opposite directions, so that boundaries have two tops that face each other, of nearly the same height.
// All starts on one side of the record end at the same one, which may be the lower, or lie out of the range of the data: both are climbed.

import type { Boundary } from '../constraints/boundary.ts';
import type { Domain } from '../constraints/domain.ts';
import type { Evaluation } from '../evaluateQueries.ts';
import { lbfgs } from './lbfgs.ts';
import { type Climb, type ClimbOptions, createClimb, type Optimizer } from './optimizer.ts';

const EVERYWHERE: Domain = { project() {}, confine() {}, contains: () => true };

export function* boundaryFirst(climb: Climb, { domain, maxIterations }: ClimbOptions, boundary: Boundary): Optimizer {
  const start = boundary.coordinates(climb.point);
  const first = yield* turn(boundary, start, maxIterations);
  const opposite = yield* turn(
    boundary,
    first.point.map((value) => 0 - value),
    maxIterations - iterationsOf(first),
  );
  const isAllowed = ({ point, trace }: Climb) => trace.length > 0 && domain.contains(boundary.point(point), 0);
  const better = opposite.value > first.value ? opposite : first;
  const top = [better, first, opposite].find(isAllowed);
  const turns = iterationsOf(first) + iterationsOf(opposite);
  if (top !== undefined && isAllowed(first)) {
    climb.point = boundary.point(top.point);
    climb.iterationsBefore = turns - iterationsOf(top);
    // The climb that follows tells the value at its start once more.
    climb.trace.push(...top.trace.slice(0, -1));
    Object.assign(climb, { value: top.value, gradientNorm: top.gradientNorm });
  } else {
    // What was found first may not be asked. It is the same for most starts, which must not all go on from what the domain makes of it.
    climb.point = boundary.point(start);
    climb.iterationsBefore = turns;
    yield* lbfgs(climb, { domain: stayingOn(boundary, domain), maxIterations: left() });
    if (top !== undefined && top.value > climb.value) climb.point = boundary.point(top.point);
    climb.trace.pop();
  }
  return yield* lbfgs(climb, { domain, maxIterations: left() });

  function left(): number {
    return Math.max(0, maxIterations - climb.iterationsBefore - climb.trace.length);
  }
}

/** A climb on the boundary alone, in its coordinates; without a trace where it fails. */
function* turn(
  boundary: Boundary,
  start: Float64Array,
  maxIterations: number,
): Generator<readonly Float64Array[], Climb, readonly Evaluation[]> {
  const turning = createClimb(start.slice());
  const optimizer = lbfgs(turning, { domain: EVERYWHERE, maxIterations });
  let next = optimizer.next([]);
  while (!next.done) {
    const asked = next.value;
    const told = yield asked.map((coordinates) => boundary.point(coordinates));
    next = optimizer.next(
      told.map(({ value, gradient }, i) => ({ value, gradient: boundary.pullBack(asked[i] as Float64Array, gradient) })),
    );
  }
  return turning;
}

const iterationsOf = ({ trace }: Climb): number => Math.max(0, trace.length - 1);

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
