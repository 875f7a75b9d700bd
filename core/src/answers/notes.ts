import { cutText } from "../text/index.ts";
import type { Decided, Findings } from "./decide.ts";
import type { Verified } from "./grounding/verify-claims.ts";

const LONGEST_QUOTE = 120;
const MOST_QUOTED = 3;

type Found = { unsupported: string[] } & Pick<Findings, "contradiction"> & Pick<Decided, "held">;

/** What agents should know about an answer beside its confidence: what was taken out of it, and what held it back. */
export function notesOn(
  standing: Verified["standing"],
  { unsupported, contradiction, held }: Found,
): string[] {
  const quoted = unsupported.slice(0, MOST_QUOTED).map((text) => `"${flat(text)}"`);
  const more = unsupported.length > MOST_QUOTED ? ` and ${unsupported.length - MOST_QUOTED} more` : "";
  const list = `${quoted.join(", ")}${more}`;
  const said = {
    whole: [],
    trimmed: [`Removed because no article supports it: ${list}.`],
    weak: unsupported.length === 0 ? [] : [`No article supports this in the answer: ${list}.`],
  } satisfies Record<Verified["standing"], string[]>;
  return [...new Set([...said[standing], contradiction, held])].filter((note) => note !== null);
}

const flat = (text: string): string => cutText(text.replace(/\s+/gu, " ").trim(), LONGEST_QUOTE);
