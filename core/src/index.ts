export { estimateConfidence } from "./answers/confidence.ts";
export type { Confidence, ConfidenceInput } from "./answers/confidence.ts";
export * from "./knowledge/index.ts";
