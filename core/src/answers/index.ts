export { answerTicket } from "./answer.ts";
export type { AnswerTicketInput } from "./answer.ts";
export { explainConfidence } from "./confidence/explain-confidence.ts";
export { askKnowledge } from "./ask.ts";
export type { Asked } from "./ask.ts";
