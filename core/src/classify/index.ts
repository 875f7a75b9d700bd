export { auroc } from "../evaluation/metrics.ts";
export { measureClasses } from "./evaluate.ts";
export type { ClassificationFigures, ClassFigures, Outcome } from "./evaluate.ts";
export { textFeatures, tokensOf } from "./features.ts";
export type { FeatureOptions, Features } from "./features.ts";
export { loadModel, scoresOf, sigmoid, softmax } from "./linear.ts";
export type { LinearModel, ModelName } from "./linear.ts";
export { classifyType, TICKET_TYPES, typeFeatures } from "./type.ts";
export {
  INJECTION_CLASSES,
  INJECTION_THRESHOLD,
  injectionFeatures,
  injectionMargin,
  scoreInjection,
  windowsOf,
} from "./injection.ts";
export { isSteering } from "./is-steering.ts";
export { questionFeatures, scoreQuestion } from "./is-question.ts";
export { classifyPriority, priorityFeatures, TICKET_PRIORITIES, toPriority } from "./priority.ts";
export { findSaidPriority } from "./priority-rules.ts";
export { scoreHiddenOrders } from "./hidden-orders.ts";
export { unmask } from "./unmask.ts";
export { PERSON_THRESHOLD, personFeatures, scorePerson } from "./wants-person.ts";
export { DUPLICATE_THRESHOLD, LIKENESS, pairFeatures, scoreDuplicate } from "./near-duplicate.ts";
export { learnScope } from "./out-of-scope.ts";
export type { LabelledExample, ScopeVerdict } from "./out-of-scope.ts";
export { evaluateSet } from "./evaluate-set.ts";
export type { JudgedRow, SetEvaluation, SetInput } from "./evaluate-set.ts";
export { SET_KINDS } from "./kinds.ts";
export type { SetKind } from "./kinds.ts";
export { parseRows } from "./rows.ts";
export type { LabelledRow } from "./rows.ts";
export { classifyText } from "./classify-text.ts";
export { ExampleSpace } from "./example-vectors.ts";
export { detectSentiment } from "./sentiment.ts";
