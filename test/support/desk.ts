import {
  act,
  answerTicket,
  deliverOutgoing,
  importArticles,
  readTicket,
  receiveMessage,
  updateSettings,
} from "@firstline/core";
import type { ActInput, IncomingMessage, Workspace } from "@firstline/core";
import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { and, asc, eq, inArray } from "drizzle-orm";
import { aMessage, anArticle, aWorkspace } from "./factories.ts";
import { fakePlatform, testCtx } from "./fakes.ts";
import type { FakePlatform, TestCtx } from "./fakes.ts";

type ReadTicket = Awaited<ReturnType<typeof readTicket>>;

/** A workspace of its own with one article, a model that says what it is told, and a Slack in memory. */
export type Desk = {
  ctx: TestCtx;
  workspace: Workspace;
  slack: FakePlatform;
  message(input?: Partial<IncomingMessage>): IncomingMessage;
  /** Opens a ticket with a question. */
  ask(input?: Partial<IncomingMessage>): Promise<{ ticketId: number; ts: string }>;
  answer(ticketId: number, attempt?: number): Promise<void>;
  /** Does everything that waits to be said, as the bot would. */
  deliver(): Promise<void>;
  click(action: ActInput["action"], value: string, input?: Partial<ActInput>): Promise<string>;
  read(ticketId: number): Promise<ReadTicket>;
  kinds(ticketId: number): Promise<string[]>;
  /** What was posted so far. */
  texts(): string[];
  settings(settings: Record<string, unknown>): Promise<void>;
};

export const MEMBER = { platform: "slack" as const, externalId: "U_MEMBER", name: "Mia Member" };

/** Answers that rest on the article resolve: how sure the confidence is of one article's answer is tested elsewhere. */
export const SURE = { autoResolve: "on", resolveThreshold: 0.3, answerThreshold: 0.2 } as const;

export async function aDesk(db: Db): Promise<Desk> {
  const ctx = testCtx(db);
  const workspace = await aWorkspace(ctx);
  await updateSettings(ctx, { workspaceId: workspace.id, settings: SURE });
  const workspaceId = workspace.id;
  const slack = fakePlatform();
  const article = anArticle({
    title: "Rotate the API token",
    content: "Open **Settings**, then **Tokens**, and choose **Rotate** to rotate the API token.",
  });
  await importArticles(ctx, { workspaceId, origin: "docs", documents: [article] });

  const message = (input: Partial<IncomingMessage> = {}): IncomingMessage =>
    aMessage({ workspaceId, ...input });
  const read = (ticketId: number): Promise<ReadTicket> => readTicket(ctx, { workspaceId, ticketId });
  return {
    ctx,
    workspace,
    slack,
    message,
    read,
    async ask(input = {}) {
      const incoming = message(input);
      const received = await receiveMessage(ctx, incoming);
      if (received.outcome !== "opened") throw new Error(`expected a ticket, got ${received.outcome}`);
      return { ticketId: received.ticketId, ts: incoming.messageId };
    },
    answer: (ticketId, attempt = 1) => answerTicket(ctx, { workspaceId, ticketId, attempt }),
    deliver: () => deliverAll(ctx, slack, workspaceId),
    click: (action, value, input = {}) =>
      act(ctx, {
        workspaceId,
        platform: "slack",
        channelId: "C_SUPPORT",
        by: MEMBER,
        action,
        value,
        ...input,
      }),
    kinds: async (ticketId) => (await read(ticketId)).events.map((event) => event.kind),
    texts: () => slack.posts.map((post) => post.reply.markdown),
    async settings(settings) {
      await db
        .update(schema.workspaces)
        .set({ settings: { ...SURE, ...settings } })
        .where(eq(schema.workspaces.id, workspaceId));
    },
  };
}

async function deliverAll(ctx: TestCtx, slack: FakePlatform, workspaceId: number): Promise<void> {
  const o = schema.outgoingMessages;
  for (;;) {
    const rows = await ctx.db
      .select({ id: o.id })
      .from(o)
      .where(and(eq(o.workspaceId, workspaceId), inArray(o.status, ["pending", "sending"])))
      .orderBy(asc(o.id));
    if (rows.length === 0) return;
    for (const row of rows)
      await deliverOutgoing(ctx, slack, { workspaceId, outgoingId: row.id, isLastTry: false });
  }
}
