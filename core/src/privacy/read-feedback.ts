import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq } from "drizzle-orm";
import type { PersonKey } from "./requests.ts";

type Row = Record<string, unknown>;

export type ExportedFeedback = {
  posts: Row[];
  votes: Row[];
  /** What is kept while they look at posts that ask for the same. */
  drafts: Row[];
  /** What they did to posts. */
  events: Row[];
  /** News that they were told. */
  notices: Row[];
};

/** What a person posted, voted for and was told of. */
export async function readFeedback(tx: Db, key: PersonKey): Promise<ExportedFeedback> {
  return {
    posts: await readPosts(tx, key),
    votes: await readVotes(tx, key),
    ...(await readRest(tx, key)),
  };
}

async function readPosts(tx: Db, { workspaceId, personId }: PersonKey): Promise<Row[]> {
  const p = schema.feedbackPosts;
  return tx
    .select({
      id: p.id,
      title: p.title,
      description: p.description,
      type: p.type,
      status: p.status,
      isPublic: p.isPublic,
      adminNotes: p.adminNotes,
      mergedIntoId: p.mergedIntoId,
      createdAt: p.createdAt,
    })
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), eq(p.authorId, personId)))
    .orderBy(asc(p.id));
}

async function readVotes(tx: Db, { workspaceId, personId }: PersonKey): Promise<Row[]> {
  const { votes: v, feedbackPosts: p } = schema;
  return tx
    .select({
      postId: v.postId,
      postTitle: p.title,
      value: v.value,
      platform: v.platform,
      channelId: v.channelId,
      threadId: v.threadId,
      unsubscribedAt: v.unsubscribedAt,
      createdAt: v.createdAt,
    })
    .from(v)
    .innerJoin(p, and(eq(p.id, v.postId), eq(p.workspaceId, v.workspaceId)))
    .where(and(eq(v.workspaceId, workspaceId), eq(v.personId, personId)))
    .orderBy(asc(v.id));
}

type Rest = Pick<ExportedFeedback, "drafts" | "events" | "notices">;

async function readRest(tx: Db, { workspaceId, personId }: PersonKey): Promise<Rest> {
  const { feedbackDrafts: d, feedbackEvents: e, webNotices: n } = schema;
  const drafts = await tx
    .select({ title: d.title, description: d.description, type: d.type, createdAt: d.createdAt })
    .from(d)
    .where(and(eq(d.workspaceId, workspaceId), eq(d.personId, personId)));
  const events = await tx
    .select({ postId: e.postId, kind: e.kind, comment: e.comment, createdAt: e.createdAt })
    .from(e)
    .where(and(eq(e.workspaceId, workspaceId), eq(e.actorId, personId)))
    .orderBy(asc(e.id));
  const notices = await tx
    .select({ text: n.markdown, url: n.url, readAt: n.readAt, createdAt: n.createdAt })
    .from(n)
    .where(and(eq(n.workspaceId, workspaceId), eq(n.personId, personId)))
    .orderBy(asc(n.id));
  return { drafts, events, notices };
}
