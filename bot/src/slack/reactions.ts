import type { Reaction } from "@firstline/core";

/** Slack's names of the emoji that the bot reacts with. */
export const REACTIONS: Readonly<Record<Reaction, string>> = {
  seen: "eyes",
  solved: "white_check_mark",
  person: "raising_hand",
};
