export { areaUnderRoc, measureClasses } from "./evaluate.ts";
export type { ClassificationFigures, ClassFigures, Outcome, Scored } from "./evaluate.ts";
export { textFeatures, tokensOf } from "./features.ts";
export type { FeatureOptions, Features } from "./features.ts";
export { loadModel, scoresOf, sigmoid, softmax } from "./linear.ts";
export type { LinearModel, ModelName } from "./linear.ts";
export { classifyType, TICKET_TYPES, typeFeatures } from "./type.ts";
