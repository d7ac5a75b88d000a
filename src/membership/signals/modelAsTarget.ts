// What if a reference model were the audited one? Its members are known, so that an attacker can try an attack on it first.
// Called by tuneOffline.ts and recordAucs.ts.

import { AuditError } from '../../base/errors.ts';
import type { Signals } from './signals.ts';

/**
 * The signals with reference model `model` in the place of the audited one, and the others as its reference models; the audited model takes no
 * part unless it is asked to be a reference model as well. O(R·n·k).
 *
 * @param model 0 … R − 1
 * @param withTarget whether the audited model takes the place of the one that is attacked, as an auditor, who knows its members, may let it
 * @throws AuditError OPTION_INVALID
 */
export function modelAsTarget(signals: Signals, model: number, withTarget = false): Signals {
  const { records, references, queries, reference, referenceMembers } = signals;
  if (!(Number.isInteger(model) && model >= 0 && model < references)) {
    throw new AuditError('OPTION_INVALID', {
      expected: `the number of one of ${references} reference models, from 0`,
      got: `${model}`,
      try: references === 0 ? 'recording reference models' : `${references - 1} for the last`,
    });
  }
  const size = records * queries;
  const others = reference.slice();
  const othersMembers = referenceMembers.slice();
  const [place, memberPlace] = [model * size, model * records];
  const target = others.slice(place, place + size);
  const members = othersMembers.slice(memberPlace, memberPlace + records);
  if (withTarget) {
    others.set(signals.target, place);
    othersMembers.set(signals.members, memberPlace);
    return { ...signals, target, members, reference: others, referenceMembers: othersMembers };
  }
  // What follows moves up by one model.
  others.copyWithin(place, place + size);
  othersMembers.copyWithin(memberPlace, memberPlace + records);
  return {
    ...signals,
    references: references - 1,
    target,
    members,
    reference: others.subarray(0, others.length - size),
    referenceMembers: othersMembers.subarray(0, othersMembers.length - records),
  };
}
