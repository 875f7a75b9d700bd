import { html } from "hono/html";
import type { Html } from "../../pages/layout.ts";

/** A description, whose names of fields and values stand between backticks. */
export function prose(text: string): Html {
  const parts = text.split("`");
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
