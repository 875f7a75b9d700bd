import { schema } from "@firstline/db";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";

export type ArchiveMissingInput = {
  workspaceId: number;
  /** Start of the source paths that the import answers for. */
  prefix: string;
  keep: ReadonlySet<string>;
};

/** A statement takes 65,535 values at most, and on the embedded database all others wait for it to end. */
const BATCH = 500;

/**
 * Archives the articles whose documents are gone; answers how many. Their hash is cleared, so that a document that
 * comes back counts as changed and is published again.
 */
export async function archiveMissing(
  ctx: Pick<Ctx, "db" | "now">,
  input: ArchiveMissingInput,
): Promise<number> {
  const { articles } = schema;
  const present = await ctx.db
    .select({ id: articles.id, sourcePath: articles.sourcePath })
    .from(articles)
    .where(
      and(
        eq(articles.workspaceId, input.workspaceId),
        ne(articles.status, "archived"),
        sql`starts_with(${articles.sourcePath}, ${input.prefix})`,
      ),
    );
  const gone = present.filter(({ sourcePath }) => sourcePath !== null && !input.keep.has(sourcePath));
  for (let start = 0; start < gone.length; start += BATCH) {
    const ids = gone.slice(start, start + BATCH).map(({ id }) => id);
    await ctx.db
      .update(articles)
      .set({ status: "archived", contentHash: "", updatedAt: ctx.now() })
      .where(and(eq(articles.workspaceId, input.workspaceId), inArray(articles.id, ids)));
  }
  return gone.length;
}
