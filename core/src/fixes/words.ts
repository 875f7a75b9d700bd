import { cutText } from "../text/index.ts";
import { withoutMassMentions } from "../tickets/text.ts";

/** What a model wrote, for agents in a chat: nobody is called, and no block of code ends early. */
export function toChatText(text: string, length: number): string {
  return cutText(withoutMassMentions(text), length);
}

/** Lines in a block of code that nothing in them can end. */
export function toChatBlock(text: string, language: string, length: number): string {
  return ["```" + language, toChatText(text, length).replaceAll("```", "'''"), "```"].join("\n");
}

/** "$0.12", or "less than $0.01". */
export function toUsd(costUsd: number): string {
  return costUsd > 0 && costUsd < 0.005 ? "less than $0.01" : `$${costUsd.toFixed(2)}`;
}
