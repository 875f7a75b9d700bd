import type { Ctx } from "../context.ts";
import { touchSite } from "../site/touch.ts";
import { recountPosts } from "./recount.ts";

/**
 * Job `recount_scores`: counts all posts of a workspace anew, after companies, their revenue or the weights have changed.
 * Harmless to repeat.
 */
export async function recountScores(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number },
): Promise<{ changed: number }> {
  const { workspaceId } = input;
  return ctx.db.transaction(async (tx) => {
    const changed = await recountPosts(tx, workspaceId, null);
    await touchSite(
      tx,
      workspaceId,
      changed.map((subjectId) => ({ subject: "post", subjectId })),
    );
    return { changed: changed.length };
  });
}
