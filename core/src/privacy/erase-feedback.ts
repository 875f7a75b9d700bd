import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, eq, inArray, isNull, like, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { erasePosted, unsayPosted } from "../delivery/change-posted.ts";
import { NEWS_KEY } from "../delivery/news-key.ts";
import { replyIn } from "../delivery/send-out.ts";
import { tellAgents } from "../escalations/tell-agents.ts";
import { cardKeyOf } from "../feedback/commands/announce-post.ts";
import { followPosts } from "../feedback/commands/follow-posts.ts";
import { TAKEN_DOWN } from "../feedback/commands/refresh-post-card.ts";
import { embeddingTextOf } from "../feedback/embed-posts.ts";
import type { PostSummary } from "../feedback/load.ts";
import { holdMerges, lockPosts } from "../feedback/lock-posts.ts";
import { keepPostEvent } from "../feedback/record.ts";
import { recountPosts } from "../feedback/recount.ts";
import { hashText } from "../knowledge/documents.ts";
import { listVotedPosts } from "../people/join-votes.ts";
import { touchSite } from "../site/request-job.ts";
import { ERASED_TEXT } from "./erased-words.ts";
import { blankPosted, listPosted } from "./unsay.ts";
import type { PersonKey, RequestedBy } from "./requests.ts";

const { feedbackPosts: p, feedbackEvents: e, votes: v, outgoingMessages: o } = schema;

type Erased = PersonKey & { by: RequestedBy; at: Date };

/**
 * The person's votes count no longer. Their posts lose their words and are hidden: what others voted for stays, for agents
 * to put into words of their own. Call it with the person locked.
 */
export async function eraseFeedback(tx: Db, input: Erased): Promise<{ posts: number; votes: number }> {
  const { workspaceId, personId } = input;
  await holdMerges(tx, workspaceId);
  const own = await listOwnPosts(tx, input);
  const voted = await listVotedPosts(tx, { workspaceId, keepId: personId, goneId: personId });
  if (own.length + voted.length === 0) return { posts: 0, votes: 0 };
  const locked = await lockPosts(tx, workspaceId, [...new Set([...own, ...voted])]);
  const posts = locked.filter(({ id }) => own.includes(id));
  await erasePosts(tx, input, posts);
  const gone = await tx
    .delete(v)
    .where(and(eq(v.workspaceId, workspaceId), eq(v.personId, personId)))
    .returning({ id: v.id });
  await followPosts(tx, workspaceId, [...(await recountPosts(tx, workspaceId, voted)), ...own]);
  await touchSite(tx, workspaceId);
  await tellWanted(tx, input, own);
  return { posts: posts.length, votes: gone.length };
}

/** What others want as well shall not be lost: agents are asked to say it in words of their own. */
async function tellWanted(tx: Db, { workspaceId, personId }: Erased, postIds: number[]): Promise<void> {
  const merged = alias(p, "merged");
  const rows = await tx
    .select({ id: p.id })
    .from(p)
    .where(
      and(
        eq(p.workspaceId, workspaceId),
        inArray(p.id, postIds),
        isNull(p.mergedIntoId),
        sql`(${p.upvotes} + ${p.downvotes} > 0 or exists (
          select 1 from ${p} merged where ${merged.mergedIntoId} = ${p.id}))`,
      ),
    )
    .orderBy(asc(p.id));
  if (rows.length === 0) return;
  const names = rows.map(({ id }) => `#${id}`).join(", ");
  await tellAgents(tx, {
    workspaceId,
    ticketId: null,
    dedupeKey: `erased-posts:${personId}`,
    reply: {
      markdown: `The author of these feedback posts was erased, and their words with them: ${names}. Others want the same, so the posts are hidden and not gone. Please give them a title of your own in the console, and show them again.`,
    },
  });
}

async function listOwnPosts(tx: Db, { workspaceId, personId }: PersonKey): Promise<number[]> {
  const rows = await tx
    .select({ id: p.id })
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), eq(p.authorId, personId)));
  return rows.map(({ id }) => id);
}

async function erasePosts(tx: Db, input: Erased, posts: PostSummary[]): Promise<void> {
  if (posts.length === 0) return;
  const { workspaceId, by, at } = input;
  const ids = posts.map(({ id }) => id);
  await eraseHistory(tx, input, posts);
  await eraseCopies(tx, workspaceId, posts);
  await eraseChangelog(tx, input, ids);
  await tx
    .update(p)
    .set({
      title: ERASED_TEXT,
      description: "",
      adminNotes: "",
      authorId: null,
      isPublic: false,
      embedding: null,
      embeddingModel: null,
      terms: [],
      updatedAt: at,
    })
    .where(and(eq(p.workspaceId, workspaceId), inArray(p.id, ids)));
  for (const { id: postId, isPublic } of posts) {
    if (!isPublic) continue;
    const change = { kind: "hidden", isPublic: false, actorId: by?.personId ?? null } as const;
    await keepPostEvent(tx, { workspaceId, postId, ...change }, at);
  }
}

/** Titles stand in the history of the post, and of those that it was merged with and taken out of. */
async function eraseHistory(tx: Db, { workspaceId }: Erased, posts: PostSummary[]): Promise<void> {
  const ids = posts.map(({ id }) => id);
  const here = eq(e.workspaceId, workspaceId);
  const isEdit = and(here, inArray(e.postId, ids), eq(e.kind, "edited"));
  const edits = await tx.select({ before: e.oldValue, after: e.newValue }).from(e).where(isEdit);
  const titles = [...posts.map(({ title }) => title), ...edits.flatMap((edit) => [edit.before, edit.after])];
  // Where a post was taken out of another one, that one's id stands.
  const named = titles.filter((title): title is string => title !== null && !/^\d+$/u.test(title));
  await tx.update(e).set({ oldValue: ERASED_TEXT, newValue: ERASED_TEXT }).where(isEdit);
  // A post that moved along has the id of where it went there.
  const isTitle = sql`${e.newValue} !~ '^[0-9]+$'`;
  await tx
    .update(e)
    .set({ newValue: ERASED_TEXT })
    .where(and(here, eq(e.kind, "merged"), inArray(e.oldValue, ids.map(String)), isTitle));
  await tx
    .update(e)
    .set({ oldValue: ERASED_TEXT })
    .where(and(here, eq(e.kind, "unmerged"), inArray(e.oldValue, named)));
  await tx
    .update(e)
    .set({ comment: "" })
    .where(and(here, inArray(e.postId, ids), eq(e.kind, "note_added")));
}

/** Cards and news in chat, offers in other tickets, what the web shows and other programs hear, and vectors. */
async function eraseCopies(tx: Db, workspaceId: number, posts: PostSummary[]): Promise<void> {
  const ids = posts.map(({ id }) => id);
  const merged = await tx
    .select({ id: p.id })
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), inArray(p.mergedIntoId, ids)));
  const cards = [...ids, ...merged.map(({ id }) => id)].map(cardKeyOf);
  for (const row of await listPosted(tx, workspaceId, inArray(o.dedupeKey, cards)))
    await unsayPosted(tx, row, TAKEN_DOWN);
  await takeBackOffers(tx, workspaceId, ids);
  const n = schema.webNotices;
  await blankPosted(tx, workspaceId, isNewsOf(o.dedupeKey, ids));
  await tx.delete(n).where(and(eq(n.workspaceId, workspaceId), isNewsOf(n.dedupeKey, ids)));
  const d = schema.webhookDeliveries;
  await tx
    .update(d)
    .set({
      payload: sql`jsonb_set(${d.payload}, '{data,post,title}', ${JSON.stringify(ERASED_TEXT)}::jsonb)`,
      response: null,
    })
    .where(
      and(
        eq(d.workspaceId, workspaceId),
        like(d.type, "feedback.%"),
        inArray(sql`${d.payload}#>>'{data,post,id}'`, ids.map(String)),
      ),
    );
  const c = schema.embeddingCache;
  const hashes = posts.map((post) => hashText(embeddingTextOf(post)));
  await tx.delete(c).where(and(eq(c.workspaceId, workspaceId), inArray(c.hash, hashes)));
}

/** In one look at the table, however many posts there are. */
const isNewsOf = (key: typeof o.dedupeKey | typeof schema.webNotices.dedupeKey, postIds: number[]) =>
  and(like(key, `${NEWS_KEY}%`), inArray(sql`split_part(${key}, ':', 2)`, postIds.map(String)));

/** "Vote for: ..." in tickets that asked for the same. */
async function takeBackOffers(tx: Db, workspaceId: number, ids: number[]): Promise<void> {
  const offered = sql`string_to_array(split_part(${o.dedupeKey}, ':', 3), ',')`;
  const isOffer = and(like(o.dedupeKey, "similar:%"), sql`${offered} && ${`{${ids.join(",")}}`}::text[]`);
  for (const row of await listPosted(tx, workspaceId, isOffer)) {
    const { buttons: _, ...plain } = replyIn(row.payload);
    await erasePosted(tx, row, plain);
  }
}

/** A draft is the member's words; what agents have published is the team's, and only they know whose words are left in it. */
async function eraseChangelog(tx: Db, { workspaceId }: Erased, postIds: number[]): Promise<void> {
  const c = schema.changelogEntries;
  const isOfThem = and(eq(c.workspaceId, workspaceId), inArray(c.postId, postIds));
  await tx.delete(c).where(and(isOfThem, eq(c.status, "draft")));
  const published = await tx.select({ id: c.id }).from(c).where(isOfThem);
  for (const { id } of published)
    await tellAgents(tx, {
      workspaceId,
      ticketId: null,
      dedupeKey: `erased-entry:${id}`,
      reply: {
        markdown: `Entry ${id} of the changelog was made of a request whose author was erased here. Please look in the console whether something of theirs is left in it.`,
      },
    });
}
