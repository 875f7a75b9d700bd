import { schema } from "@firstline/db";
import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { listFamily, requirePost } from "./load.ts";
import type { PostKey } from "./load.ts";
import { rememberVoter } from "./voter.ts";
import type { Voter } from "./voter.ts";

type Input = PostKey & { voter: Voter };

/** Somebody hears no more of a post; their vote stays. `changed` is false where they have not voted. */
export async function unsubscribeFromPost(
  ctx: Pick<Ctx, "db" | "now">,
  input: Input,
): Promise<{ changed: boolean }> {
  return setUnsubscribed(ctx, input, ctx.now());
}

/** Somebody who voted hears of a post again. `changed` is false where they have not voted. */
export async function subscribeToPost(ctx: Pick<Ctx, "db">, input: Input): Promise<{ changed: boolean }> {
  return setUnsubscribed(ctx, input, null);
}

/** Hidden posts too: who voted may always leave. */
async function setUnsubscribed(
  ctx: Pick<Ctx, "db">,
  input: Input,
  unsubscribedAt: Date | null,
): Promise<{ changed: boolean }> {
  const { workspaceId } = input;
  return ctx.db.transaction(async (tx) => {
    const person = await rememberVoter(tx, workspaceId, input.voter);
    const post = await requirePost(tx, input);
    const family = await listFamily(tx, workspaceId, post.mergedIntoId ?? post.id);
    const v = schema.votes;
    const changed = await tx
      .update(v)
      .set({ unsubscribedAt })
      .where(and(eq(v.workspaceId, workspaceId), inArray(v.postId, family), eq(v.personId, person.id)))
      .returning({ id: v.id });
    return { changed: changed.length > 0 };
  });
}
