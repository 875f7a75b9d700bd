/** The operator's measuring stick. A package export of its own, so that only commands that measure load it. */
export { openCorpus } from "./corpus.ts";
export type { Corpus } from "./corpus.ts";
export { evaluateKnowledge } from "./evaluate.ts";
export type { Evaluated, EvaluateInput } from "./evaluate.ts";
export { listFigures } from "./list-figures.ts";
export type { ListedFigure } from "./list-figures.ts";
export * from "./metrics.ts";
export { readGap, readQuestions, withoutGap } from "./questions.ts";
export type { EvalQuestion } from "./questions.ts";
export { renderReport } from "./report/render-report.ts";
export type { ReportFile } from "./report/render-report.ts";
export { makeScratchWorkspace, removeScratchWorkspace } from "./scratch-workspace.ts";
export { summarize } from "./summarize.ts";
export type { EvalRow, Figures } from "./summarize.ts";
export { toEvaluationJson } from "./to-json.ts";
export type { Evaluation } from "./to-json.ts";
