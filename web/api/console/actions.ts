import {
  actOnCode,
  assignTicket,
  claimEscalation,
  closeTicket,
  CODE_ACTIONS,
  InvalidError,
  linkIssue,
  listEscalations,
  reopenTicket,
  resolveTicket,
  sendAgentMessage,
  setPriority,
  setType,
} from "@firstline/core";
import type { Person } from "@firstline/core";
import type { Web } from "../context.ts";
import type { TicketForm } from "./forms.ts";

/** Does what an agent's form says. */
export async function applyForm(
  web: Web,
  input: { ticketId: number; by: Person; form: TicketForm },
): Promise<void> {
  const { form, by, ticketId } = input;
  const about = { workspaceId: web.workspace.id, ticketId, by };
  switch (form.do) {
    case "claim":
      await claim(web, about);
      return;
    case "resolve":
      await resolveTicket(web.ctx, about);
      return;
    case "close":
      await closeTicket(web.ctx, about);
      return;
    case "reopen":
      await reopenTicket(web.ctx, about);
      return;
    case "type":
      await setType(web.ctx, { ...about, type: form.type });
      return;
    case "priority":
      await setPriority(web.ctx, { ...about, priority: form.priority });
      return;
    case "code":
      await press(web, about, form.press);
      return;
    case "link":
      await linkIssue(web.ctx, {
        ...about,
        issue: /^\d+$/u.test(form.issue) ? Number(form.issue) : form.issue,
      });
      return;
    case "reply":
      await say(web, about, form);
      return;
    case "note":
      await say(web, about, { ...form, text: `// ${form.text}` });
  }
}

type About = { workspaceId: number; ticketId: number; by: Person };

/** A ticket that the AI still handles has no escalation to claim: the agent takes it over. */
async function claim(web: Web, about: About): Promise<void> {
  const open = (await listEscalations(web.ctx, about)).find((escalation) => !escalation.resolved);
  if (open) await claimEscalation(web.ctx, { ...about, escalationId: open.id });
  else await assignTicket(web.ctx, { ...about, assigneeId: about.by.id });
}

/** A button of the ticket's card: "action:value". */
async function press(web: Web, { workspaceId, by }: About, pressed: string): Promise<void> {
  const [name = "", ...value] = pressed.split(":");
  const action = CODE_ACTIONS.find((known) => known === name);
  if (action === undefined) throw new InvalidError("This button is from an older version of the page.");
  await actOnCode(web.ctx, { workspaceId, by, action, value: value.join(":") });
}

/** The key of the form makes a second click on Send the same message. */
async function say(web: Web, about: About, message: { text: string; key: string }): Promise<void> {
  await sendAgentMessage(web.ctx, {
    workspaceId: about.workspaceId,
    ticketId: about.ticketId,
    agent: about.by,
    text: message.text.toWellFormed(),
    platform: "panel",
    channelId: "console",
    messageId: message.key,
  });
}
