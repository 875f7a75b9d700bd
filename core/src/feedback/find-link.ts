import { schema } from "@firstline/db";
import { and, desc, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { InvalidError, NotFoundError } from "../errors.ts";
import type { PostLink } from "./link.ts";

/**
 * What an agent means by a few words: `ticket 12`, `issue 12` or an issue's address, an article's address or slug. Throws
 * `InvalidError` for what is none of them, `NotFoundError` for what is not there.
 */
export async function findPostLink(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; text: string },
): Promise<PostLink> {
  const { workspaceId } = input;
  const text = input.text.trim();
  const ticket = /^(?:ticket\s*#?|https?:\/\/\S{1,300}\/console\/tickets\/)(\d{1,15})$/iu.exec(text)?.[1];
  if (ticket !== undefined) return { ticket: Number(ticket) };
  const issue = /^(?:issue\s*#?|#|https?:\/\/\S{1,300}\/issues\/)(\d{1,9})$/iu.exec(text)?.[1];
  if (issue !== undefined) return { issue: await findIssue(ctx, workspaceId, Number(issue), text) };
  const slug = /^(?:article\s+|(?:https?:\/\/\S{1,300})?\/articles\/)?([\p{L}\p{N}.-]{1,120})$/iu.exec(
    text,
  )?.[1];
  if (slug !== undefined) return { article: await findArticle(ctx, workspaceId, slug) };
  throw new InvalidError(
    "Name a ticket (ticket 12), an issue (issue 12 or its address) or an article's address.",
  );
}

async function findIssue(
  ctx: Pick<Ctx, "db">,
  workspaceId: number,
  number: number,
  text: string,
): Promise<number> {
  const i = schema.githubIssues;
  const byAddress = text.startsWith("http") ? eq(i.url, text) : undefined;
  const [issue] = await ctx.db
    .select({ id: i.id })
    .from(i)
    .where(and(eq(i.workspaceId, workspaceId), eq(i.number, number), isNull(i.goneAt), byAddress))
    .orderBy(desc(i.id))
    .limit(1);
  if (!issue) throw new NotFoundError("An issue of this number, made or linked by Firstline,");
  return issue.id;
}

async function findArticle(ctx: Pick<Ctx, "db">, workspaceId: number, slug: string): Promise<number> {
  const a = schema.articles;
  const [article] = await ctx.db
    .select({ id: a.id })
    .from(a)
    .where(and(eq(a.workspaceId, workspaceId), eq(a.slug, slug)))
    .limit(1);
  if (!article) throw new NotFoundError("The article");
  return article.id;
}
