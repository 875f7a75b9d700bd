import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, isNull, ne } from "drizzle-orm";
import { tellAgents } from "../escalations/tell-agents.ts";
import { escapeText } from "../knowledge/reading/html/escape.ts";
import { recordPostEvent } from "./record.ts";

type Shipped = { workspaceId: number; issueId: number; number: number; shippedIn: string };

/**
 * An issue has been released: agents hear it at every post that it builds and is not completed yet, as a note and in
 * their channel. What voters are told is for agents to decide. Harmless to repeat. Call inside a transaction.
 */
export async function proposeCompleted(tx: Db, shipped: Shipped, at: Date): Promise<void> {
  const l = schema.feedbackLinks;
  const p = schema.feedbackPosts;
  const posts = await tx
    .select({ id: p.id, title: p.title })
    .from(l)
    .innerJoin(p, eq(p.id, l.postId))
    .where(
      and(
        eq(l.workspaceId, shipped.workspaceId),
        eq(l.issueId, shipped.issueId),
        ne(p.status, "completed"),
        isNull(p.mergedIntoId),
      ),
    )
    .orderBy(p.id);
  for (const post of posts) await propose(tx, shipped, post, at);
}

async function propose(
  tx: Db,
  { workspaceId, issueId, number, shippedIn }: Shipped,
  post: { id: number; title: string },
  at: Date,
): Promise<void> {
  const released = `Issue #${number} has been released in ${shippedIn.slice(0, 80)}.`;
  const e = schema.feedbackEvents;
  const [known] = await tx
    .select({ id: e.id })
    .from(e)
    .where(and(eq(e.postId, post.id), eq(e.kind, "note_added"), eq(e.comment, `${released} ${QUESTION}`)))
    .limit(1);
  if (known) return;
  const change = { kind: "note_added", isPublic: false, actorId: null } as const;
  await recordPostEvent(
    tx,
    { workspaceId, postId: post.id, ...change, comment: `${released} ${QUESTION}` },
    at,
  );
  await tellAgents(tx, {
    workspaceId,
    ticketId: null,
    dedupeKey: `propose:${post.id}:${issueId}:${shippedIn}`,
    reply: {
      markdown: `${released} Is post #${post.id}, **${escapeText(post.title)}**, completed? If so, set its status here with \`/feedback status ${post.id} completed\` or in the console; its voters then hear it.`,
    },
  });
}

const QUESTION = "Is this post completed?";
