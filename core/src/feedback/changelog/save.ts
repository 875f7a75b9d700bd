import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import type { Ctx } from "../../context.ts";
import { InvalidError } from "../../errors.ts";
import { touchSite } from "../../site/request-job.ts";
import { toDescription, toTitle } from "../post-text.ts";
import { isEntry, lockEntry, requireEntry } from "./load.ts";
import type { ChangelogEntry } from "./load.ts";
import { freeSlug } from "./slug.ts";

export type SaveChangelogEntryInput = {
  workspaceId: number;
  /** Null makes a new entry, as a draft. */
  entryId: number | null;
  title: string;
  /** CommonMark. */
  body: string;
};

/** Makes or changes an entry of the changelog. Its address follows the title until it is published for the first time. */
export async function saveChangelogEntry(
  ctx: Pick<Ctx, "db" | "now">,
  input: SaveChangelogEntryInput,
): Promise<ChangelogEntry> {
  const { workspaceId, entryId } = input;
  const texts = { title: toTitle(input.title), body: toDescription(input.body) };
  if (texts.body === "") throw new InvalidError("Please write what is new.");
  return ctx.db.transaction(async (tx) => {
    const at = ctx.now();
    if (entryId === null) return insertEntry(tx, { workspaceId, ...texts }, at);
    const before = await lockEntry(tx, { workspaceId, entryId });
    const isNamedAnew = before.publishedAt === null && before.title !== texts.title;
    const slug = isNamedAnew ? await freeSlug(tx, { workspaceId, entryId, ...texts }) : before.slug;
    await tx
      .update(schema.changelogEntries)
      .set({ ...texts, slug, updatedAt: at })
      .where(isEntry({ workspaceId, entryId }));
    if (before.status === "published") await touchSite(tx, workspaceId);
    return requireEntry(tx, { workspaceId, entryId });
  });
}

async function insertEntry(
  tx: Db,
  input: { workspaceId: number; title: string; body: string },
  at: Date,
): Promise<ChangelogEntry> {
  const slug = await freeSlug(tx, { ...input, entryId: null });
  const [entry] = await tx
    .insert(schema.changelogEntries)
    .values({ ...input, slug, createdAt: at, updatedAt: at })
    .returning();
  if (!entry) throw new Error("a changelog entry was not stored");
  return entry;
}
