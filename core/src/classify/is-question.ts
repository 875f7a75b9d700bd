import { textFeatures } from "./features.ts";
import { loadModel, scoresOf, sigmoid } from "./linear.ts";

const READ_CHARACTERS = 800;
const RULE_WEIGHT = 0.5;

const QUESTION_RULES: Readonly<Record<string, RegExp>> = {
  mark: /[?？؟](?:\s|$|["')])/u,
  endsWithMark: /[?？؟]\W*$/u,
  startsAsking:
    /^(?:\W*(?:hi|hello|hey|hiya|good \w+|ok|so|um|uh|guys|all|folks|everyone|there|team)\b[\s,.!:-]*){0,4}(?:how|what|why|where|when|which|who|whose|is|are|am|do|does|did|can|could|should|would|will|has|have|any|anyone|anybody|is there|was|were)\b/iu,
  asksAll:
    /\b(?:any(?:one|body|ideas?|thoughts|advice|suggestions?|pointers|hints?|help|way)|some(?:one|body) (?:know|help|explain)|does any|thoughts on)\b/iu,
  wonders:
    /\b(?:(?:i'?m|i am|was) (?:wondering|trying|looking|having|getting|stuck|unsure|not sure|confused|curious|struggling|working on|using|building|implementing)|i (?:wonder|need|want|get|have (?:a|an|one|some) (?:question|issue|problem|doubt|bug|error)|can'?t|cannot|don'?t understand|would like)|quick question|question\b|help|please|how (?:do|can|to|should)|is there|is it possible|possible to)\b/iu,
  reports:
    /\b(?:error|fails?|failed|failing|exception|crash\w*|bug|issue|problem|not work\w*|doesn'?t|didn'?t|can'?t|unable|broken|wrong|stuck|warning|undefined|timeout)\b/iu,
  pasted: /```|<code>|^\s+at \S+\(|Traceback|\bline \d+|\w+Error\b|\w+Exception\b/mu,
  greetingOnly:
    /^\W*(?:hi|hello|hey|hiya|yo|hola|hallo|bonjour|good (?:morning|evening|day|afternoon)|morning)\b[\s\w]{0,12}\W*$/iu,
  thanks:
    /\b(?:thanks|thank you|thx|cheers|ty|got it|makes sense|works now|that worked|danke|merci|gracias)\b/iu,
  agrees:
    /^\W*(?:yes|yep|yeah|no|nope|nah|ok|okay|sure|right|true|correct|exactly|indeed|ah|oh|lol|haha|hm+|cool|nice|great|well)\b/iu,
  leaves: /\b(?:gtg|brb|afk|good ?night|bye|see you|sleep|cya)\b/iu,
  answers:
    /^\W*[\w-]{2,20}[:,] |\b(?:you (?:can|could|should|need|have to|might|may|would|want)|try|it'?s|that'?s|that is|see https?)\b/iu,
  announces:
    /^\W*(?:change merged|new (?:patchset|review)|\d*\(?(?:new|mod)\)|merged|released?|deployed|fyi|psa|announcement|just (?:released|published))\b|https?:\/\/\S+\s*$/iu,
};

/** Nothing but an error, or a cry for help: nobody posts it for fun, and hardly any stands in what was learned from. */
const BARE_REPORT =
  /^\W*(?:(?:help|sos)\b(?: (?:me|please|needed|wanted))?\W*$|(?:(?:fatal|uncaught|unhandled|internal) )?(?:\w*error|\w*exception|panic|traceback|fatal|segfault)\b\W*[:(])|^\s+at \S+[.(]|^Traceback \(most/imu;
const SCORE_OF_BARE_REPORT = 0.9;

export function questionFeatures(text: string): Map<string, number> {
  const beginning = text.slice(0, READ_CHARACTERS);
  const features = textFeatures(beginning, { words: 2, pieces: [] });
  for (const [name, pattern] of Object.entries(QUESTION_RULES)) {
    if (pattern.test(beginning)) features.set(`r:${name}`, RULE_WEIGHT);
  }
  const words = beginning.split(/\s+/u).filter(Boolean).length;
  features.set(`r:${lengthOf(words)}`, RULE_WEIGHT);
  return features;
}

function lengthOf(words: number): string {
  if (words <= 2) return "words1to2";
  if (words <= 5) return "words3to5";
  if (words <= 12) return "words6to12";
  return words <= 40 ? "words13to40" : "wordsOver40";
}

/** How surely a first message asks for something (a question, a report, a request), 0 to 1; from 0.5 up it does. */
export function scoreQuestion(text: string): number {
  if (text.trim() === "") return 0;
  if (BARE_REPORT.test(text.slice(0, READ_CHARACTERS))) return SCORE_OF_BARE_REPORT;
  return sigmoid(scoresOf(loadModel("question"), questionFeatures(text))[0] ?? 0);
}
