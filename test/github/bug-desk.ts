import { addEvidence, describeBug, fileBug, rememberAgent, reportBug } from "@firstline/core";
import type { Person } from "@firstline/core";
import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { aCode, aRepositoryRow, fakeHost } from "../support/code.ts";
import type { FakeHost, FakeRepository } from "../support/code.ts";
import { aDesk, MEMBER } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";

type Report = typeof schema.bugReports.$inferSelect;
type Link = typeof schema.githubLinks.$inferSelect;

export const REPO = "acme/app";
export const ADA = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };

/** A report with everything a maintainer needs. */
export const REPORT =
  "When I click Export on the billing page, nothing happens. It should download a file. I'm on macOS 14.5 with Chrome 126, app version 2.4.1.\n```\nTypeError: rows is undefined\n    at exportCsv (export.js:12:7)\n```";

/** A desk whose workspace may use one repository of a code host in memory. */
export type BugDesk = Desk & {
  host: FakeHost;
  repository: FakeRepository;
  repositoryId: number;
  ada: Person;
  /** Opens a ticket and has the asker call it a bug. */
  report(text?: string, by?: { externalId: string; name: string }): Promise<{ ticketId: number; ts: string }>;
  /** The same, described; throws where it is not about to become an issue. */
  reportToFile(text?: string): Promise<{ ticketId: number; ts: string }>;
  describe(ticketId: number, attempt?: number): Promise<void>;
  file(ticketId: number, attempt?: number): Promise<void>;
  addEvidence(ticketId: number): Promise<void>;
  reportOf(ticketId: number): Promise<Report>;
  linkOf(ticketId: number): Promise<Link | null>;
  /** What members have read that asks them for more, without the words of the handover. */
  asks(): Promise<string[]>;
  /** The newest state of the ticket's card, as it would be posted. */
  card(ticketId: number): Promise<{ text: string; buttons: string[]; values: string[] }>;
};

export async function aBugDesk(
  db: Db,
  options: { settings?: Record<string, unknown>; isPrivate?: boolean } = {},
): Promise<BugDesk> {
  const desk = await aDesk(db);
  const { ctx, workspace } = desk;
  const workspaceId = workspace.id;
  const host = fakeHost(ctx.now);
  const repository = host.addRepository({ repo: REPO, isPrivate: options.isPrivate ?? false });
  const row = await aRepositoryRow(ctx, { workspaceId, repository, settings: options.settings ?? {} });
  ctx.code = aCode(host);
  const ada = await db.transaction((tx) => rememberAgent(tx, workspaceId, ADA));
  const of = (ticketId: number) => ({ workspaceId, ticketId });
  const describe: BugDesk["describe"] = (ticketId, attempt = 1) =>
    describeBug(ctx, { ...of(ticketId), attempt });
  const report: BugDesk["report"] = async (text = REPORT, by = MEMBER) => {
    const author = { ...MEMBER, ...by };
    const opened = await desk.ask({ text, author });
    const { asker } = await readAsker(db, opened.ticketId);
    await reportBug(ctx, { ...of(opened.ticketId), by: asker });
    return opened;
  };
  return {
    ...desk,
    host,
    repository,
    repositoryId: row.id,
    ada,
    report,
    async reportToFile(text) {
      const opened = await report(text);
      await describe(opened.ticketId);
      const { status } = await readReport(db, opened.ticketId);
      if (status !== "filing") throw new Error(`the report is ${status} instead of being filed`);
      return opened;
    },
    describe,
    file: (ticketId, attempt = 1) => fileBug(ctx, { ...of(ticketId), personId: null, attempt }),
    addEvidence: (ticketId) => addEvidence(ctx, { ...of(ticketId), attempt: 1 }),
    reportOf: (ticketId) => readReport(db, ticketId),
    async linkOf(ticketId) {
      const [found] = await db
        .select()
        .from(schema.githubLinks)
        .where(eq(schema.githubLinks.ticketId, ticketId));
      return found ?? null;
    },
    async asks() {
      await desk.deliver();
      return desk.texts().filter((text) => text.startsWith("Thank you for the report."));
    },
    card: (ticketId) => readCard(desk, ticketId),
  };
}

/** A bug desk with a report that has been described. */
export async function aDescribedReport(
  db: Db,
  options: Parameters<typeof aBugDesk>[1] & { text?: string } = {},
): Promise<{ desk: BugDesk; ticketId: number; ts: string }> {
  const desk = await aBugDesk(db, options);
  const opened = await desk.report(options.text);
  await desk.describe(opened.ticketId);
  return { desk, ...opened };
}

async function readReport(db: Db, ticketId: number): Promise<Report> {
  const [found] = await db.select().from(schema.bugReports).where(eq(schema.bugReports.ticketId, ticketId));
  if (!found) throw new Error("there is no report");
  return found;
}

async function readAsker(db: Db, ticketId: number): Promise<{ asker: Person }> {
  const p = schema.people;
  const [asker] = await db
    .select({ id: p.id, name: p.name, role: p.role, avatarUrl: p.avatarUrl })
    .from(schema.tickets)
    .innerJoin(p, eq(p.id, schema.tickets.askerId))
    .where(eq(schema.tickets.id, ticketId));
  if (!asker) throw new Error("there is no asker");
  return { asker };
}

/** Posts everything that waits and shows what stands in the agent channel then. */
async function readCard(desk: Desk, ticketId: number): Promise<Awaited<ReturnType<BugDesk["card"]>>> {
  await desk.deliver();
  const o = schema.outgoingMessages;
  const rows = await desk.ctx.db
    .select({ id: o.id, key: o.dedupeKey, messageId: o.platformMessageId })
    .from(o)
    .where(and(eq(o.ticketId, ticketId), eq(o.operation, "post")));
  const card = rows.find((row) => row.key.startsWith("card:"));
  const edits = desk.slack.edits.filter((edit) => edit.messageId === card?.messageId);
  const posted = desk.slack.posts.find((post) => post.messageId === card?.messageId)?.reply;
  const shown = edits.at(-1)?.reply ?? posted;
  const fields = (shown?.fields ?? []).map(({ label, value }) => `${label}: ${value}`);
  const buttons = (shown?.buttons ?? []).flat();
  return {
    text: [shown?.markdown ?? "", ...fields].join("\n"),
    buttons: buttons.map((button) => button.label),
    values: buttons.map((button) => button.value),
  };
}
