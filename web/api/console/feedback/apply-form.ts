import {
  addPostNote,
  changePostStatus,
  editPost,
  findPostLink,
  linkPost,
  mergePosts,
  setPostVisible,
  unlinkPost,
  unmergePost,
} from "@firstline/core";
import type { PostLink } from "@firstline/core";
import type { Web } from "../../context.ts";
import type { PostForm } from "./forms.ts";

type Input = { postId: number; by: { personId: number }; form: PostForm };

/** Does what an agent's form says of a post. */
export async function applyPostForm({ ctx, workspace }: Web, input: Input): Promise<void> {
  const { form, by, postId } = input;
  const workspaceId = workspace.id;
  const key = { workspaceId, postId, by };
  switch (form.do) {
    case "status":
      await changePostStatus(ctx, { ...key, status: form.status, comment: form.comment });
      return;
    case "merge":
      await mergePosts(ctx, { workspaceId, fromId: postId, intoId: form.into, by });
      return;
    case "unmerge":
      await unmergePost(ctx, { ...key, postId: form.post });
      return;
    case "edit": {
      const { title, description, type, notes } = form;
      await editPost(ctx, { ...key, changes: { title, description, type, adminNotes: notes } });
      return;
    }
    case "note":
      await addPostNote(ctx, { ...key, note: form.note });
      return;
    case "link":
      await linkPost(ctx, { ...key, ...(await findPostLink(ctx, { workspaceId, text: form.what })) });
      return;
    case "unlink":
      await unlinkPost(ctx, { ...key, ...toLink(form.kind, form.id) });
      return;
    case "hide":
    case "show":
      await setPostVisible(ctx, { ...key, isPublic: form.do === "show" });
  }
}

function toLink(kind: "article" | "issue" | "ticket", id: number): PostLink {
  switch (kind) {
    case "article":
      return { article: id };
    case "issue":
      return { issue: id };
    case "ticket":
      return { ticket: id };
  }
}
