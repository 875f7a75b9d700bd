import type { Classification } from "../ports.ts";
import { detectLanguage } from "../text/languages/language.ts";
import { scoreQuestion } from "./is-question.ts";
import { classifyPriority } from "./priority.ts";
import { detectSentiment } from "./sentiment.ts";
import { classifyType } from "./type.ts";
import { PERSON_THRESHOLD, scorePerson } from "./wants-person.ts";

const ASKS_FROM = 0.5;

/** Everything about a member's text that can be known without a model. */
export function classifyText(text: string): Classification {
  return {
    type: classifyType(text).type,
    priority: classifyPriority(text),
    sentiment: detectSentiment(text),
    language: detectLanguage(text),
    isQuestion: scoreQuestion(text) >= ASKS_FROM,
    wantsPerson: scorePerson(text) >= PERSON_THRESHOLD,
  };
}
