import { cutText } from "../text/index.ts";
import type { Decided } from "./decide.ts";
import type { Verified } from "./verify-claims.ts";

const LONGEST_QUOTE = 120;
const MOST_QUOTED = 3;

/** What agents should know about an answer beside its confidence: what was taken out of it, and what held it back. */
export function notesOn(
  standing: Verified["standing"],
  unsupported: string[],
  decided: Pick<Decided, "held">,
): string[] {
  const quoted = unsupported.slice(0, MOST_QUOTED).map((text) => `"${flat(text)}"`);
  const more = unsupported.length > MOST_QUOTED ? ` and ${unsupported.length - MOST_QUOTED} more` : "";
  const list = `${quoted.join(", ")}${more}`;
  const said = {
    whole: [],
    trimmed: [`Removed because no article supports it: ${list}.`],
    weak: unsupported.length === 0 ? [] : [`No article supports this in the answer: ${list}.`],
  } satisfies Record<Verified["standing"], string[]>;
  return [...said[standing], ...(decided.held === null ? [] : [decided.held])];
}

const flat = (text: string): string => cutText(text.replace(/\s+/gu, " ").trim(), LONGEST_QUOTE);
