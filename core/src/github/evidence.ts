import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, count, eq, gte, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { enqueue } from "../jobs.ts";
import type { CodeHost } from "../ports.ts";
import { withoutPii } from "../text/pii.ts";
import type { KnownPeople } from "../text/pii.ts";
import { AI, recordEvent, SYSTEM } from "../tickets/events.ts";
import { lockTicket } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { isChatter } from "../text/index.ts";
import { findBugCase, listReporterMessages, readReporter } from "./bug-case.ts";
import type { ReporterMessage } from "./bug-case.ts";
import { steers } from "./hold.ts";
import { quoteForHost } from "./host-text.ts";
import { getRepository, repoRefOf, requireCode } from "./load.ts";
import type { Issue, Link, Repository } from "./load.ts";
import { locate } from "./locate.ts";
import { findLinkOf } from "./report-row.ts";
import { workPatiently } from "./work-patiently.ts";

export type AddEvidenceInput = {
  workspaceId: number;
  ticketId: number;
  attempt: number;
  since?: string | undefined;
};

type EvidenceCtx = Pick<Ctx, "db" | "now" | "log" | "code" | "scoreInjection">;

const DAY_MS = 24 * 60 * 60_000;
/** More comments than this a day on one issue would annoy its readers. */
const MOST_A_DAY = 20;
const LATER_MS = 6 * 60 * 60_000;
/** GitHub takes 65,536 characters; what stands around the quotations needs few. */
const MAX_QUOTES = 60_000;
/** Clocks of the two sides may differ. */
const SLACK_MS = 5 * 60_000;

/** What the asker wrote since the report goes to its issue, as one comment if it fits. What they took back does not. */
export async function addEvidence(ctx: EvidenceCtx, input: AddEvidenceInput): Promise<void> {
  const { workspaceId, ticketId, attempt } = input;
  if (ctx.code === null) return;
  const job = {
    name: "add_evidence" as const,
    payload: { workspaceId, ticketId },
    attempt,
    ticketId,
    what: `add what the member wrote in ticket #${ticketId} to its issue`,
    since: input.since === undefined ? ctx.now() : new Date(input.since),
  };
  await workPatiently(ctx, job, () => add(ctx, input));
}

async function add(ctx: EvidenceCtx, of: { workspaceId: number; ticketId: number }): Promise<void> {
  while (await addSome(ctx, of));
}

/** As much as fits into one comment; answers whether there was anything. */
async function addSome(ctx: EvidenceCtx, of: { workspaceId: number; ticketId: number }): Promise<boolean> {
  const news = await findNews(ctx.db, of);
  if (!news) return false;
  const { ticket, link, issue } = news;
  const fresh = await listReporterMessages(ctx.db, ticket, link.evidenceMessageId ?? 0);
  if (fresh.length === 0) return false;
  if ((await countToday(ctx, issue)) >= MOST_A_DAY) {
    await comeBackLater(ctx, of);
    return false;
  }
  const reporter = await readReporter(ctx.db, ticket);
  const taken = fitting(fresh.map((message) => toQuoted(ctx, message, reporter)));
  const last = taken.at(-1);
  if (!last) return false;
  const quotes = taken.flatMap(({ quote }) => quote ?? []);
  if (quotes.length > 0) {
    const { host } = requireCode(ctx);
    const repository = await locate(ctx, host, news.repository);
    await commentOnce(host, { repository, issue, link, quotes, last });
  }
  await remember(ctx, news, {
    last,
    added: quotes.length,
    refused: taken.filter((one) => one.isRefused).length,
  });
  return true;
}

type Quoted = Pick<ReporterMessage, "id" | "createdAt"> & {
  /** Null for what does not belong on the issue. */
  quote: string | null;
  isRefused: boolean;
};

function toQuoted(
  ctx: Pick<Ctx, "scoreInjection">,
  { id, createdAt, content }: ReporterMessage,
  reporter: KnownPeople,
): Quoted {
  if (isChatter(content)) return { id, createdAt, quote: null, isRefused: false };
  if (steers(ctx, content)) return { id, createdAt, quote: null, isRefused: true };
  return { id, createdAt, quote: quoteForHost(withoutPii(content, reporter).text), isRefused: false };
}

function fitting(messages: Quoted[]): Quoted[] {
  let room = MAX_QUOTES;
  const end = messages.findIndex(({ quote }) => {
    room -= quote?.length ?? 0;
    return room < 0;
  });
  return end === -1 ? messages : messages.slice(0, end);
}

type News = { ticket: Ticket; link: Link; issue: Issue; repository: Repository };

async function findNews(db: Db, of: { workspaceId: number; ticketId: number }): Promise<News | null> {
  const bug = await findBugCase(db, of);
  const tied = bug ? await findLinkOf(db, of) : null;
  if (!bug || !tied || tied.issue.goneAt !== null) return null;
  const repository = await getRepository(db, of.workspaceId, tied.issue.repositoryId);
  return repository.enabled ? { ticket: bug.ticket, ...tied, repository } : null;
}

async function countToday(ctx: Pick<Ctx, "db" | "now">, issue: Issue): Promise<number> {
  const e = schema.ticketEvents;
  const [row] = await ctx.db
    .select({ comments: count() })
    .from(e)
    .where(
      and(
        eq(e.workspaceId, issue.workspaceId),
        eq(e.kind, "github_evidence_added"),
        gte(e.createdAt, new Date(ctx.now().getTime() - DAY_MS)),
        sql`(${e.metadata}->>'issueId')::bigint = ${issue.id}`,
      ),
    );
  return row?.comments ?? 0;
}

async function comeBackLater(
  ctx: Pick<Ctx, "db" | "now">,
  { workspaceId, ticketId }: { workspaceId: number; ticketId: number },
): Promise<void> {
  const runAt = new Date(ctx.now().getTime() + LATER_MS);
  await enqueue(ctx.db, "add_evidence", { workspaceId, ticketId }, { key: `evidence:${ticketId}`, runAt });
}

type Comment = {
  repository: Repository;
  issue: Issue;
  link: Link;
  quotes: string[];
  last: Quoted;
};

/** A comment that an earlier try made is found by its marker. */
async function commentOnce(host: CodeHost, comment: Comment): Promise<void> {
  const { repository, issue, link, quotes, last } = comment;
  const of = repoRefOf(repository);
  const marker = `<!-- firstline:evidence:${link.workspaceId}:${link.ticketId}:${last.id} -->`;
  const since = new Date(last.createdAt.getTime() - SLACK_MS);
  const comments = await host.listComments(of, { issueNumber: issue.number, since });
  if (comments.some((one) => one.isOurs && one.body.includes(marker))) return;
  const intro =
    issue.state === "open"
      ? "A community member who reported this adds:"
      : "After this was closed, a community member who reported it writes:";
  const body = `${intro}\n\n${quotes.join("\n\n")}\n\n${marker}`;
  await host.createComment(of, issue.number, body);
}

async function remember(
  ctx: EvidenceCtx,
  { ticket: { workspaceId, id: ticketId }, link, issue }: News,
  done: { last: Quoted; added: number; refused: number },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockTicket(tx, workspaceId, ticketId);
    const current = await findLinkOf(tx, { workspaceId, ticketId });
    if (current?.link.id !== link.id || (current.link.evidenceMessageId ?? 0) >= done.last.id) return;
    const at = ctx.now();
    const l = schema.githubLinks;
    await tx
      .update(l)
      .set({ evidenceMessageId: done.last.id, updatedAt: at })
      .where(and(eq(l.workspaceId, workspaceId), eq(l.id, link.id)));
    const about = { workspaceId, ticketId };
    if (done.added > 0) {
      const metadata = { issueId: issue.id, number: issue.number, messages: done.added };
      await recordEvent(tx, { ...about, kind: "github_evidence_added", actor: AI, metadata }, at);
    }
    if (done.refused > 0) {
      const metadata = { what: "evidence", messages: done.refused };
      await recordEvent(tx, { ...about, kind: "attack_refused", actor: SYSTEM, metadata }, at);
    }
  });
}
