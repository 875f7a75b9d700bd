import { schema } from "@firstline/db";
import { and, desc, eq, isNull, lte } from "drizzle-orm";
import type { Ctx } from "../context.ts";

export type Notice = {
  id: number;
  /** CommonMark. */
  markdown: string;
  url: string | null;
  isRead: boolean;
  createdAt: Date;
};

const SHOWN = 20;

/** The newest news for one person, as the panel and the public pages show it. */
export async function listNotices(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; personId: number },
): Promise<Notice[]> {
  const n = schema.webNotices;
  const rows = await ctx.db
    .select()
    .from(n)
    .where(and(eq(n.workspaceId, input.workspaceId), eq(n.personId, input.personId)))
    .orderBy(desc(n.id))
    .limit(SHOWN);
  return rows.map(({ id, markdown, url, readAt, createdAt }) => ({
    id,
    markdown,
    url,
    isRead: readAt !== null,
    createdAt,
  }));
}

/** Marks a person's news as read, up to the one with this id. */
export async function markNoticesRead(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; personId: number; upToId: number },
): Promise<void> {
  const n = schema.webNotices;
  await ctx.db
    .update(n)
    .set({ readAt: ctx.now() })
    .where(
      and(
        eq(n.workspaceId, input.workspaceId),
        eq(n.personId, input.personId),
        lte(n.id, input.upToId),
        isNull(n.readAt),
      ),
    );
}
