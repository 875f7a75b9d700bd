import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import { InvalidError } from "../../errors.ts";

export type Draft = typeof schema.feedbackDrafts.$inferSelect;

/** A draft of this person. Throws `InvalidError` where it is gone, or somebody else's. */
export async function loadDraft(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; draftId: number; personId: number },
): Promise<Draft> {
  const d = schema.feedbackDrafts;
  const { workspaceId, draftId, personId } = input;
  const [draft] = await ctx.db
    .select()
    .from(d)
    .where(and(eq(d.workspaceId, workspaceId), eq(d.id, draftId), eq(d.personId, personId)));
  if (!draft) throw new InvalidError("What you wrote is kept for a day only. Please write it again.");
  return draft;
}
