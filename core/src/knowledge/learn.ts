/** What the scripts that learn the ranking need; no part of the running product calls these. */
export { findCandidates } from "./find-candidates.ts";
export type { Candidates } from "./find-candidates.ts";
export { readQuestion } from "./question-terms.ts";
export { FEATURES, rankFeatures } from "./rank-features.ts";
export type { FeatureName, FeatureRow } from "./rank-features.ts";
