// What do recorded signals with a known truth look like? φ of members is normal about d above that of others, by record-specific difficulties that
// reference models share: the best attack knows them, and has AUC Φ(d/√2) exactly. For tests of everything that reads signals.

import type { SignalsInput } from '../../src/audit/signals/signalSource.ts';
import { createRandom } from '../../src/base/random.ts';
import { lossOf } from '../../src/membership/signals/fromLosses.ts';

export interface SignalsSampleOptions {
  readonly records?: number;
  readonly references?: number;
  readonly queries?: number;
  /** d, in standard deviations of φ between models. */
  readonly shift?: number;
  /** Standard deviation over records of how well models know them. */
  readonly difficulty?: number;
  readonly classes?: number;
  readonly kind?: 'losses' | 'confidences' | 'probabilities' | 'logits';
  readonly names?: readonly string[];
  readonly seed?: number;
}

/** Every second record is a member; reference models are trained on halves that leave each record in and out equally often, for an even R. */
export function sampleSignals(options: SignalsSampleOptions = {}): SignalsInput {
  const { records: n = 400, references: R = 8, queries: k = 1, shift = 1, difficulty = 2, classes = 0, seed = 1 } = options;
  const random = createRandom(seed);
  const levels = Float64Array.from({ length: n }, () => 1 + difficulty * random.normal());
  const members = Uint8Array.from({ length: n }, (_, i) => i % 2);
  const referenceMembers = Uint8Array.from({ length: R * n }, (_, at) => (Math.floor(at / n) + (at % n) + ((at % n) >> 1)) % 2);
  const phi = (flags: Uint8Array, model: number) =>
    Float64Array.from({ length: n * k }, (_, at) => {
      const i = Math.floor(at / k);
      return (levels[i] as number) + shift * (flags[model * n + i] as number) + random.normal();
    });
  const target = phi(members, 0);
  const reference = Array.from({ length: R }, (_, r) => phi(referenceMembers, r)).flatMap((values) => Array.from(values));
  const { kind = 'losses', names } = options;
  const labels = Int32Array.from({ length: n }, (_, i) => (classes > 0 ? Math.floor(i / 2) % classes : 0));
  const rows = k === 1 ? [n] : [n, k];
  const signal = (values: ArrayLike<number>, front: readonly number[]) => {
    const C = kind === 'logits' || kind === 'probabilities' ? [Math.max(2, classes)] : [];
    return { shape: [...front, ...rows, ...C], values: inKind(kind, values, labels, k, C[0] ?? 1) };
  };
  const capital = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  return {
    [`target${capital}`]: signal(target, []),
    ...(R === 0
      ? {}
      : { [`reference${capital}`]: signal(reference, [R]), referenceMembers: { shape: [R, n], values: referenceMembers } }),
    members,
    ...(classes > 0 || kind === 'logits' || kind === 'probabilities' ? { labels } : {}),
    ...(names === undefined ? {} : { record: Array.from({ length: n }, (_, i) => names[i] ?? `r${i}`) }),
    name: 'signals.npz',
  } as unknown as SignalsInput;
}

/** The other classes share what the own one leaves, evenly. */
function inKind(kind: string, phi: ArrayLike<number>, labels: Int32Array, queries: number, classes: number): Float64Array {
  const confidence = (value: number) => 1 / (1 + Math.exp(-value));
  if (kind === 'losses') return Float64Array.from(phi, lossOf);
  if (kind === 'confidences') return Float64Array.from(phi, confidence);
  const n = labels.length;
  return Float64Array.from({ length: phi.length * classes }, (_, at) => {
    const row = Math.floor(at / classes);
    const isOwn = at % classes === labels[Math.floor(row / queries) % n];
    const value = phi[row] as number;
    if (kind === 'logits') return isOwn ? value + Math.log(classes - 1) + 5 : 5;
    return isOwn ? confidence(value) : (1 - confidence(value)) / (classes - 1);
  });
}
