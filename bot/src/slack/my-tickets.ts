import { listMyTickets, statusForMembers } from "@firstline/core";
import type { Ticket } from "@firstline/core";
import type { KnownBlock } from "@slack/types";
import type { SlackContext } from "./context.ts";
import { cut } from "./limits.ts";
import { linkMrkdwn } from "./mrkdwn.ts";
import { permalink } from "./permalink.ts";

/** The newest tickets of a person, a line each. */
export async function renderMyTickets(
  slack: Pick<SlackContext, "ctx" | "home">,
  input: { workspaceId: number; userId: string },
): Promise<KnownBlock[]> {
  const tickets = await listMyTickets(slack.ctx, {
    workspaceId: input.workspaceId,
    platform: "slack",
    externalId: input.userId,
  });
  if (tickets.length === 0) return [line("You have no tickets yet.")];
  const identity = slack.home.identity();
  return tickets.map((ticket) => {
    const place = { channelId: ticket.channelId, threadId: null, messageId: ticket.threadId };
    const url = ticket.platform === "slack" ? permalink(identity, place) : null;
    return line(`${linkMrkdwn(`#${ticket.id} ${cut(ticket.subject, 120)}`, url)}\n${stateOf(ticket)}`);
  });
}

function stateOf(ticket: Ticket): string {
  const seconds = Math.floor(ticket.createdAt.getTime() / 1000);
  const day = ticket.createdAt.toISOString().slice(0, 10);
  return `${statusForMembers(ticket)} · asked <!date^${seconds}^{date_short_pretty}|${day}>`;
}

function line(mrkdwn: string): KnownBlock {
  return { type: "section", text: { type: "mrkdwn", text: mrkdwn, verbatim: true } };
}
