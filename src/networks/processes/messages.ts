// What do the parent and a training process say to each other? Plain data, by the structured clone that typed arrays survive.

import type { NetworkShape } from '../network.ts';
import type { NetworkSpec } from '../networkSpec.ts';
import type { InfluenceOptions } from '../rivals/influence.ts';
import type { RivalScores } from '../rivals/rivalScores.ts';
import type { BackendName } from '../tensorflow/backendNames.ts';
import type { TrainingSpec } from '../training/schedule.ts';
import type { TrainingData } from '../training/trainMembers.ts';

/** What all units of a run share. */
export interface Workplace {
  readonly network: NetworkSpec;
  readonly shape: NetworkShape;
  readonly data: TrainingData;
  /** [Q, d]: inputs at which trained networks are asked. */
  readonly queries: Float32Array;
  /** What rivals are asked about; null without any. */
  readonly rivals: { readonly records: readonly number[]; readonly options: InfluenceOptions } | null;
}

/** Members that see the same batches. Those beyond what fits side by side are trained after the first. */
export interface Unit {
  readonly training: TrainingSpec;
  readonly members: readonly { readonly seed: number; readonly leftOut: readonly number[] }[];
  readonly batchSeed: number;
  /** Whether rivals are asked about the first member, which must leave nothing out. */
  readonly asksRivals: boolean;
}

export interface UnitResult {
  /** [G, Q, C], member after member. */
  readonly outputs: Float32Array;
  /** [G]: mean loss over the first and the last epoch. */
  readonly firstLoss: Float64Array;
  readonly lastLoss: Float64Array;
  readonly rivals: RivalScores | null;
}

export interface ProcessDescription {
  readonly backend: BackendName;
  readonly description: string;
  readonly passedOver: readonly string[];
  /** P, numbers that are trained of one network. */
  readonly parameters: number;
}

export type Request =
  | {
      readonly type: 'open';
      readonly workplace: Workplace;
      readonly blas: string | undefined;
      readonly backend: BackendName | undefined;
    }
  | { readonly type: 'learning-rate'; readonly loss: TrainingSpec['loss']; readonly seed: number }
  | { readonly type: 'unit'; readonly unit: Unit };

export type Reply =
  | { readonly type: 'opened'; readonly description: ProcessDescription }
  | { readonly type: 'learning-rate'; readonly learningRate: number }
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'unit'; readonly result: UnitResult }
  | { readonly type: 'failed'; readonly message: string };
