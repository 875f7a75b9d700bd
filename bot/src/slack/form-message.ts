import type { PersonIdentity } from "@firstline/core";
import type { RichTextElement } from "@slack/types";
import { cut, MAX_FALLBACK } from "./limits.ts";
import { escapeMrkdwn } from "./mrkdwn.ts";
import type { SlackMessage } from "./render.ts";
import type { TicketForm } from "./views.ts";

/**
 * The message that stands for a form's question and carries its thread. It names the asker by a mention, so that Slack
 * lets them follow the thread as if they had written it; their own words can ping nobody.
 */
export function formMessage(
  form: Pick<TicketForm, "subject" | "description">,
  input: { asker: PersonIdentity; isDirect: boolean },
): SlackMessage {
  const who: RichTextElement[] = input.isDirect
    ? [{ type: "text", text: "You asked: " }]
    : [
        { type: "user", user_id: input.asker.externalId },
        { type: "text", text: " asks: " },
      ];
  const spoken = input.isDirect ? "You asked" : `${input.asker.name || "Somebody"} asks`;
  return {
    text: escapeMrkdwn(cut(`${spoken}: ${form.subject}`, MAX_FALLBACK)),
    blocks: [
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [...who, { type: "text", text: form.subject || "(no subject)", style: { bold: true } }],
          },
          { type: "rich_text_quote", elements: [{ type: "text", text: form.description || "…" }] },
        ],
      },
    ],
  };
}
