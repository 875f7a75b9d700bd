const POINTS_BACK =
  /\b(?:it|its|they|them|their|this|that|these|those|(?:this|that|the|which|other|first|second|last) ones?|both|either|neither|above|same|former|latter|another|else|previous|there|er|sie|es|das|dies\w*|jene\w*|dort|damit|davon|dafür|beide[sn]?|ça|cela|ceux|eso|esto|aquello)\b/iu;
/** "It is possible", "is there a way", "that" as a conjunction, "this error: ...": these point at nothing said before. */
const POINTS_NOWHERE =
  /\b(?:is|are|was|were|be) there\b|\bthere (?:is|are|a|an|any)\b|\bit(?:'s| is| was) (?:possible|necessary|better|safe|ok|recommended|supported to)\b|\bis it (?:possible|necessary|better|safe|ok|recommended)\b|\b(?:so|such|says?|said|means?|sure|know|think|notice[d]?|see|fact|error|note) that\b|\b(?:this|the following)(?: \w+){0,2}\s*:|\beinen?|\bgibt es\b|\bes gibt\b/giu;

/** Whether a text speaks of something that was named before it: "how do I delete it?" */
export const pointsBack = (text: string): boolean => POINTS_BACK.test(text.replace(POINTS_NOWHERE, " "));
