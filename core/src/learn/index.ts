/** What the scripts and tests need that learn or check the ranking and the confidence; the running product never calls these. */
export { countOutcomes } from "../answers/confidence/autopilot.ts";
export { fitCalibration } from "../answers/confidence/calibrate.ts";
export { correct, SHIPPED } from "../answers/confidence/calibration.ts";
export type { Head, ShippedWeights } from "../answers/confidence/calibration.ts";
export { searchLogOdds } from "../answers/confidence/chances.ts";
export { scoreAgain } from "../answers/confidence/confidence.ts";
export {
  CONFIDENCE_FEATURES,
  confidenceFeatures,
  seenFeatures,
} from "../answers/confidence/confidence-features.ts";
export type { ConfidenceParts } from "../answers/confidence/confidence-features.ts";
export { guessUnread } from "../answers/confidence/unread.ts";
export type { UnreadWeights } from "../answers/confidence/unread.ts";
export { fitLogistic, logLoss, sigmoid } from "../answers/confidence/logistic.ts";
export type { Observation } from "../answers/confidence/logistic.ts";
export { findCandidates } from "../knowledge/find-candidates.ts";
export { readQuestion } from "../knowledge/ranking/question-terms.ts";
export { FEATURES, finalScores, lookCloser, rankPassages, treeInputs } from "../knowledge/ranking/rank.ts";
export type { Signals } from "../knowledge/ranking/rank.ts";
export { examine, WORD_FEATURES } from "../knowledge/ranking/rank-features.ts";
export type { Examined, WordRow } from "../knowledge/ranking/rank-features.ts";
export { sumOfTrees } from "../knowledge/ranking/rank-trees.ts";
export type { Tree } from "../knowledge/ranking/rank-trees.ts";
export { stem } from "../text/index.ts";
