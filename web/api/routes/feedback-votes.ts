import { listVoteCounts } from "@firstline/core";
import type { PostSummary } from "@firstline/core";
import { Hono } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { check, readJson } from "../http/body.ts";
import { noStore } from "../http/headers.ts";
import { RowId } from "../http/row-id.ts";
import { findSession, requireSession } from "../http/web-session.ts";
import { setVote } from "../set-vote.ts";

const MOST_POSTS = 200;
const Ids = z
  .string({ error: "Say which posts, such as ids=1,2." })
  .regex(/^\d{1,15}(?:,\d{1,15})*$/u, "must be numbers with commas between")
  .transform((text) => [...new Set(text.split(",").map(Number))])
  .pipe(z.array(RowId).max(MOST_POSTS, `must be at most ${MOST_POSTS} posts`));
const Vote = z.object({
  value: z.union([z.literal(1), z.literal(-1), z.literal(0)], { error: "must be 1, -1 or 0" }),
});

/** Votes on the public pages: everybody sees them, and whoever has shown who they are gives theirs. */
export function feedbackVoteRoutes(web: Web): Hono {
  const app = new Hono();
  const workspaceId = web.workspace.id;
  app.use(noStore);
  app.get("/counts", async (c) => {
    web.limits.take("read", addressOf(c));
    const { ids: postIds } = check(z.object({ ids: Ids }), { ids: c.req.query("ids") });
    const session = await findSession(c, web);
    const personId = session?.personId ?? null;
    return c.json({ posts: await listVoteCounts(web.ctx, { workspaceId, postIds, personId }) });
  });
  app.post("/:id/vote", async (c) => {
    web.limits.take("vote", addressOf(c));
    const { personId } = await requireSession(c, web);
    const postId = check(RowId, Number(c.req.param("id")));
    const { value } = await readJson(c, Vote);
    const { post } = await setVote(web.ctx, { workspaceId, postId, voter: { personId }, value });
    return c.json({ post: toCount(post, value === 0 ? null : value) });
  });
  return app;
}

function toCount({ id, upvotes, downvotes }: PostSummary, mine: 1 | -1 | null) {
  return { postId: id, upvotes, downvotes, mine };
}
