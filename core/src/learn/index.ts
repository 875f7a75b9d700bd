/** What the scripts need that learn the ranking and the confidence; the running product never calls these. */
export { fitCalibration } from "../answers/calibrate.ts";
export { correct, SHIPPED } from "../answers/calibration.ts";
export type { Head, ShippedWeights } from "../answers/calibration.ts";
export { searchLogOdds } from "../answers/chances.ts";
export { CONFIDENCE_FEATURES, confidenceFeatures } from "../answers/confidence-features.ts";
export type { ConfidenceParts } from "../answers/confidence-features.ts";
export { fitLogistic, logLoss, sigmoid } from "../answers/logistic.ts";
export type { Observation } from "../answers/logistic.ts";
export { findCandidates } from "../knowledge/find-candidates.ts";
export { readQuestion } from "../knowledge/question-terms.ts";
export { FEATURES, finalScores, lookCloser, treeInputs } from "../knowledge/rank.ts";
export type { Signals } from "../knowledge/rank.ts";
export { examine, WORD_FEATURES } from "../knowledge/rank-features.ts";
export type { Examined, WordRow } from "../knowledge/rank-features.ts";
export { sumOfTrees } from "../knowledge/rank-trees.ts";
export type { Tree } from "../knowledge/rank-trees.ts";
export { stem } from "../text/index.ts";
