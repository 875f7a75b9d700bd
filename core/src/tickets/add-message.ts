import type { Ctx } from "../context.ts";
import { InvalidError } from "../errors.ts";
import { rememberPerson } from "../workspaces/people.ts";
import type { PersonIdentity } from "../workspaces/people.ts";
import { getChannelSettings } from "../workspaces/settings.ts";
import { isErased } from "./erased.ts";
import { isFirstSight } from "./first-sight.ts";
import { getTicket, lockTicket } from "./load.ts";
import { storeMemberMessage } from "./member-message.ts";
import { cleanText } from "./text.ts";

export type AddMessageInput = {
  workspaceId: number;
  ticketId: number;
  messageId: string | null;
  author: PersonIdentity;
  text: string;
  eventKey: string;
  mentionsUs?: boolean;
  mentionsOthers?: boolean;
  /** Ids of uploaded files that come with it. */
  files?: string[];
};

/** Adds what somebody wrote in a ticket's thread; false when it was taken in before, or nothing is kept of it. */
export async function addMessage(ctx: Pick<Ctx, "db" | "now">, input: AddMessageInput): Promise<boolean> {
  const text = cleanText(input.text);
  if (text === "") throw new InvalidError("The message is empty.");
  const ticket = await getTicket(ctx.db, input.workspaceId, input.ticketId);
  const settings = await getChannelSettings(ctx, input.workspaceId, ticket);

  return ctx.db.transaction(async (tx) => {
    const locked = await lockTicket(tx, input.workspaceId, input.ticketId);
    if (isErased(locked)) return false;
    if (!(await isFirstSight(tx, input.workspaceId, input.author.platform, input.eventKey))) return false;
    const author = await rememberPerson(tx, input.workspaceId, input.author);
    return storeMemberMessage(tx, locked, {
      author,
      text,
      messageId: input.messageId,
      settings,
      at: ctx.now(),
      mentionsUs: input.mentionsUs ?? false,
      mentionsOthers: input.mentionsOthers ?? false,
      files: input.files ?? [],
    });
  });
}
