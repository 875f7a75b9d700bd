import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { touchSite } from "../site/request-job.ts";
import { getTicket } from "../tickets/load.ts";
import { isPost } from "./load.ts";
import type { PostKey } from "./load.ts";
import { lockPost } from "./lock-posts.ts";
import { recordPostEvent } from "./record.ts";

/** What a post is linked to, by its id in our tables. */
export type PostLink = { article: number } | { issue: number } | { ticket: number };

export type LinkPostInput = PostKey & PostLink & { by: { personId: number } };

/**
 * Says what a post has to do with: the article that tells more (a post has one), issues that build it, tickets that ask for
 * it. `changed` is false where it is linked already. Throws `NotFoundError` for what is not of this workspace.
 */
export async function linkPost(
  ctx: Pick<Ctx, "db" | "now">,
  input: LinkPostInput,
): Promise<{ changed: boolean }> {
  return ctx.db.transaction(async (tx) => {
    await lockPost(tx, input);
    const changed = await addLink(tx, input);
    if (changed) await keepChange(tx, input, "linked", ctx.now());
    return { changed };
  });
}

/** Takes a link away. `changed` is false where there was none. */
export async function unlinkPost(
  ctx: Pick<Ctx, "db" | "now">,
  input: LinkPostInput,
): Promise<{ changed: boolean }> {
  return ctx.db.transaction(async (tx) => {
    await lockPost(tx, input);
    const changed = await removeLink(tx, input);
    if (changed) await keepChange(tx, input, "unlinked", ctx.now());
    return { changed };
  });
}

async function addLink(tx: Db, link: LinkPostInput): Promise<boolean> {
  const { workspaceId, postId } = link;
  if ("article" in link) {
    await requireRow(tx, schema.articles, { workspaceId, id: link.article, what: "The article" });
    return setArticle(tx, { workspaceId, postId, articleId: link.article });
  }
  if ("ticket" in link) await getTicket(tx, workspaceId, link.ticket);
  else await requireRow(tx, schema.githubIssues, { workspaceId, id: link.issue, what: "The issue" });
  const subject =
    "ticket" in link
      ? { kind: "ticket" as const, ticketId: link.ticket }
      : { kind: "issue" as const, issueId: link.issue };
  const [made] = await tx
    .insert(schema.feedbackLinks)
    .values({ workspaceId, postId, ...subject })
    .onConflictDoNothing()
    .returning({ id: schema.feedbackLinks.id });
  return made !== undefined;
}

async function removeLink(tx: Db, link: LinkPostInput): Promise<boolean> {
  const { workspaceId, postId } = link;
  if ("article" in link) {
    const p = schema.feedbackPosts;
    const gone = await tx
      .update(p)
      .set({ articleId: null })
      .where(and(isPost(workspaceId, postId), eq(p.articleId, link.article)))
      .returning({ id: p.id });
    return gone.length > 0;
  }
  const l = schema.feedbackLinks;
  const isLink = "ticket" in link ? eq(l.ticketId, link.ticket) : eq(l.issueId, link.issue);
  const gone = await tx
    .delete(l)
    .where(and(eq(l.workspaceId, workspaceId), eq(l.postId, postId), isLink))
    .returning({ id: l.id });
  return gone.length > 0;
}

async function setArticle(tx: Db, input: PostKey & { articleId: number }): Promise<boolean> {
  const p = schema.feedbackPosts;
  const [post] = await tx
    .select({ articleId: p.articleId })
    .from(p)
    .where(isPost(input.workspaceId, input.postId));
  if (post?.articleId === input.articleId) return false;
  await tx.update(p).set({ articleId: input.articleId }).where(isPost(input.workspaceId, input.postId));
  return true;
}

async function requireRow(
  tx: Db,
  table: typeof schema.articles | typeof schema.githubIssues,
  { workspaceId, id, what }: { workspaceId: number; id: number; what: string },
): Promise<void> {
  const [row] = await tx
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.workspaceId, workspaceId), eq(table.id, id)));
  if (!row) throw new NotFoundError(what);
}

async function keepChange(tx: Db, link: LinkPostInput, kind: "linked" | "unlinked", at: Date): Promise<void> {
  const { workspaceId, postId, by } = link;
  const change = { kind, isPublic: false, newValue: nameOf(link), actorId: by.personId } as const;
  await recordPostEvent(tx, { workspaceId, postId, ...change }, at);
  if ("article" in link) await touchSite(tx, workspaceId);
}

function nameOf(link: PostLink): string {
  if ("article" in link) return `article:${link.article}`;
  return "ticket" in link ? `ticket:${link.ticket}` : `issue:${link.issue}`;
}
