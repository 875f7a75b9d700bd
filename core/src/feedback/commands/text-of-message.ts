import { cutText } from "../../text/index.ts";
import { cleanText, subjectOf } from "../../tickets/text.ts";
import { MAX_TITLE } from "../post-text.ts";

/** What a form says at first when a post is to be made of a message; `length` is what the form's description holds. */
export function textOfMessage(text: string, length: number): { title: string; description: string } {
  const clean = cleanText(text);
  return { title: cutText(subjectOf(clean), MAX_TITLE), description: cutText(clean, length) };
}
