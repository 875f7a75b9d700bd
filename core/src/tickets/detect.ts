import {
  classifyPriority,
  classifyType,
  PERSON_THRESHOLD,
  scorePerson,
  scoreQuestion,
} from "../classify/index.ts";
import { detectLanguage } from "../text/index.ts";
import type { TicketPriority, TicketType } from "../ports.ts";

/** A wrong type sends a ticket to the wrong people; "general" is read by all. */
const SURE_ENOUGH = 0.4;

/** The type that a small model trained on tickets finds likeliest; "general" when none is likely. */
export function detectType(text: string): TicketType {
  const { type, probability } = classifyType(text);
  return probability >= SURE_ENOUGH ? type : "general";
}

/** What the asker's own words say of its weight, else what triagers gave reports with the same signs. */
export function detectPriority(text: string): TicketPriority {
  return classifyPriority(text);
}

/** The asker asks for a person: to be wrong with a yes costs an agent a look, with a no it annoys. */
export function wantsPerson(text: string): boolean {
  return scorePerson(text) >= PERSON_THRESHOLD;
}

/** A lost question costs a member; a remark that becomes a ticket costs an agent a look. Only the plainest are let go. */
const SURELY_A_REMARK = 0.02;
const MOST_WORDS_OF_REMARK = 12;
/** A file, a picture or code is shown to somebody for a reason. */
const SHOWN = /\battached\b|```|https?:|\.\w{2,4}\b/iu;

/** Something said into the room ("nice work!", "Good morning!") that asks for nothing. */
export function isRemark(text: string): boolean {
  // Remarks were learned in English; in another language anything could be one.
  if (![null, "en"].includes(detectLanguage(text))) return false;
  if (SHOWN.test(text) || text.split(/\s+/u).length > MOST_WORDS_OF_REMARK) return false;
  return scoreQuestion(text) < SURELY_A_REMARK;
}
