import { schema } from "@firstline/db";
import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";

/**
 * Whether members may see a post: agents have not hidden it, and its author has not opted out of what is public. The one
 * rule for the site, chat, the API and MCP; only agents see more. `post` is the name that the statement gives the table.
 */
export function isForMembers(post: SQL = sql`${schema.feedbackPosts}`): SQL {
  return sql`(${post}.is_public and not exists (
    select 1 from ${schema.people} author where author.id = ${post}.author_id and author.opted_out_at is not null))`;
}

/**
 * Whether members may see an event in a post's history: of a merge only as long as they may see the post that it names.
 * `event` is the name that the statement gives the table.
 */
export function isEventForMembers(event: SQL = sql`${schema.feedbackEvents}`): SQL {
  return sql`(${event}.is_public and (${event}.kind <> 'merged' or exists (
    select 1 from ${schema.feedbackPosts} named
    where named.workspace_id = ${event}.workspace_id and ${isForMembers(sql`named`)}
      and named.id = case when ${event}.old_value ~ '^[0-9]{1,15}$' then ${event}.old_value::bigint end)))`;
}
