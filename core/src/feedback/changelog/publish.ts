import { schema } from "@firstline/db";
import type { Ctx } from "../../context.ts";
import { touchSite } from "../../site/request-job.ts";
import { isEntry, lockEntry } from "./load.ts";
import type { ChangelogEntry, EntryKey } from "./load.ts";

/** Shows an entry on the public changelog; shown again later, it keeps its first date. Harmless to repeat. */
export async function publishChangelogEntry(
  ctx: Pick<Ctx, "db" | "now">,
  input: EntryKey,
): Promise<ChangelogEntry> {
  return setStatus(ctx, input, "published");
}

/** Takes an entry off the public changelog; it is a draft again. */
export async function withdrawChangelogEntry(
  ctx: Pick<Ctx, "db" | "now">,
  input: EntryKey,
): Promise<ChangelogEntry> {
  return setStatus(ctx, input, "draft");
}

async function setStatus(
  ctx: Pick<Ctx, "db" | "now">,
  key: EntryKey,
  status: ChangelogEntry["status"],
): Promise<ChangelogEntry> {
  return ctx.db.transaction(async (tx) => {
    const before = await lockEntry(tx, key);
    if (before.status === status) return before;
    const at = ctx.now();
    const publishedAt = before.publishedAt ?? (status === "published" ? at : null);
    await tx.update(schema.changelogEntries).set({ status, publishedAt, updatedAt: at }).where(isEntry(key));
    await touchSite(tx, key.workspaceId);
    return { ...before, status, publishedAt, updatedAt: at };
  });
}
