import { schema } from "@firstline/db";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { isEventForMembers } from "../feedback/for-members.ts";
import { isListed } from "../feedback/load.ts";
import { publicArticles, publicEntries } from "./public-rows.ts";

export type ArticleBody = {
  articleId: number;
  /** CommonMark, as its author wrote it. */
  content: string;
  /** Made of the content; null while its page has not been prepared. */
  page: { renderKey: string; html: string; headings: schema.PageHeading[]; description: string } | null;
};

/** Texts of these articles as far as they are public, by their ids. Give it some dozens at a time. */
export async function readArticleBodies(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; articleIds: number[] },
): Promise<Map<number, ArticleBody>> {
  const { articles: a, articlePages: p } = schema;
  if (input.articleIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({
      articleId: a.id,
      content: a.content,
      renderKey: p.renderKey,
      html: p.html,
      headings: p.headings,
      description: p.description,
    })
    .from(a)
    .leftJoin(p, eq(p.articleId, a.id))
    .where(and(publicArticles(input.workspaceId), inArray(a.id, input.articleIds)));
  return new Map(rows.map((row) => [row.articleId, toBody(row)]));
}

type BodyRow = {
  articleId: number;
  content: string;
  renderKey: string | null;
  html: string | null;
  headings: schema.PageHeading[] | null;
  description: string | null;
};

function toBody({ articleId, content, renderKey, html, headings, description }: BodyRow): ArticleBody {
  if (renderKey === null || html === null) return { articleId, content, page: null };
  const page = { renderKey, html, headings: headings ?? [], description: description ?? "" };
  return { articleId, content, page };
}

export type PostBody = {
  postId: number;
  /** CommonMark. */
  description: string;
  /** First name of who asked for it. */
  authorName: string | null;
  /** What happened in public, oldest first. */
  events: { kind: string; newValue: string | null; comment: string; at: Date }[];
};

/** Texts and histories of these posts as far as they are public, by their ids. */
export async function readPostBodies(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; postIds: number[] },
): Promise<Map<number, PostBody>> {
  const { feedbackPosts: p, feedbackEvents: e, people } = schema;
  if (input.postIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ postId: p.id, description: p.description, author: people.name })
    .from(p)
    .leftJoin(people, eq(people.id, p.authorId))
    .where(and(isListed(input.workspaceId), inArray(p.id, input.postIds)));
  const events = await ctx.db
    .select({ postId: e.postId, kind: e.kind, newValue: e.newValue, comment: e.comment, at: e.createdAt })
    .from(e)
    .where(and(eq(e.workspaceId, input.workspaceId), inArray(e.postId, input.postIds), isEventForMembers()))
    .orderBy(asc(e.id));
  const byPost = Map.groupBy(events, (event) => event.postId);
  return new Map(
    rows.map(({ postId, description, author }) => [
      postId,
      { postId, description, authorName: firstName(author), events: byPost.get(postId) ?? [] },
    ]),
  );
}

function firstName(name: string | null): string | null {
  const first = name?.trim().split(/\s+/u)[0] ?? "";
  return first === "" || first.includes("@") ? null : first;
}

/** Texts (CommonMark) of these changelog entries as far as they are public, by their ids. */
export async function readEntryBodies(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; entryIds: number[] },
): Promise<Map<number, string>> {
  const { changelogEntries: e } = schema;
  if (input.entryIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: e.id, body: e.body })
    .from(e)
    .where(and(publicEntries(input.workspaceId), inArray(e.id, input.entryIds)));
  return new Map(rows.map(({ id, body }) => [id, body]));
}
