import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, desc, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { newsKey } from "../../delivery/news-key.ts";
import { sendOut } from "../../delivery/send-out.ts";
import { isListed, isPost } from "../load.ts";
import type { PostKey } from "../load.ts";
import { lockPost } from "../lock-posts.ts";
import { postUrl } from "../post-address.ts";
import type { FeedbackStatus } from "../status.ts";
import { toAddressees } from "./addressees.ts";
import type { Addressee } from "./addressees.ts";
import { listHeard } from "./list-heard.ts";
import { listNewsReaders } from "./list-readers.ts";
import { newsMarkdown, newsReply } from "./news-words.ts";
import type { StatusNews } from "./news-words.ts";

/** Rows written in one transaction: on the embedded database all others wait for it. */
const BATCH = 50;

type Told = PostKey & {
  eventId: number;
  news: Omit<StatusNews, "voted">;
  /** What voters heard last. */
  toldStatus: FeedbackStatus;
};

/**
 * Job `tell_voters`: tells everybody who voted on a post of its newest status, once each, where they voted. Nothing is said
 * to whoever heard that status last, unless the team says something with it: a change that was taken back while some had
 * heard of it is told to them alone. Harmless to repeat, also after a stop half way: every row has a key.
 */
export async function tellVoters(
  ctx: Pick<Ctx, "db" | "helpCenterUrl">,
  input: PostKey,
): Promise<{ told: number }> {
  const told = await findNews(ctx, input);
  if (!told) return { told: 0 };
  const addressees = toAddressees(await listNewsReaders(ctx.db, input));
  let count = 0;
  for (let start = 0; start < addressees.length; start += BATCH) {
    const some = addressees.slice(start, start + BATCH);
    const isNews = await ctx.db.transaction(async (tx) => {
      if (!(await isNewest(tx, told))) return false;
      for (const addressee of await withoutThoseWhoHeard(tx, told, some)) {
        await tell(tx, told, addressee);
        count += 1;
      }
      return true;
    });
    if (!isNews) return { told: count };
  }
  await keepTold(ctx, told);
  return { told: count };
}

async function withoutThoseWhoHeard(tx: Db, told: Told, some: Addressee[]): Promise<Addressee[]> {
  const { status, comment } = told.news;
  if (comment !== "") return some;
  const heard = await listHeard(tx, { ...told, status, places: some.map(placeOf) });
  return some.filter((one) => !(heard.get(placeOf(one)) ?? told.toldStatus === status));
}

const placeOf = (addressee: Addressee): string =>
  addressee.kind === "thread"
    ? `${addressee.thread.channelId}:${addressee.thread.threadId}`
    : String(addressee.personId);

async function findNews(ctx: Pick<Ctx, "db" | "helpCenterUrl">, key: PostKey): Promise<Told | null> {
  const { workspaceId, postId } = key;
  const p = schema.feedbackPosts;
  const [post] = await ctx.db
    .select()
    .from(p)
    .where(and(isListed(workspaceId), eq(p.id, postId)));
  if (!post) return null;
  const event = await findChange(ctx.db, key);
  if (!event) return null;
  const news = {
    post: { id: post.id, title: post.title },
    status: post.status,
    comment: event.comment,
    url: postUrl(post, ctx.helpCenterUrl),
  };
  return { workspaceId, postId, eventId: event.id, news, toldStatus: post.toldStatus };
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
  const dedupeKey = newsKey({ ...told, place: placeOf(addressee) });
  if (addressee.kind === "web") {
    const { personId } = addressee;
    await tx
      .insert(schema.webNotices)
      .values({
        workspaceId,
        personId,
        dedupeKey,
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
    dedupeKey,
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
