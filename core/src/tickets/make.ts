import type { Ctx } from "../context.ts";
import { InvalidError } from "../errors.ts";
import { findChannelRole } from "../workspaces/connect.ts";
import { openTicket } from "./open.ts";
import type { OpenTicketInput, OpenTicketResult } from "./open.ts";

/**
 * "Make a ticket" of somebody's message: its author is the asker. Not among agents, where the answer would come before
 * people whom it does not concern and the member would never see it. Null when there is a ticket for the message already.
 */
export async function makeTicket(
  ctx: Pick<Ctx, "db" | "now">,
  input: OpenTicketInput,
): Promise<OpenTicketResult | null> {
  const { platform, channelId } = input.thread;
  const where = { workspaceId: input.workspaceId, platform, channelIds: [channelId] };
  if ((await findChannelRole(ctx, where)) === "agents") {
    throw new InvalidError("This is the agents' channel. Make the ticket where the member wrote.");
  }
  return openTicket(ctx, input);
}
