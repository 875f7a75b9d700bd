import { PRESSED_ACTIONS } from "@firstline/core";
import type { Button, PressedAction } from "@firstline/core";

export function toCustomId(button: Pick<Button, "action" | "value">): string {
  return `${button.action}:${button.value}`;
}

/** Null when the id is none of ours. */
export function fromCustomId(customId: string): { action: PressedAction; value: string } | null {
  const colon = customId.indexOf(":");
  const action = PRESSED_ACTIONS.find((known) => known === customId.slice(0, colon));
  return action === undefined ? null : { action, value: customId.slice(colon + 1) };
}
