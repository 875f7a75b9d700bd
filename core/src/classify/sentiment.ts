import type { Sentiment } from "../ports.ts";

const READ_CHARACTERS = 1_500;

/** What is wrong with a program says nothing of a mood ("fails", "error"); these words are about the writer's. */
const GOOD =
  /\b(?:thanks?|thank you|thx|great|awesome|amazing|love|loving|excellent|perfect|wonderful|fantastic|brilliant|nice work|good job|well done|happy|pleased|glad|helpful|impressed|cool|kudos|appreciate|danke|super|toll|merci|génial|gracias|genial|grazie|obrigad[oa])\b|❤|🎉|👍|🙏|😊|😍/giu;
const BAD =
  /\b(?:angry|annoy(?:ed|ing)|frustrat(?:ed|ing|ion)|disappoint(?:ed|ing)|terrible|horrible|awful|useless|worst|ridiculous|unacceptable|hate|sick of|fed up|tired of|waste of (?:time|money)|scam|rip.?off|disgust(?:ed|ing)|pathetic|joke|nightmare|unhappy|upset|furious|complain(?:t|ing)?|wtf|ffs|damn|fuck\w*|shit\w*|crap|bullshit|stupid|garbage|nobody (?:answers|helps|replies)|still no (?:answer|reply|response)|how (?:hard|difficult) can it be|ärgerlich|unverschämt|schrecklich|nervt|enttäuscht|nul|inadmissible|horrible|inaceptable|pésimo)\b|😡|🤬|😠|👎/giu;
const NEGATED =
  /\b(?:not|no|never|isn'?t|wasn'?t|don'?t|doesn'?t|hardly|nicht|kein\w*|pas|no es)\s+(?:\w+\s+){0,2}$/iu;
const THANKS_AHEAD =
  /\b(?:thanks|thank you|thx) (?:in advance|for (?:your|any|the) (?:help|time|support|answer))/giu;
const SHOUTS = /!{3,}|\?{3,}|(?:\b[A-Z]{4,}\b[\s,!.]*){3,}/u;

/** The writer's mood by their words: "neutral" unless they say more good than bad, or more bad than good. */
export function detectSentiment(text: string): Sentiment {
  const beginning = text
    .slice(0, READ_CHARACTERS)
    .replace(/```[\s\S]*?(?:```|$)/gu, " ")
    .replace(THANKS_AHEAD, " ");
  const good = count(beginning, GOOD);
  const bad = count(beginning, BAD);
  const balance =
    good.plain - good.negated - (bad.plain - bad.negated) * 1.5 - (SHOUTS.test(beginning) ? 1 : 0);
  if (balance >= 1) return "positive";
  return balance <= -1 ? "negative" : "neutral";
}

/** How often the words stand in the text, and how often after a "not". */
function count(text: string, words: RegExp): { plain: number; negated: number } {
  const counts = { plain: 0, negated: 0 };
  for (const { index } of text.matchAll(words)) {
    if (NEGATED.test(text.slice(Math.max(0, index - 30), index))) counts.negated += 1;
    else counts.plain += 1;
  }
  return counts;
}
