import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { NotFoundError } from "../../errors.ts";

export type ChangelogEntry = typeof schema.changelogEntries.$inferSelect;
export type EntryKey = { workspaceId: number; entryId: number };

export const isEntry = ({ workspaceId, entryId }: EntryKey) =>
  and(eq(schema.changelogEntries.workspaceId, workspaceId), eq(schema.changelogEntries.id, entryId));

/** Reads an entry and keeps others from changing it until the transaction ends. Throws `NotFoundError`. */
export async function lockEntry(tx: Db, key: EntryKey): Promise<ChangelogEntry> {
  const [entry] = await tx.select().from(schema.changelogEntries).where(isEntry(key)).for("update");
  if (!entry) throw new NotFoundError("The changelog entry");
  return entry;
}

/** Throws `NotFoundError`. */
export async function requireEntry(db: Db, key: EntryKey): Promise<ChangelogEntry> {
  const [entry] = await db.select().from(schema.changelogEntries).where(isEntry(key));
  if (!entry) throw new NotFoundError("The changelog entry");
  return entry;
}
