// How are attacks, their rates and their intervals put into words? Called by every section of this folder and by the command line's summary.

import type { AttackedRecord, AttackOutcome, AttackResult } from '../../../src/audit/attackResult.ts';
import { plainText } from '../../../src/base/plainText.ts';
import { formatNumber } from '../../format.ts';
import { count, number, percent, range, shownName } from '../words.ts';

export type OperatingPoint = AttackOutcome['operatingPoints'][number];
type Estimate = AttackOutcome['auc'];

/** The attack that the verdict rests on. */
export function chosenAttack({ attacks, verdict }: AttackResult): AttackOutcome {
  return attacks[chosenIndex({ attacks, verdict })] as AttackOutcome;
}

/** Its place in `attacks`, and in the scores of each record. */
export function chosenIndex({ attacks, verdict }: Pick<AttackResult, 'attacks' | 'verdict'>): number {
  return attacks.findIndex(({ name }) => name === verdict.attack);
}

/** All attacks with their places, the chosen one first. */
export function chosenFirst(result: AttackResult): readonly { readonly attack: AttackOutcome; readonly index: number }[] {
  const chosen = chosenIndex(result);
  return result.attacks
    .map((attack, index) => ({ attack, index }))
    .sort((a, b) => Number(b.index === chosen) - Number(a.index === chosen));
}

/** Attacks that tables and figures of reports show; further variants of LiRA stand in attack.json and scores.csv. */
const SHOWN_ATTACKS = 12;

/** The chosen attack and the next by design, as many as a reader can compare. */
export function shownFirst(result: AttackResult): readonly AttackOutcome[] {
  return chosenFirst(result)
    .slice(0, SHOWN_ATTACKS)
    .map(({ attack }) => attack);
}

/** A clause about what is not shown, or nothing. */
export function furtherVariants({ attacks }: AttackResult): string {
  const further = attacks.length - SHOWN_ATTACKS;
  return further > 0
    ? ` ${count(further, 'further variant')} ${further === 1 ? 'stands' : 'stand'} in attack.json and scores.csv.`
    : '';
}

/** `0.1%`: a rate as it was asked for, where others are rounded. */
export function asked(fpr: number): string {
  return `${Number((100 * fpr).toPrecision(6))}%`;
}

/** `0.69 to 0.738` without a place for a line break, in tables. */
export function span(low: string, high: string): string {
  return low === high ? low : `${low}\u00a0to\u00a0${high}`;
}

/** Attacks are named by words of the program, but a result may come from a file. */
export function attackName(name: string): string {
  return plainText(name, 60);
}

/** `95%`. */
export function levelText({ level }: Pick<AttackResult, 'level'>): string {
  return `${number(100 * level)}%`;
}

/** An area as it was estimated, which unlike one that is computed can be 0, 0.5 or 1. */
export function area(value: number): string {
  return value === 1 || value === 0 ? String(value) : value > 0.9995 ? '>0.999' : value < 0.0005 ? '<0.001' : value.toFixed(3);
}

/** `0.712 (95% interval 0.69 to 0.73)`. */
export function aucText(result: Pick<AttackResult, 'level'>, { value, low, high }: Estimate): string {
  return `${area(value)} (${levelText(result)} interval ${area(low)} to ${area(high)})`;
}

/** `12.3% (95% interval 9.8% to 15%)`. */
export function rateText(
  result: Pick<AttackResult, 'level'>,
  { tpr, low, high }: Pick<OperatingPoint, 'tpr' | 'low' | 'high'>,
): string {
  return `${percent(tpr)} (${levelText(result)} interval ${range(percent(low), percent(high))})`;
}

/** The operating point whose false-positive rate is nearest to one that sections speak of, 1%; the last, the largest, of those that are alike. */
export function mainPoint({ operatingPoints }: AttackOutcome): OperatingPoint {
  return operatingPoints.reduce((best, point) => (distance(point) <= distance(best) ? point : best));
}

const distance = ({ fpr }: OperatingPoint): number => Math.abs(Math.log(fpr / 0.01));

/** The name of a class of the input. */
export function classLabel({ signals }: AttackResult, classIndex: number): string {
  return shownName(signals.classes?.[classIndex]?.name ?? `number ${classIndex}`);
}

/** `record 17`, or the id that the input gives it. */
export function recordLabel({ record, name }: AttackedRecord): string {
  return name === undefined ? `record ${record}` : `record ${shownName(name, 60)}`;
}

/** Members with scores above those of every non-member, by the chosen attack: recognised without a single wrong accusation. */
export function aboveAllOthers(result: AttackResult): number {
  const index = chosenIndex(result);
  const scoreOf = ({ scores }: AttackedRecord) => scores[index] as number;
  const highest = result.records.reduce(
    (most, record) => (record.member ? most : Math.max(most, scoreOf(record))),
    Number.NEGATIVE_INFINITY,
  );
  return result.records.filter((record) => scoreOf(record) > highest).length;
}

/**
 * The bound of ε that stands for all: the one for one training run where its condition was asserted, else that by sample split. Never the largest, which
 * does not hold at its level.
 */
export function headlineBound({ dp }: Pick<AttackResult, 'dp'>): AttackResult['dp']['bounds'][number] | undefined {
  return dp.bounds.find(({ method }) => method === 'one-run') ?? dp.bounds.find(({ method }) => method === 'sample-split');
}

/** `1 in 1,000`, for a share. */
export function oneIn(share: number): string {
  const whole = 1 / share;
  return Math.abs(whole - Math.round(whole)) < 1e-9 * whole ? `1 in ${formatNumber(whole, 'integer')}` : percent(share);
}
