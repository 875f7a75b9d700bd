import type { Db } from "@firstline/db";
import { sendOut } from "../delivery/send-out.ts";
import { enqueue } from "../jobs.ts";
import type { Waiting } from "../jobs.ts";
import type { WorkspaceSettings } from "../workspaces/settings.ts";
import type { Ticket } from "./load.ts";

type Answerable = Pick<Ticket, "id" | "workspaceId" | "answeredMessageId" | "createdAt">;
type Asked = Pick<Ticket, "id" | "workspaceId" | "platform" | "channelId" | "threadId" | "isDirect">;

/** The answer waits for the end of the burst; every further message puts it off again, up to the burst's limit. */
export async function enqueueAnswer(
  tx: Db,
  ticket: Answerable,
  settings: WorkspaceSettings,
  at: Date,
): Promise<void> {
  const afterBurst = at.getTime() + settings.burstSeconds * 1000;
  const isFirst = ticket.answeredMessageId === null;
  const limit = isFirst ? ticket.createdAt.getTime() + settings.burstLimitSeconds * 1000 : afterBurst;
  await enqueueAnswerAt(tx, ticket, new Date(Math.min(afterBurst, Math.max(limit, at.getTime()))));
}

/** About half an hour with the queue's backoff; the sweep then gives the ticket to people. */
const ANSWER_ATTEMPTS = 8;

export async function enqueueAnswerAt(
  tx: Db,
  ticket: { workspaceId: number; id: number },
  runAt: Date,
  waiting: Waiting = {},
): Promise<void> {
  const payload = { workspaceId: ticket.workspaceId, ticketId: ticket.id, ...waiting };
  await enqueue(tx, "answer_ticket", payload, {
    key: `answer:${ticket.id}`,
    runAt,
    maxAttempts: ANSWER_ATTEMPTS,
  });
}

/** A reaction on the question, so that the asker sees at once that it was noticed. */
export async function showSeen(tx: Db, ticket: Asked, messageId: string | null): Promise<void> {
  if (messageId === null || ticket.platform === "panel") return;
  const isFirst = ticket.platform === "discord" && !ticket.isDirect && messageId !== ticket.threadId;
  await sendOut(tx, {
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    platform: ticket.platform,
    dedupeKey: `seen:${ticket.platform}:${ticket.channelId}:${messageId}`,
    outgoing: {
      operation: "react",
      message: {
        platform: ticket.platform,
        channelId: ticket.channelId,
        threadId: isFirst || ticket.platform === "slack" ? ticket.threadId : null,
        messageId,
      },
      reaction: "seen",
    },
  });
}
