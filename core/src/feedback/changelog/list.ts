import { schema } from "@firstline/db";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { cutPage } from "../../cut-page.ts";
import { fromCursor, toCursor } from "../cursor.ts";
import { requireEntry } from "./load.ts";
import type { ChangelogEntry, EntryKey } from "./load.ts";

export type ListChangelogInput = {
  workspaceId: number;
  /** Members see published entries only. */
  status: ChangelogEntry["status"];
  /** 20 unless told, 100 at most. */
  limit?: number;
  cursor?: string | null;
};

/** Entries of the changelog, the newest first. Throws `InvalidError` for a bad cursor. */
export async function listChangelog(
  ctx: Pick<Ctx, "db">,
  input: ListChangelogInput,
): Promise<{ entries: ChangelogEntry[]; next: string | null }> {
  const { workspaceId, status } = input;
  const c = schema.changelogEntries;
  const time = sql`coalesce(${c.publishedAt}, ${c.createdAt})`;
  const limit = Math.min(Math.max(input.limit ?? 20, 1), 100);
  const isAfter = input.cursor
    ? sql`(${time}, ${c.id}) < (select coalesce(published_at, created_at), id from ${c} last
        where last.workspace_id = ${workspaceId} and last.id = ${fromCursor(input.cursor, "entries")})`
    : undefined;
  const rows = await ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceId, workspaceId), eq(c.status, status), isAfter))
    .orderBy(desc(time), desc(c.id))
    .limit(limit + 1);
  const { page, nextId } = cutPage(rows, limit);
  return { entries: page, next: nextId === null ? null : toCursor({ order: "entries", id: nextId }) };
}

/** An entry, draft or published, for agents. Throws `NotFoundError`. */
export async function getChangelogEntry(ctx: Pick<Ctx, "db">, key: EntryKey): Promise<ChangelogEntry> {
  return requireEntry(ctx.db, key);
}
