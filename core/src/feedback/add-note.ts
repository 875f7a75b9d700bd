import type { Ctx } from "../context.ts";
import { InvalidError } from "../errors.ts";
import type { PostKey } from "./load.ts";
import { lockPost } from "./lock-posts.ts";
import { toComment } from "./post-text.ts";
import { recordPostEvent } from "./record.ts";

/** Keeps what an agent wants other agents to know of a post; members never see it. */
export async function addPostNote(
  ctx: Pick<Ctx, "db" | "now">,
  input: PostKey & { note: string; by: { personId: number } },
): Promise<void> {
  const { workspaceId, postId, by } = input;
  const comment = toComment(input.note, "The note");
  if (comment === "") throw new InvalidError("Please write a note.");
  await ctx.db.transaction(async (tx) => {
    await lockPost(tx, input);
    const change = { kind: "note_added", isPublic: false, comment, actorId: by.personId } as const;
    await recordPostEvent(tx, { workspaceId, postId, ...change }, ctx.now());
  });
}
