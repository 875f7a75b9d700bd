import type { Button, ButtonAction } from "@firstline/core";

/** `open_link` is missing on purpose: a link button has an address and no id. */
const ACTIONS = [
  "ticket_solved",
  "ticket_ask_person",
  "ticket_reopen",
  "ticket_rate",
  "ticket_choose",
  "escalation_claim",
  "escalation_resolve",
  "bug_file",
  "bug_link",
  "bug_unlink",
  "fix_try",
  "fix_reviewed",
  "fix_works",
  "fix_fails",
] as const satisfies readonly Exclude<ButtonAction, "open_link">[];

export function toCustomId(button: Pick<Button, "action" | "value">): string {
  return `${button.action}:${button.value}`;
}

/** Null when the id is none of ours. */
export function fromCustomId(customId: string): { action: ButtonAction; value: string } | null {
  const colon = customId.indexOf(":");
  const action = ACTIONS.find((known) => known === customId.slice(0, colon));
  return action === undefined ? null : { action, value: customId.slice(colon + 1) };
}
