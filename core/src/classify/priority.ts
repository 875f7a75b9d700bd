import type { TicketPriority } from "../ports.ts";
import { loadModel, scoresOf, softmax } from "./linear.ts";
import { findSaidPriority } from "./priority-rules.ts";

export const TICKET_PRIORITIES: readonly TicketPriority[] = ["low", "normal", "high", "urgent"];

const READ_CHARACTERS = 3_000;

/** Signs of weight. They name no product, so that what they weigh in one tracker carries over to another community. */
const PRIORITY_SIGNS: Readonly<Record<string, RegExp>> = {
  saysUrgent: /\b(?:urgent(?:ly)?|asap|emergency|immediately|right away|blocker)\b/iu,
  down: /\b(?:outage|(?:is|are|went|going) down|(?:all|every) (?:our )?(?:users|customers|requests|tests|builds)|everything|unusable|production|prod)\b/iu,
  loses: /\b(?:data ?loss|los(?:es|ing|t) (?:data|files|messages)|corrupt\w*|overwrit\w*|truncat\w*)\b/iu,
  security:
    /\b(?:security|vulnerab\w*|cve-?\d*|exploit\w*|leak(?:ed|s)? (?:key|token|password|credential)s?|hacked|breach\w*|injection|xxe|denial of service)\b/iu,
  blocks:
    /\b(?:block(?:ed|er|ing|s)|critical|severe|serious|deadline|release|cannot (?:start|build|compile|log ?in|deploy|access)|can'?t (?:start|build|compile|log ?in|deploy|access))\b/iu,
  crashes:
    /\b(?:crash\w*|segfault|segmentation fault|core dump|panic|abort\w*|deadlock\w*|hang(?:s|ing)?|freez\w*|infinite|out of memory|oom|memory leak|starv\w*|race condition)\b/iu,
  fails:
    /\b(?:fail\w*|error|exception|npe|nullpointer\w*|broken|breaks?|not work\w*|doesn'?t work|incorrect\w*|wrong|regression|timeout|timed out)\b/iu,
  money:
    /\b(?:charged twice|double charged|payment|refund|paid|customers? (?:are )?(?:losing|complain\w*))\b/iu,
  typo: /\b(?:typos?|spelling|misspell\w*|grammar|wording|cosmetic|nit(?:pick)?|whitespace|indent\w*|format(?:ting)?|checkstyle|javac? ?doc|javadoc|comments?)\b/iu,
  minor:
    /\b(?:minor|trivial|low priority|no (?:rush|hurry)|nice to have|just (?:curious|wondering)|when you have (?:time|a moment)|small|slight(?:ly)?)\b/iu,
  chore:
    /\b(?:clean ?up|remove unused|unused|unnecessary|redundant|deprecated|renam\w*|refactor\w*|replace|move|simplif\w*|tidy|backport|duplicate code)\b/iu,
  documents:
    /\b(?:docs?|documentation|document(?:ed)?|readme|example|tutorial|website|link|message text|log(?:ging)? (?:message|level)|logs?|warning)\b/iu,
  tests: /\b(?:unit ?tests?|tests?|junit|flaky|ci|jenkins|testcase)\b/iu,
  improves:
    /\b(?:improve\w*|enhance\w*|optimi[sz]e|better|faster|performance|slow|support for|add|allow|feature|new)\b/iu,
  upgrade: /\b(?:upgrade|bump|update)\b.{0,40}\b\d+(?:\.\d+)+/iu,
  howTo: /^\W*(?:how|what|where|which|is there|can i|does)\b/iu,
  stack: /^\s+at \S+|Traceback|\.java:\d+/mu,
  exclaims: /!{2,}|\b[A-Z]{4,}\b.*\b[A-Z]{4,}\b/u,
};

export function priorityFeatures(text: string): Map<string, number> {
  const beginning = text.slice(0, READ_CHARACTERS);
  const firstLine = beginning.split("\n", 1)[0] ?? "";
  const features = new Map<string, number>();
  for (const [name, pattern] of Object.entries(PRIORITY_SIGNS)) {
    if (pattern.test(firstLine)) features.set(`first:${name}`, 1);
    if (pattern.test(beginning)) features.set(`any:${name}`, 1);
  }
  features.set("length", Math.log1p(beginning.length) / 8);
  return features;
}

/** A report must look much like those that triagers set apart; in doubt it is "normal". */
const SURE_ENOUGH = 0.45;

/** What the asker says of its weight, else what triagers of public trackers mostly gave to reports with the same signs. */
export function classifyPriority(text: string): TicketPriority {
  const said = findSaidPriority(text);
  if (said) return said;
  const model = loadModel("priority");
  return toPriority(scoresOf(model, priorityFeatures(text)));
}

/** The priority of the best score, when it is clear enough. */
export function toPriority(scores: readonly number[]): TicketPriority {
  const probabilities = softmax(scores);
  const most = Math.max(...probabilities);
  const best = TICKET_PRIORITIES[probabilities.indexOf(most)];
  return best !== undefined && most >= SURE_ENOUGH ? best : "normal";
}
