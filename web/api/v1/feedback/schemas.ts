import { z } from "@hono/zod-openapi";
import { POST_STATUSES, POST_TYPES } from "../../kinds.ts";
import { Next, Text, Time, Words } from "../schemas.ts";
import { GivenPerson } from "../tickets/schemas.ts";

const Title = Words(200);
const Description = Text(10_000);

export const Post = z
  .object({
    id: z.int(),
    title: z.string(),
    description: z.string().openapi({ description: "CommonMark of a stranger: sanitise it." }),
    type: z.enum(POST_TYPES),
    status: z.enum(POST_STATUSES),
    upvotes: z.int(),
    downvotes: z.int(),
    score: z.number().nullable().openapi({
      description:
        "Votes weighted by revenue. Null unless the key has the scope people:read: it tells what companies pay.",
    }),
    isPublic: z.boolean(),
    mergedIntoId: z.int().nullable().openapi({ description: "The post that stands for it." }),
    createdAt: Time,
  })
  .openapi("Post");

export const PostPage = z.object({ posts: z.array(Post), next: Next }).openapi("PostPage");
export const Posts = z.object({ posts: z.array(Post) }).openapi("Posts");

export const NewPost = z
  .strictObject({
    title: Title.openapi({ example: "Dark mode for the dashboard" }),
    description: Description.default(""),
    type: z.enum(POST_TYPES).optional(),
    author: GivenPerson.openapi({ description: "Votes for it at once. Needs an id or an address." }),
  })
  .openapi("NewPost");

export const PostChanges = z
  .strictObject({
    title: Title.optional(),
    description: Description.optional(),
    type: z.enum(POST_TYPES).optional(),
    isPublic: z.boolean().optional(),
  })
  .openapi("PostChanges", { description: "What is left out stays." });

export const NewVote = z
  .strictObject({
    voter: GivenPerson,
    value: z
      .union([z.literal(1), z.literal(0), z.literal(-1)])
      .openapi({ type: "integer", enum: [1, 0, -1], description: "0 takes the vote back.", example: 1 }),
  })
  .openapi("NewVote");

export const NewStatus = z
  .strictObject({
    status: z.enum(POST_STATUSES),
    comment: Text(2_000)
      .optional()
      .openapi({ description: "Told to everybody who voted, and shown on the post's page." }),
  })
  .openapi("NewStatus");

export const Merge = z
  .strictObject({ intoId: z.int().positive().openapi({ description: "The post that stands for both." }) })
  .openapi("Merge");

export const Changed = z.object({ post: Post, changed: z.boolean() }).openapi("ChangedPost");
