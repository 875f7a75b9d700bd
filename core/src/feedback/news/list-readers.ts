import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { PostKey } from "../load.ts";
import type { NewsReader } from "./addressees.ts";

const Platform = z.enum(["slack", "discord", "panel"]);
const Row = z.object({
  person_id: z.coerce.number(),
  value: z.number(),
  platform: Platform.nullable(),
  channel_id: z.string().nullable(),
  thread_id: z.string().nullable(),
  identity_platform: Platform.nullable(),
  external_id: z.string().nullable(),
});

/**
 * Everybody who voted on a standing post or on one that is merged into it, once each, without those who unsubscribed and
 * those who asked to be left alone.
 */
export async function listNewsReaders(db: Db, { workspaceId, postId }: PostKey): Promise<NewsReader[]> {
  const p = schema.feedbackPosts;
  const rows = await db.execute(sql`
    with ballots as (
      select distinct on (v.person_id) v.person_id, v.value, v.platform, v.channel_id, v.thread_id, v.unsubscribed_at
      from ${schema.votes} v join ${p} post on post.id = v.post_id
      where v.workspace_id = ${workspaceId} and post.workspace_id = ${workspaceId}
        and (post.id = ${postId} or post.merged_into_id = ${postId})
      order by v.person_id, (post.id = ${postId}) desc, v.created_at desc, v.id desc
    )
    select ballots.person_id, ballots.value, ballots.platform, ballots.channel_id, ballots.thread_id,
      identity.platform as identity_platform, identity.external_id
    from ballots
    join ${schema.people} person on person.id = ballots.person_id and person.opted_out_at is null
    left join lateral (
      select i.platform, i.external_id from ${schema.personIdentities} i
      where i.workspace_id = ${workspaceId} and i.person_id = ballots.person_id and i.platform <> 'panel'
      order by (i.platform = ballots.platform) desc nulls last, i.id limit 1
    ) identity on true
    where ballots.unsubscribed_at is null
    order by ballots.person_id`);
  return Row.array()
    .parse([...rows])
    .map((row) => ({
      personId: row.person_id,
      value: row.value,
      platform: row.platform,
      channelId: row.channel_id,
      threadId: row.thread_id,
      identity:
        row.identity_platform === null || row.external_id === null
          ? null
          : { platform: row.identity_platform, userId: row.external_id },
    }));
}
