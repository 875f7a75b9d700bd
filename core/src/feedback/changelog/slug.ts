import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq, like, or, sql } from "drizzle-orm";
import { toSlug } from "../../text/index.ts";

/** The address of a new entry: of its title, with a number behind it where others have that already. */
export async function freeSlug(tx: Db, input: { workspaceId: number; title: string }): Promise<string> {
  const base = toSlug(input.title).replaceAll(".", "-").slice(0, 80).replace(/-+$/u, "") || "news";
  const { slug, workspaceId } = schema.changelogEntries;
  const key = `changelog:${input.workspaceId}:${base}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
  const rows = await tx
    .select({ slug })
    .from(schema.changelogEntries)
    .where(and(eq(workspaceId, input.workspaceId), or(eq(slug, base), like(slug, `${base}-%`))));
  const taken = new Set(rows.map((row) => row.slug));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
