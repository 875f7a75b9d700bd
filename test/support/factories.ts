import { randomUUID } from "node:crypto";
import { ensureWorkspace, syncChannels } from "@firstline/core";
import type {
  ChannelRole,
  Classification,
  Ctx,
  IncomingMessage,
  KnowledgeDocument,
  Platform,
  ReadItem,
  Workspace,
} from "@firstline/core";
import type { Db } from "@firstline/db";
import { schema } from "@firstline/db";
import { sql } from "drizzle-orm";

/** What a model says of a question about which there is nothing to remark. */
export const PLAIN_QUESTION: Classification = {
  type: "general",
  priority: "normal",
  sentiment: "neutral",
  language: "en",
  isQuestion: true,
  wantsPerson: false,
};

/** A workspace of its own with a support and an agent channel on one platform. */
export async function aWorkspace(
  ctx: Pick<Ctx, "db">,
  platform: Platform = "slack",
  channels: { externalId: string; role: ChannelRole }[] = [
    { externalId: "C_SUPPORT", role: "support" },
    { externalId: "C_AGENTS", role: "agents" },
  ],
): Promise<Workspace> {
  const slug = `w-${randomUUID().slice(0, 8)}`;
  const workspace = await ensureWorkspace(ctx, { slug, name: "Test community" });
  await syncChannels(ctx, { workspaceId: workspace.id, platform, channels });
  await ctx.db
    .insert(schema.workspaceConnections)
    .values({ workspaceId: workspace.id, platform, externalId: slug });
  return workspace;
}

let counter = 0;

/** A message id that sorts by time and looks like Slack's. */
export function aMessageId(): string {
  counter += 1;
  return `1763812800.${String(counter).padStart(6, "0")}`;
}

export function aMessage(input: Partial<IncomingMessage> & { workspaceId: number }): IncomingMessage {
  return {
    platform: "slack",
    channelId: "C_SUPPORT",
    threadId: null,
    messageId: aMessageId(),
    author: { platform: "slack", externalId: "U_MEMBER", name: "Mia Member" },
    text: "How do I rotate the API token?",
    isDirect: false,
    mentionsUs: false,
    mentionsOthers: false,
    ...input,
  };
}

/** Payloads of the jobs of this name that wait. */
export async function queuedJobs(db: Db, name: string): Promise<{ key: string | null; runAt: Date }[]> {
  const rows = await db.execute<{ key: string | null; run_at: string }>(
    sql`select key, run_at::text from graphile_worker.jobs where task_identifier = ${name} order by id`,
  );
  return [...rows].map((row) => ({ key: row.key, runAt: new Date(row.run_at) }));
}

/** Whether the public pages were told to follow a change since this was last asked. */
export async function takeSiteChange(db: Db, workspaceId: number): Promise<boolean> {
  const [row] = await db.execute(
    sql`select (graphile_worker.remove_job(${`publish_site:${workspaceId}`})).id is not null as told`,
  );
  return row?.["told"] === true;
}

/** An article as an import reads it. */
export function anArticle(
  document: Pick<KnowledgeDocument, "title" | "content"> & Partial<KnowledgeDocument>,
): ReadItem {
  const slug = document.slug ?? document.title.toLowerCase().replaceAll(/[^a-z0-9]+/gu, "-");
  return {
    kind: "document",
    line: 1,
    document: {
      path: `${slug}.md`,
      slug,
      status: "published",
      isBeta: false,
      audience: "everyone",
      category: null,
      order: 0,
      url: null,
      ...document,
    },
  };
}
