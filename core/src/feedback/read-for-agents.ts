import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { getSettings } from "../workspaces/settings.ts";
import { isPost, listFamily, summaryColumns } from "./load.ts";
import type { PostKey, PostSummary } from "./load.ts";
import { companyWeight } from "./score.ts";
import { countedVotes } from "./tally.ts";

export type VoterForAgents = {
  personId: number;
  name: string;
  value: number;
  company: { id: number; name: string; mrrUsd: number } | null;
  /** What the company's word counts; the same for each of its people, and counted once. */
  weight: number;
  votedAt: Date;
};

export type PostForAgents = {
  post: PostSummary & { adminNotes: string; ticketId: number | null };
  author: { id: number; name: string } | null;
  /** The post that stands for this one. */
  standing: { id: number; title: string } | null;
  /** Posts that this one stands for. */
  merged: { id: number; title: string; upvotes: number }[];
  /** The newest first, at most 200. */
  events: (typeof schema.feedbackEvents.$inferSelect & { actorName: string | null })[];
  hasMoreEvents: boolean;
  /** Whose votes count, the heaviest company first, at most 200. */
  voters: VoterForAgents[];
  article: { id: number; title: string; slug: string } | null;
  issues: { id: number; number: number; repo: string; url: string; title: string }[];
  tickets: { id: number; subject: string }[];
};

const MOST_VOTERS = 200;
const MOST_EVENTS = 200;

/** Everything that agents see of a post; what its voters pay is among it, so it is for nobody else. Throws `NotFoundError`. */
export async function readPostForAgents(ctx: Pick<Ctx, "db">, key: PostKey): Promise<PostForAgents> {
  const p = schema.feedbackPosts;
  const standing = alias(p, "standing");
  const { db } = ctx;
  const [row] = await db
    .select({
      post: { ...summaryColumns, adminNotes: p.adminNotes, ticketId: p.ticketId },
      author: { id: schema.people.id, name: schema.people.name },
      standing: { id: standing.id, title: standing.title },
      article: { id: schema.articles.id, title: schema.articles.title, slug: schema.articles.slug },
    })
    .from(p)
    .leftJoin(schema.people, eq(schema.people.id, p.authorId))
    .leftJoin(standing, eq(standing.id, p.mergedIntoId))
    .leftJoin(schema.articles, eq(schema.articles.id, p.articleId))
    .where(isPost(key.workspaceId, key.postId));
  if (!row) throw new NotFoundError("The post");
  return {
    post: row.post,
    author: row.author,
    standing: row.standing,
    article: row.article,
    merged: await listMerged(db, key),
    ...(await listEvents(db, key)),
    voters: await listVoters(db, key),
    ...(await listLinks(db, key)),
  };
}

async function listMerged(db: Db, { workspaceId, postId }: PostKey): Promise<PostForAgents["merged"]> {
  const p = schema.feedbackPosts;
  return db
    .select({ id: p.id, title: p.title, upvotes: p.upvotes })
    .from(p)
    .where(and(eq(p.workspaceId, workspaceId), eq(p.mergedIntoId, postId)))
    .orderBy(asc(p.id));
}

async function listEvents(
  db: Db,
  { workspaceId, postId }: PostKey,
): Promise<Pick<PostForAgents, "events" | "hasMoreEvents">> {
  const e = schema.feedbackEvents;
  const rows = await db
    .select({ event: e, actorName: schema.people.name })
    .from(e)
    .leftJoin(schema.people, eq(schema.people.id, e.actorId))
    .where(and(eq(e.workspaceId, workspaceId), eq(e.postId, postId)))
    .orderBy(desc(e.id))
    .limit(MOST_EVENTS + 1);
  const events = rows.slice(0, MOST_EVENTS).map(({ event, actorName }) => ({ ...event, actorName }));
  return { events, hasMoreEvents: rows.length > MOST_EVENTS };
}

async function listVoters(db: Db, { workspaceId, postId }: PostKey): Promise<VoterForAgents[]> {
  const { votes: v, people, companies } = schema;
  const family = await listFamily(db, workspaceId, postId);
  const rows = await db
    .select({
      vote: v,
      name: people.name,
      company: { id: companies.id, name: companies.name, mrrUsd: companies.mrrUsd },
    })
    .from(v)
    .innerJoin(people, eq(people.id, v.personId))
    .leftJoin(companies, eq(companies.id, people.companyId))
    .where(and(eq(v.workspaceId, workspaceId), inArray(v.postId, family)));
  const { feedback } = await getSettings({ db }, workspaceId);
  const counted = countedVotes(
    rows.map((row) => ({ ...row, ...row.vote })),
    postId,
  );
  return counted
    .map(({ personId, name, value, company, createdAt }) => ({
      personId,
      name,
      value,
      company,
      weight: companyWeight(company?.mrrUsd ?? 0, feedback),
      votedAt: createdAt,
    }))
    .sort((a, b) => b.weight - a.weight || a.name.localeCompare(b.name))
    .slice(0, MOST_VOTERS);
}

async function listLinks(
  db: Db,
  { workspaceId, postId }: PostKey,
): Promise<Pick<PostForAgents, "issues" | "tickets">> {
  const { feedbackLinks: l, githubIssues: i, githubRepositories: r, tickets: t } = schema;
  const isLink = and(eq(l.workspaceId, workspaceId), eq(l.postId, postId));
  const issues = await db
    .select({ id: i.id, number: i.number, repo: r.repo, url: i.url, title: i.title })
    .from(l)
    .innerJoin(i, eq(i.id, l.issueId))
    .innerJoin(r, eq(r.id, i.repositoryId))
    .where(isLink)
    .orderBy(asc(l.id));
  const tickets = await db
    .select({ id: t.id, subject: t.subject })
    .from(l)
    .innerJoin(t, eq(t.id, l.ticketId))
    .where(isLink)
    .orderBy(asc(l.id));
  return { issues, tickets };
}
