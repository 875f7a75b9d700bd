import { randomUUID } from "node:crypto";
import type { Ctx } from "../context.ts";
import { InvalidError } from "../errors.ts";
import { sendAgentMessage } from "../escalations/relay.ts";
import { addMessage } from "../tickets/add-message.ts";
import { getTicket } from "../tickets/load.ts";
import { cleanText } from "../tickets/text.ts";
import { getPerson } from "../workspaces/people.ts";
import { API_CHANNEL } from "./channel.ts";
import { getAskerIdentity, getProgram } from "./identity.ts";
import { isAgent } from "../tickets/permission.ts";

export type AddApiMessageInput = {
  key: { id: number; workspaceId: number; name: string };
  ticketId: number;
  text: string;
  /** The asker, an agent by id, or the program itself as an agent. */
  as: "asker" | "agent";
  agentId?: number | undefined;
  /** Seen by agents only. */
  isNote: boolean;
  /** The same key adds one message; null: every call adds one. */
  requestKey: string | null;
};

/** Adds what a program says for the asker or for an agent; false when it was taken in before. */
export async function addApiMessage(
  ctx: Pick<Ctx, "db" | "now">,
  input: AddApiMessageInput,
): Promise<boolean> {
  if (cleanText(input.text) === "") throw new InvalidError("The message is empty.");
  return input.as === "asker" ? addAsAsker(ctx, input) : addAsAgent(ctx, input);
}

async function addAsAsker(ctx: Pick<Ctx, "db" | "now">, input: AddApiMessageInput): Promise<boolean> {
  if (input.isNote) throw new InvalidError("Only agents write notes.");
  const { workspaceId } = input.key;
  const ticket = await getTicket(ctx.db, workspaceId, input.ticketId);
  return addMessage(ctx, {
    workspaceId,
    ticketId: ticket.id,
    messageId: null,
    author: await getAskerIdentity(ctx.db, ticket),
    text: input.text,
    eventKey: `api:message:${ticket.id}:${input.requestKey ?? randomUUID()}`,
  });
}

async function addAsAgent(ctx: Pick<Ctx, "db" | "now">, input: AddApiMessageInput): Promise<boolean> {
  const { workspaceId } = input.key;
  await getTicket(ctx.db, workspaceId, input.ticketId);
  const agent =
    input.agentId === undefined
      ? await getProgram(ctx, input.key)
      : await getPerson(ctx.db, workspaceId, input.agentId);
  if (!isAgent(agent)) throw new InvalidError(`${agent.name} is not an agent.`);
  return sendAgentMessage(ctx, {
    workspaceId,
    ticketId: input.ticketId,
    agent,
    text: input.text,
    isNote: input.isNote,
    platform: "panel",
    channelId: API_CHANNEL,
    messageId: input.requestKey,
  });
}
