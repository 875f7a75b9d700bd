import { INJECTION_THRESHOLD, scoreInjection } from "../classify/index.ts";
import type { AnswerRequest, KnowledgeChunk } from "../ports.ts";

/** Passages that were only read are many, and most answers read some that look a bit like orders. */
const SURELY = 0.6;

export type ReadByModel = {
  request: Pick<AnswerRequest, "question" | "thread" | "earlierSubjects" | "ticket">;
  /** Passages that the answer rests on. */
  cited: readonly KnowledgeChunk[];
  /** All passages that the model read; empty for one that obeys nobody. */
  shown: readonly KnowledgeChunk[];
  /** Our own scorer unless given. */
  score?: ((text: string) => number) | undefined;
};

/**
 * Who tries to steer the AI, as a sentence for agents; null when nobody seems to. The answer is then for agents only: what
 * was asked of the model, and what it said to it, is for people to see.
 */
export function findSteering({ request, cited, shown, score = scoreInjection }: ReadByModel): string | null {
  const steers = (text: string): boolean => text !== "" && score(text) >= INJECTION_THRESHOLD;
  const { question, thread, ticket, earlierSubjects } = request;
  const subject = question.includes(ticket.subject) ? "" : ticket.subject;
  if (steers(question) || steers(subject)) return "The message looks like an attempt to steer the AI.";
  const said = thread.filter((turn) => turn.sender === "member").map((turn) => turn.text);
  if ([...said, ...earlierSubjects].some(steers)) {
    return "An earlier message looks like an attempt to steer the AI.";
  }
  const isPoisoned = cited.some((chunk) => steers(chunk.text));
  if (isPoisoned || shown.some((chunk) => score(chunk.text) >= SURELY)) {
    return "An article that the answer rests on looks like an attempt to steer the AI.";
  }
  return null;
}
