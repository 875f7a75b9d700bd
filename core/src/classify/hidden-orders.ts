import { splitSentences } from "../text/sentences.ts";
import { INJECTION_RULES } from "./injection-rules.ts";
import { scoreInjection } from "./injection.ts";
import { findTaskOutOfPlace } from "./out-of-place.ts";
import { unmask } from "./unmask.ts";
import { isAboutYourAnswer } from "./your-answer.ts";

const MAX_CHARACTERS = 20_000;
const MAX_SENTENCE = 400;

/** An article speaks to its reader about the product; these speak to a machine about what it is going to say. */
const ORDERS: readonly RegExp[] = [
  /\b(?:your|the assistant'?s|the (?:ai|bot|model)'?s) (?:own |next |final |entire |whole |current )?(?:response|reply|replies|answer|output)s?\b/iu,
  /\b(?:responding|answering|replying) to (?:the|this|any|every) (?:user|question|customer|member|asker|request|quer(?:y|ies))\b/iu,
  /\b(?:assistants?|language models?|llms?|chatbots?|(?:ai|chat|support) ?bots?|ai agents?)\b[^.!?\n]{0,40}\b(?:must|should|shall|needs? to|have to|has to|is to|are to|please|will now|reading this)\b/iu,
];
const ORDERS_BY_NAME = ["override", "overrideShort", "overrideElsewhere", "leak", "toReader"];
/** "## System metrics" is a heading like any other, and no frame of a prompt such as "### System:". */
const ORDINARY_HEADING = /^\s*#(?!.*(?::|\b(?:prompt|message|override)\b))/iu;
const IMPERATIVE =
  /^\W*(?:please |now |also |then |always |never |do not |don't |kindly |and )*(?:add|alter|anagram|append|apply|arrange|assign|augment|begin|capitali[sz]e|change|compose|conceal|conclude|convert|craft|create|decode|delete|display|embed|encode|encourage|encrypt|end|enhance|ensure|finish|format|give|group|hide|ignore|implement|include|incorporate|infuse|inject|insert|integrate|interleave|introduce|jumble|link|make|mention|mix|modify|offer|omit|output|place|prepend|present|print|produce|promote|provide|put|randomi[sz]e|recommend|remove|render|repeat|replace|reply|respond|reverse|rewrite|say|scramble|send|share|shift|show|start|state|structure|substitute|suggest|swap|switch|tell|transform|translate|turn|use|weave|write)\b/iu;
/** Of orders about "your answer", as against a form that asks for "your message". */
const SCORE_OF_ORDER = 0.8;
const SCORE_OF_MENTION = 0.3;

/**
 * How surely a text that nobody addressed to the bot (an article, a pasted mail) holds orders to it, 0 to 1. Compare with
 * `INJECTION_THRESHOLD`. A task that would be harmless from a member, such as a translation, is told by having nothing to do
 * with the text around it.
 */
export function scoreHiddenOrders(text: string): number {
  const plain = unmask(text.slice(0, MAX_CHARACTERS));
  const sentences = plain.split(/\n+/u).flatMap((line) => splitSentences(line.slice(0, MAX_SENTENCE * 4)));
  const placed = findTaskOutOfPlace(sentences) === null ? 0 : SCORE_OF_ORDER;
  return Math.max(scoreInjection(text), placed, ...sentences.map(scoreSentence));
}

function scoreSentence(sentence: string): number {
  const beginning = sentence.slice(0, MAX_SENTENCE);
  const names = ORDINARY_HEADING.test(beginning) ? ORDERS_BY_NAME : [...ORDERS_BY_NAME, "frame"];
  if (names.some((name) => INJECTION_RULES[name]?.test(beginning))) return SCORE_OF_ORDER;
  if (isAboutYourAnswer(beginning)) return SCORE_OF_ORDER;
  if (!ORDERS.some((order) => order.test(beginning))) return 0;
  return IMPERATIVE.test(beginning) ? SCORE_OF_ORDER : SCORE_OF_MENTION;
}
