// What did attacks on recorded signals come to, in a few lines? Called by summary.ts.

import { area, asked, attackName, aucText, chosenAttack, headlineBound, rateText } from '../reports/sections/attack/outcomes.ts';
import { count, number, percent } from '../reports/sections/words.ts';
import type { AttackResult } from '../src/audit/attackResult.ts';
import { plainText } from '../src/base/plainText.ts';

const FINDINGS: Readonly<Record<AttackResult['verdict']['finding'], string>> = {
  leak: 'a leak was found',
  'none-found': 'no leak was found',
  'too-few-records': 'too few records to tell',
  reversed: 'members have the lower scores; check the mask of members and the sign of losses',
};

export function attackLines(result: AttackResult): string[] {
  const { signals, verdict, attacks } = result;
  const attack = chosenAttack(result);
  const bound = headlineBound(result);
  const others = attacks.filter(({ name }) => name !== attack.name);
  return [
    `${plainText(signals.name)}: ${count(signals.members, 'member')}, ${count(signals.nonMembers, 'other record')}, ${count(signals.references, 'reference model')}; ${FINDINGS[verdict.finding]}`,
    `${attackName(attack.name)}: AUC ${aucText(result, attack.auc)}`,
    ...attack.operatingPoints.map(
      (point) => `TPR at ${asked(point.fpr)} FPR: ${rateText(result, point)}; FPR realised ${percent(point.realizedFpr)}`,
    ),
    ...(others.length === 0
      ? []
      : [
          `AUC of ${count(others.length, 'other attack')}: ${area(Math.min(...others.map(({ auc }) => auc.value)))} to ${area(Math.max(...others.map(({ auc }) => auc.value)))}`,
        ]),
    ...(bound === undefined
      ? []
      : [
          `ε at δ = ${number(result.dp.delta)}: at least ${number(bound.epsilon)} nats (${bound.method}, level ${number(100 * result.dp.level)}%)`,
        ]),
  ];
}
