import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, like, ne, or } from "drizzle-orm";
import { firstFreeSlug } from "../../knowledge/article-slug.ts";
import { lockName } from "../../lock.ts";
import { toSlug } from "../../text/index.ts";

/** The address of an entry, null for a new one: of its title, with a number behind it where others have that already. */
export async function freeSlug(
  tx: Db,
  input: { workspaceId: number; entryId: number | null; title: string },
): Promise<string> {
  const base = toSlug(input.title).replaceAll(".", "-").slice(0, 80).replace(/-+$/u, "") || "news";
  const { id, slug, workspaceId } = schema.changelogEntries;
  const isOther = input.entryId === null ? undefined : ne(id, input.entryId);
  await lockName(tx, `changelog:${input.workspaceId}:${base}`);
  const rows = await tx
    .select({ slug })
    .from(schema.changelogEntries)
    .where(and(eq(workspaceId, input.workspaceId), isOther, or(eq(slug, base), like(slug, `${base}-%`))));
  const taken = new Set(rows.map((row) => row.slug));
  return firstFreeSlug(base, async (candidate) => taken.has(candidate));
}
