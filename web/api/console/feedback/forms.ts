import { z } from "zod";
import { RowIdText } from "../../http/row-id.ts";
import { POST_STATUSES, POST_TYPES } from "../../kinds.ts";

const Text = z.string().max(20_000);

/** What the buttons and fields of a post's page send. */
export const PostForm = z.discriminatedUnion("do", [
  z.object({ do: z.literal("status"), status: z.enum(POST_STATUSES), comment: Text }),
  z.object({ do: z.literal("merge"), into: RowIdText }),
  z.object({ do: z.literal("unmerge"), post: RowIdText }),
  z.object({ do: z.literal("edit"), title: Text, description: Text, type: z.enum(POST_TYPES), notes: Text }),
  z.object({ do: z.literal("note"), note: Text }),
  z.object({ do: z.literal("link"), what: z.string().max(500) }),
  z.object({ do: z.literal("unlink"), kind: z.enum(["article", "issue", "ticket"]), id: RowIdText }),
  z.object({ do: z.literal("hide") }),
  z.object({ do: z.literal("show") }),
]);
export type PostForm = z.infer<typeof PostForm>;

/** What the form of a changelog entry sends. */
export const EntryForm = z.object({
  do: z.enum(["save", "preview", "publish", "withdraw"]),
  title: Text,
  body: Text,
});
export type EntryForm = z.infer<typeof EntryForm>;

/** Where one of the changelog's lists goes on, from the page's address. */
export const ChangelogQuery = z.object({
  status: z.enum(["draft", "published"]).catch("published"),
  cursor: z.string().max(500).optional().catch(undefined),
});
export type ChangelogQuery = z.infer<typeof ChangelogQuery>;

/** Filters of the list, from its address; what is not one of them counts as absent. */
export const ListQuery = z.object({
  status: z.enum(POST_STATUSES).optional().catch(undefined),
  type: z.enum(POST_TYPES).optional().catch(undefined),
  order: z.enum(["top", "new"]).catch("top"),
  q: z.string().trim().max(500).catch(""),
  cursor: z.string().max(500).optional().catch(undefined),
});
export type ListQuery = z.infer<typeof ListQuery>;
