import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { sendOut } from "../../delivery/send-out.ts";
import { NEWS_KEY } from "../../delivery/undeliverable.ts";
import { isListed, isPost } from "../load.ts";
import type { PostKey } from "../load.ts";
import { lockPost } from "../lock-posts.ts";
import { postUrl } from "../post-address.ts";
import type { FeedbackStatus } from "../status.ts";
import { toAddressees } from "./addressees.ts";
import type { Addressee } from "./addressees.ts";
import { listNewsReaders } from "./list-readers.ts";
import { newsMarkdown, newsReply } from "./news-words.ts";
import type { StatusNews } from "./news-words.ts";

/** Rows written in one transaction: on the embedded database all others wait for it. */
const BATCH = 50;

type Told = PostKey & { eventId: number; news: Omit<StatusNews, "voted"> };

/**
 * Job `tell_voters`: tells everybody who voted on a post of its newest status, once each, where they voted. Nothing is said
 * when the status is the one that they heard last, unless the team says something with it. Harmless to repeat, also after
 * a stop half way: every row has a key.
 */
export async function tellVoters(
  ctx: Pick<Ctx, "db" | "helpCenterUrl">,
  input: PostKey,
): Promise<{ told: number }> {
  const told = await findNews(ctx, input);
  if (!told) return { told: 0 };
  const addressees = toAddressees(await listNewsReaders(ctx.db, input));
  for (let start = 0; start < addressees.length; start += BATCH) {
    const some = addressees.slice(start, start + BATCH);
    const isNews = await ctx.db.transaction(async (tx) => {
      if (!(await isNewest(tx, told))) return false;
      for (const addressee of some) await tell(tx, told, addressee);
      return true;
    });
    if (!isNews) return { told: start };
  }
  await keepTold(ctx, told);
  return { told: addressees.length };
}

async function findNews(ctx: Pick<Ctx, "db" | "helpCenterUrl">, key: PostKey): Promise<Told | null> {
  const { workspaceId, postId } = key;
  const p = schema.feedbackPosts;
  const [post] = await ctx.db
    .select()
    .from(p)
    .where(and(isListed(workspaceId), eq(p.id, postId)));
  if (!post) return null;
  const event = await findChange(ctx.db, key);
  if (!event || (post.status === post.toldStatus && event.comment === "")) return null;
  const news = {
    post: { id: post.id, title: post.title },
    status: post.status,
    comment: event.comment,
    url: postUrl(post, ctx.helpCenterUrl),
  };
  return { workspaceId, postId, eventId: event.id, news };
}

/** The last change of the post's status. */
async function findChange(
  db: Db,
  { workspaceId, postId }: PostKey,
): Promise<{ id: number; comment: string } | null> {
  const e = schema.feedbackEvents;
  const [event] = await db
    .select({ id: e.id, comment: e.comment })
    .from(e)
    .where(and(eq(e.workspaceId, workspaceId), eq(e.postId, postId), eq(e.kind, "status_changed")))
    .orderBy(desc(e.id))
    .limit(1);
  return event ?? null;
}

/** A status that changed meanwhile has a job of its own: nobody hears the older one after the newer one. */
async function isNewest(tx: Db, told: Told): Promise<boolean> {
  await lockPost(tx, told);
  return (await findChange(tx, told))?.id === told.eventId;
}

async function tell(tx: Db, told: Told, addressee: Addressee): Promise<void> {
  const { workspaceId } = told;
  const news = { ...told.news, voted: addressee.voted };
  const key = `${NEWS_KEY}${told.postId}:${told.eventId}`;
  if (addressee.kind === "web") {
    const { personId } = addressee;
    await tx
      .insert(schema.webNotices)
      .values({
        workspaceId,
        personId,
        dedupeKey: `${key}:${personId}`,
        markdown: newsMarkdown(news),
        url: news.url,
      })
      .onConflictDoNothing();
    return;
  }
  const isThread = addressee.kind === "thread";
  const { platform } = isThread ? addressee.thread : addressee.identity;
  await sendOut(tx, {
    workspaceId,
    ticketId: null,
    platform,
    dedupeKey: isThread
      ? `${key}:${addressee.thread.channelId}:${addressee.thread.threadId}`
      : `${key}:${addressee.personId}`,
    outgoing: {
      operation: "post",
      target: isThread ? addressee.thread : { userId: addressee.identity.userId },
      reply: newsReply(news, isThread ? addressee.userIds : []),
    },
  });
}

async function keepTold(ctx: Pick<Ctx, "db">, told: Told): Promise<void> {
  const { workspaceId, postId } = told;
  const toldStatus: FeedbackStatus = told.news.status;
  await ctx.db.transaction(async (tx) => {
    if (!(await isNewest(tx, told))) return;
    await tx.update(schema.feedbackPosts).set({ toldStatus }).where(isPost(workspaceId, postId));
  });
}
