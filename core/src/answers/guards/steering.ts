import { isSteering, scoreHiddenOrders, scoreInjection } from "../../classify/index.ts";
import type { AnswerRequest, KnowledgeChunk } from "../../ports.ts";

/**
 * Manuals give orders, too: of the passages of five bases and of this project's own manual 0.2 to 1.7 % reach the first
 * score, and of mails with an attack inside 94 %. Passages that were only read are eight an answer, so they need more.
 */
const IN_CITED = 0.8;
const IN_READ = 0.9;

export type ReadByModel = {
  request: Pick<AnswerRequest, "question" | "thread" | "earlierSubjects" | "ticket">;
  /** Passages that the answer rests on. */
  cited: readonly KnowledgeChunk[];
  /** All passages that the model read; empty for one that obeys nobody. */
  shown: readonly KnowledgeChunk[];
  /** Our own scorers unless given. */
  score?: ((text: string) => number) | undefined;
};

/**
 * Who tries to steer the AI, as a sentence for agents; null when nobody seems to. The answer is then for agents only: what
 * was asked of the model, and what it said to it, is for people to see.
 */
export function findSteering({ request, cited, shown, ...given }: ReadByModel): string | null {
  const score = given.score ?? scoreInjection;
  // Orders in an article are not addressed to anybody who reads along, so they are looked for by other signs, too.
  const scoreArticle = given.score ?? scoreHiddenOrders;
  const steers = (text: string): boolean => isSteering(text, score);
  const { question, thread, ticket, earlierSubjects } = request;
  const subject = question.includes(ticket.subject) ? "" : ticket.subject;
  if (steers(question) || steers(subject)) return "The message looks like an attempt to steer the AI.";
  const said = thread.filter((turn) => turn.sender === "member").map((turn) => turn.text);
  if ([...said, ...earlierSubjects].some(steers)) {
    return "An earlier message looks like an attempt to steer the AI.";
  }
  const isPoisoned = cited.some((chunk) => scoreArticle(chunk.text) >= IN_CITED);
  if (isPoisoned || shown.some((chunk) => score(chunk.text) >= IN_READ)) {
    return "An article that the answer rests on looks like an attempt to steer the AI.";
  }
  return null;
}
