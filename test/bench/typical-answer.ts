import type { Prompt } from "../standins/models/index.ts";
import { defaultAnswer } from "../standins/models/index.ts";

const STATEMENTS = 6;
const WORDS = 24;
const EXCERPT_WORDS = 14;

/** An answer of the length that people get: about 140 words in six statements, each with its evidence. */
export function typicalAnswer(prompt: Prompt): string | object {
  const properties = Object(prompt.schema?.["properties"]);
  if (!("statements" in properties)) return defaultAnswer(prompt, false);
  const passages = [...prompt.user.matchAll(/<data_passage id="(\d+)">\n([\s\S]*?)\n<\/data_passage>/g)];
  const sentences = passages.slice(0, 2).flatMap(([, id, text = ""]) => {
    const words = text.slice(text.indexOf("\n\n")).split(/\s+/);
    return Array.from({ length: STATEMENTS / 2 }, (_, index) => ({
      passageId: Number(id),
      words: words.slice(index * WORDS, (index + 1) * WORDS),
    }));
  });
  const statements = sentences.map(({ passageId, words }) => ({
    passageId,
    excerpt: words.slice(0, EXCERPT_WORDS).join(" "),
    markdown: words.join(" "),
  }));
  return { statements, selfConfidence: 0.85, clarifyingQuestion: null, readings: [], needsPerson: null };
}
