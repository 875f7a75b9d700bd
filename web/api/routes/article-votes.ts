import { LONGEST_VOTE_COMMENT, recordArticleView, voteOnArticle } from "@firstline/core";
import { Hono } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { check, readJson } from "../http/body.ts";
import { noStore } from "../http/headers.ts";
import { RowId } from "../http/row-id.ts";
import { visitorOf } from "../http/visitor.ts";

const Vote = z.object({
  helpful: z.boolean({ error: "must be true or false" }),
  comment: z
    .string()
    .max(LONGEST_VOTE_COMMENT, `must have at most ${LONGEST_VOTE_COMMENT} characters`)
    .transform((text) => text.toWellFormed())
    .optional(),
});

/** What visitors say about an article, and that they read it. Nothing is kept that leads back to a visitor. */
export function articleVoteRoutes(web: Web): Hono {
  const app = new Hono();
  const workspaceId = web.workspace.id;
  app.use(noStore);
  app.post("/:id/vote", async (c) => {
    web.limits.take("vote", addressOf(c));
    const articleId = check(RowId, Number(c.req.param("id")));
    const { helpful, comment } = await readJson(c, Vote);
    const vote = await voteOnArticle(web.ctx, {
      workspaceId,
      articleId,
      visitor: visitorOf(c),
      isHelpful: helpful,
      comment,
    });
    return c.json({ helpful: vote.isHelpful });
  });
  app.post("/:id/view", async (c) => {
    web.limits.take("view", addressOf(c));
    const articleId = check(RowId, Number(c.req.param("id")));
    const counted = await recordArticleView(web.ctx, { workspaceId, articleId, visitor: visitorOf(c) });
    return c.json({ counted });
  });
  return app;
}
