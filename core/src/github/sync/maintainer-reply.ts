import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { changePosted } from "../../delivery/change-posted.ts";
import { announceTicket, replyIn, sendOut } from "../../delivery/send-out.ts";
import { tellAgents } from "../../escalations/tell-agents.ts";
import type { Reply } from "../../ports.ts";
import { recordEvent, SYSTEM } from "../../tickets/events.ts";
import { lockTicket, threadOf, updateTicket } from "../../tickets/load.ts";
import type { Ticket } from "../../tickets/load.ts";
import { withoutMassMentions } from "../../tickets/text.ts";
import { wordsOf } from "../../words/words-of.ts";
import type { Words } from "../../words/words.ts";
import { listLinksOf } from "../load.ts";
import type { Issue } from "../load.ts";
import type { CommandComment } from "./sync-comments.ts";

export type MaintainerReply = { issue: Issue; comment: CommandComment; text: string };

/**
 * What a maintainer answers on GitHub reaches every asker of the issue in the own thread, once for a comment. When the
 * comment is edited, what was posted follows; when it is deleted, it stays.
 */
export async function passOnReply(ctx: Pick<Ctx, "db" | "now">, said: MaintainerReply): Promise<void> {
  for (const { ticketId } of await listLinksOf(ctx.db, said.issue)) {
    await ctx.db.transaction(async (tx) => {
      const ticket = await lockTicket(tx, said.issue.workspaceId, ticketId);
      await passOn(tx, ticket, said, ctx.now());
    });
  }
}

async function passOn(tx: Db, ticket: Ticket, said: MaintainerReply, at: Date): Promise<void> {
  const o = schema.outgoingMessages;
  const { workspaceId, id: ticketId } = ticket;
  const key = `maintainer:${said.issue.repositoryId}:${said.comment.id}:${ticketId}`;
  const words = await wordsOf(tx, ticket);
  const reply = replyOf(words, said.text);
  const [posted] = await tx
    .select()
    .from(o)
    .where(and(eq(o.workspaceId, workspaceId), eq(o.dedupeKey, key)));
  if (!posted) return say(tx, ticket, { ...said, key, reply, at });
  const isEdited = said.comment.updatedAt > said.comment.createdAt;
  if (!isEdited || (await wasLastSaid(tx, words, posted, reply))) return;
  await changePosted(tx, posted, reply);
  const m = schema.ticketMessages;
  await tx
    .update(m)
    .set({ content: said.text, editedAt: at })
    .where(and(eq(m.workspaceId, workspaceId), eq(m.id, posted.ticketMessageId ?? 0)));
}

type Saying = MaintainerReply & { key: string; reply: Reply; at: Date };

async function say(tx: Db, ticket: Ticket, { comment, text, key, reply, at }: Saying): Promise<void> {
  const { workspaceId, id: ticketId, platform } = ticket;
  const [stored] = await tx
    .insert(schema.ticketMessages)
    .values({ workspaceId, ticketId, sender: "agent", content: text, platform, createdAt: at })
    .returning({ id: schema.ticketMessages.id });
  if (!stored) throw new Error("a maintainer's reply was not stored");
  await recordEvent(
    tx,
    {
      workspaceId,
      ticketId,
      kind: "comment_added",
      actor: SYSTEM,
      metadata: { messageId: stored.id, commentId: comment.id },
    },
    at,
  );
  // A person of the team has spoken: the AI falls silent.
  const spoken = {
    handler: "human" as const,
    firstRespondedAt: ticket.firstRespondedAt ?? at,
    lastMessageAt: at,
  };
  await updateTicket(tx, ticket, spoken, at);
  await sendOut(tx, {
    workspaceId,
    ticketId,
    ticketMessageId: stored.id,
    platform,
    dedupeKey: key,
    outgoing: { operation: "post", target: threadOf(ticket), reply },
  });
  await tellAgents(tx, {
    workspaceId,
    ticketId,
    dedupeKey: `${key}:agents`,
    reply: {
      markdown: `**${withoutMassMentions(comment.author)}** has answered the member from GitHub:\n\n${quote(text)}`,
      buttons: [[{ action: "open_link", label: "Open comment", value: comment.url }]],
    },
  });
  await announceTicket(tx, workspaceId, ticketId);
}

function replyOf(words: Words, text: string): Reply {
  return { markdown: `${words.fromMaintainers}\n\n${text}` };
}

function quote(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

type Posted = typeof schema.outgoingMessages.$inferSelect;

/** Whether the newest form of what was posted reads like this already. */
async function wasLastSaid(tx: Db, words: Words, posted: Posted, reply: Reply): Promise<boolean> {
  const m = schema.ticketMessages;
  const [message] = await tx
    .select({ content: m.content })
    .from(m)
    .where(and(eq(m.workspaceId, posted.workspaceId), eq(m.id, posted.ticketMessageId ?? 0)));
  const said = message === undefined ? replyIn(posted.payload) : replyOf(words, message.content);
  return said.markdown === reply.markdown;
}
