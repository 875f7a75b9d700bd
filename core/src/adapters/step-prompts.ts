import type {
  BugRequest,
  ClassificationRequest,
  JudgeRequest,
  RerankRequest,
  RewriteRequest,
} from "../ports.ts";
import { passageBlock, questionBlock, subjectBlock, threadBlock } from "./answer-prompt.ts";
import { asData, dataBlock } from "./data-block.ts";

// The user turns of the small steps: nothing but blocks of data, as in `answer-prompt.ts`.

export function classifyPrompt({ subject, text }: ClassificationRequest): string {
  return blocks([subjectBlock(subject), questionBlock(text)]);
}

/** The judge is not shown the writer's evidence: it shall look for its own. */
export function judgePrompt({ question, answer, chunks }: JudgeRequest): string {
  return blocks([
    ...chunks.map(passageBlock),
    questionBlock(question),
    dataBlock("data_answer", asData(answer)),
  ]);
}

export function rewritePrompt({ subject, thread, question }: RewriteRequest): string {
  return blocks([subjectBlock(subject), ...threadBlock(thread), questionBlock(question)]);
}

/** Whether a passage is about the question shows in its first lines. */
const RERANK_CHARACTERS = 1200;

export function rerankPrompt({ question, chunks }: RerankRequest): string {
  const passages = chunks.map((chunk) =>
    passageBlock({ ...chunk, text: chunk.text.slice(0, RERANK_CHARACTERS) }),
  );
  return blocks([...passages, questionBlock(question)]);
}

/** The messages' numbers are only there to tell them apart. */
export function bugPrompt({ subject, messages }: BugRequest): string {
  const numbered = messages.map((text, index) =>
    dataBlock("data_message", asData(text), { number: index + 1 }),
  );
  return blocks([subjectBlock(subject), dataBlock("data_thread", numbered.join("\n"))]);
}

function blocks(parts: string[]): string {
  return parts.join("\n\n");
}
