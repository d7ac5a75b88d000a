// The library: everything that training code, notebooks and other tools call. Grouped by what one wants to do.

// Attacks on recorded signals of real models: all of them with their report (auditSignals), one by one, and the ROC curves of their scores.
export { type AttackResult, attackResultSchema } from './audit/attackResult.ts';
// Audit a training set in one call, or a trained TensorFlow.js model after training and while it trains; the result object is what every report is
// rendered from.
export { audit } from './audit/audit.ts';
export { auditModel } from './audit/auditModel.ts';
export {
  attackResultJsonSchema,
  auditResultJsonSchema,
  queryResultJsonSchema,
  validationResultJsonSchema,
} from './audit/jsonSchema.ts';
export { type LoodCallback, type LoodCallbackOptions, loodCallback, type TrainingAudit } from './audit/model/loodCallback.ts';
export type { AuditModelOptions, ModelFeatures } from './audit/model/options.ts';
export { type AuditOptions, LIMIT_METRICS, type LimitMetric } from './audit/options.ts';
// Search for the questions that leak most, look around a record, rebuild records.
export { type FoundQueries, findQueries, type QueryFindings } from './audit/queries/findQueries.ts';
export { landscape } from './audit/queries/landscapeOf.ts';
export type { LandscapeOptions } from './audit/queries/landscapeOptions.ts';
export type { FindQueriesOptions } from './audit/queries/options.ts';
export type { ReconstructOptions } from './audit/queries/reconstructOptions.ts';
export { reconstruct } from './audit/queries/reconstructRecords.ts';
export { type QueryResult, queryResultSchema } from './audit/queryResult.ts';
export { type AuditResult, auditResultSchema, type RecordResult } from './audit/result.ts';
export { auditSignals } from './audit/signals/auditSignals.ts';
export type { AuditSignalsOptions } from './audit/signals/options.ts';
export type { SignalArray, SignalsInput } from './audit/signals/signalSource.ts';
// Does LOOD say what happens to trained networks? Ensembles with and without records, beside LOOD and its rivals.
export type { ValidateOptions } from './audit/validation/options.ts';
export { validate } from './audit/validation/validate.ts';
export { type ValidationResult, validationResultSchema } from './audit/validationResult.ts';
// Errors, progress, cancellation, randomness.
export { AuditError, type ErrorCode } from './base/errors.ts';
export type { OnProgress, Progress, RunOptions } from './base/progress.ts';
export { createRandom, type Random } from './base/random.ts';
export type { Warning } from './base/warnings.ts';
// Data: read, build, prepare, write.
export * from './data/index.ts';
// Gaussian processes: fit once, then leave out records, groups, anything.
export { leaveOneOutAccuracy, logMarginalLikelihood, logPredictiveDensity } from './gp/evidence.ts';
export {
  covariancesOf,
  covariancesOfRecords,
  fitGaussianProcess,
  type GaussianProcess,
  type Posterior,
  posterior,
  type QueryCovariances,
} from './gp/gaussianProcess.ts';
export { gramMatrix } from './gp/gramMatrix.ts';
export { type LeaveOneOut, leaveOneOut } from './gp/leaveOneOut.ts';
export { type LeaveOut, leaveOut } from './gp/leaveOut.ts';
export { type LeaveOutPool, leaveOutPool } from './gp/leaveOutPool.ts';
export { type NoiseCandidate, type NoiseSelection, selectNoiseVariance } from './gp/noiseVariance.ts';
// Kernels; `lood/kernels` has more.
export { createKernel } from './kernels/createKernel.ts';
export type { Kernel, KernelSpec } from './kernels/kernel.ts';
export { completeKernelSpec, type KernelOptions } from './kernels/kernelOptions.ts';
// Linear algebra.
export { type BlasSearch, type FoundBlas, findBlas } from './linalg/blas/findBlas.ts';
export { createEngine, createWasmEngine, ENGINE_NAMES } from './linalg/createEngine.ts';
export type { Engine, InverseFactor } from './linalg/engine.ts';
export { type Matrix, matrix, matrixFromRows } from './linalg/matrix.ts';
// Leave-one-out distinguishability of records, groups and query sets.
export {
  hellinger,
  klSymmetric,
  klWithoutWith,
  klWithWithout,
  renyiWithoutWith,
  renyiWithWithout,
} from './lood/divergences.ts';
export { type GaussianPair, gaussianPair, type Mode } from './lood/gaussianPair.ts';
export { lossTailWith, lossTailWithout, type Tail, totalVariation } from './lood/lossTail.ts';
export { groupPair, ownQueryPair, queryPair } from './lood/pairs.ts';
export { meanDistance, wasserstein2At } from './lood/queryLood.ts';
export { type RecordLood, recordLood, wasserstein2 } from './lood/recordLood.ts';
// The optimal membership test, exact.
export { exactAuc } from './membership/auc.ts';
// Lower bounds of ε from attacks, which hold as often as they promise.
export { type ApproximateRatio, approximateRatio } from './membership/dp/approximateRatios.ts';
export { type BonferroniEpsilon, type BonferroniOptions, bonferroniEpsilon } from './membership/dp/bonferroniEpsilon.ts';
export type { BoundOptions, EpsilonBound } from './membership/dp/bounds.ts';
export {
  type AttackCounts,
  type ClopperPearsonEpsilon,
  type ClopperPearsonOptions,
  clopperPearsonEpsilon,
} from './membership/dp/clopperPearsonEpsilon.ts';
export { type GaussianDpEpsilon, gaussianDpEpsilon } from './membership/dp/gaussianDpEpsilon.ts';
export { gdpDelta, gdpEpsilon, gdpMu } from './membership/dp/gdp.ts';
export { type OneRunCounts, oneRunEpsilon } from './membership/dp/oneRunEpsilon.ts';
export { type OneRunFdpOptions, oneRunFdpEpsilon, type TradeOff } from './membership/dp/oneRunFdpEpsilon.ts';
export { type GuessOptions, oneRunGuesses } from './membership/dp/oneRunGuesses.ts';
export { type OneRunSplitEpsilon, type OneRunSplitOptions, oneRunSplitEpsilon } from './membership/dp/oneRunSplitEpsilon.ts';
export { type SampleSplitOptions, sampleSplitEpsilon, type ThresholdEpsilon } from './membership/dp/sampleSplitEpsilon.ts';
export type { Direction as ScoreDirection, Membership } from './membership/dp/scoredRecords.ts';
// Operating points of the optimal test, and its ε.
export {
  deltaAtEpsilon,
  epsilonAtDelta,
  type OperatingPoint,
  operatingPoint,
  operatingPointAtFpr,
  tprAtFpr,
} from './membership/optimalTest.ts';
export { ATTACKS, type Attack, type AttackOptions, attackNamed } from './membership/signals/attacks.ts';
export { type AttackPossibility, attacksPossible } from './membership/signals/attacksPossible.ts';
export { type AucInterval, aucInterval } from './membership/signals/aucInterval.ts';
export { boundInfinite } from './membership/signals/boundInfinite.ts';
export { byClass as aucByClass, type ClassRow } from './membership/signals/byClass.ts';
export { falsePositiveRates } from './membership/signals/falsePositiveRates.ts';
export { confidenceOf, fromConfidences } from './membership/signals/fromConfidences.ts';
export { fromLogits } from './membership/signals/fromLogits.ts';
export { fromLosses, lossOf } from './membership/signals/fromLosses.ts';
export { fromProbabilities } from './membership/signals/fromProbabilities.ts';
export { type LiraOptions, lira } from './membership/signals/lira.ts';
export { modelAsTarget } from './membership/signals/modelAsTarget.ts';
export { populationThreshold } from './membership/signals/populationThreshold.ts';
export { recordAucs } from './membership/signals/recordAucs.ts';
export { type RmiaOptions, rmia } from './membership/signals/rmia.ts';
export {
  accuracy as rocAccuracy,
  advantage as rocAdvantage,
  positivePredictiveValue,
  type Roc,
  type RocPoint,
  rocOf,
  type TprAtFpr,
  tprAtFprOf,
} from './membership/signals/roc.ts';
export type { Scores, Signals } from './membership/signals/signals.ts';
export { tuneOffline as tuneRmiaOffline } from './membership/signals/tuneOffline.ts';
// Queries: what they tell, which way they must move to tell more, and searches of one's own.
export { type Evaluation, type Leakage, type QueryEvaluator, type Question, queryEvaluator } from './query/evaluateQueries.ts';
export type { Objective } from './query/objective.ts';
export { type SearchOutcome, type SearchPlan, searchQueries } from './query/searchQueries.ts';
export { prepareTargets, type Target, type Targets } from './query/target.ts';
