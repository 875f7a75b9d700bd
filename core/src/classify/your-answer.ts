/** "In your answer, ..." speaks to who answers, whatever the order is. */
const BEGINS_WITH_YOUR_ANSWER =
  /^\W*(?:please |now |also )*(?:in|within|throughout|at the (?:end|start|beginning|top|bottom) of) your (?:own |next |final |entire )?(?:response|reply|answer|output)s?\b,? \w/iu;
/** "Weave it into your reply", "turn your answer's words around": so does any verb that does something in or to it. */
const DONE_TO_YOUR_ANSWER: readonly RegExp[] = [
  /^\W*(?:please |now |also |then |always |never |do not |don't |kindly )*\p{L}+ [^.!?\n]{0,80}\b(?:in|into|to|of|from|for|with|using|on|through) your (?:own |next |final |entire )?(?:(?:response|reply|answer)s?\b(?! (?:by|to|from|in) )|(?:response|reply|answer|message|output)'s (?:words|letters|sentences))/iu,
  /\b(?:letters|vowels|consonants|words|characters|spaces|spelling) (?:\w+ ){0,3}(?:in|of|from) (?:\w+ ){0,3}your (?:message|text)\b/iu,
];
/** What a form tells its reader to do with an answer of the reader's own; and how sentences begin that give no order. */
const TO_THE_READER =
  /^\W*(?:please |now |also |then )*(?:type|enter|submit|check|save|see|read|rate|mark|edit|select|choose|click|press|tap|track|wait|review|paste|attach|look|open|scroll|go|thanks?|we|i|you|he|she|they|it|this|that|these|those|the|a|an|our|my|his|her|their|your|if|when|as|for|in|on|at|to|from|with|by|and|but|or|so|there|here|what|who|how|why|where|which|each|every|all|any|some|no|not|based|according|after|before|once|while|because)\b/iu;

/** Whether a sentence tells its reader what to do to the reader's answer; an article's reader has none to give. */
export function isAboutYourAnswer(sentence: string): boolean {
  if (BEGINS_WITH_YOUR_ANSWER.test(sentence)) return true;
  return !TO_THE_READER.test(sentence) && DONE_TO_YOUR_ANSWER.some((order) => order.test(sentence));
}
