import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { freeSlug } from "./slug.ts";

/** A changelog entry for agents to edit, made of a post that is done; a post has one at most. */
export async function draftChangelogEntry(
  tx: Db,
  post: { workspaceId: number; id: number; title: string; description: string; comment: string },
  at: Date,
): Promise<void> {
  const { workspaceId, title } = post;
  await tx
    .insert(schema.changelogEntries)
    .values({
      workspaceId,
      postId: post.id,
      slug: await freeSlug(tx, { workspaceId, entryId: null, title }),
      title,
      // What the team said is meant for everybody; the request itself is a member's and only a start to work from.
      body: post.comment === "" ? post.description : post.comment,
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing();
}
