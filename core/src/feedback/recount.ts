import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { sql } from "drizzle-orm";
import { getSettings } from "../workspaces/settings.ts";

/**
 * Counts the votes of posts anew and stores counts and score, by the rules of `countedVotes` and `scoreOf`; call it in the
 * transaction of the change. A merged post keeps the count of its own votes.
 * Answers the ids of posts whose figures have changed.
 */
export async function recountPosts(tx: Db, workspaceId: number, postIds: number[]): Promise<number[]> {
  if (postIds.length === 0) return [];
  const { feedback } = await getSettings({ db: tx }, workspaceId);
  const p = schema.feedbackPosts;
  const rows = await tx.execute<{ id: string }>(sql`
    with wanted as (
      select id from ${p} where workspace_id = ${workspaceId} and id = any(${toArray(postIds)}::bigint[])
    ), families as (
      select id as standing, id as post from wanted
      union all
      select merged.merged_into_id, merged.id from ${p} merged join wanted on wanted.id = merged.merged_into_id
    ), ballots as (
      select distinct on (f.standing, v.person_id) f.standing, v.person_id, v.value, person.company_id
      from families f
      join ${schema.votes} v on v.post_id = f.post
      join ${schema.people} person on person.id = v.person_id
      order by f.standing, v.person_id, (f.post = f.standing) desc, v.created_at desc, v.id desc
    ), sides as (
      select standing, company_id, sign(sum(value)) as side
      from ballots group by standing, company_id, case when company_id is null then person_id end
    ), scores as (
      select standing, sum(side * least(
        ${feedback.maxWeight}::numeric,
        ${feedback.baseWeight}::numeric + log(1 + coalesce(company.mrr_usd, 0) / ${feedback.mrrUnitUsd}::numeric)
      )) as score
      from sides left join ${schema.companies} company on company.id = sides.company_id
      group by standing
    ), counts as (
      select standing, count(*) filter (where value > 0) as up, count(*) filter (where value < 0) as down
      from ballots group by standing
    ), figures as (
      select wanted.id, coalesce(up, 0) as up, coalesce(down, 0) as down, coalesce(score, 0)::real as score
      from wanted left join counts on counts.standing = wanted.id left join scores on scores.standing = wanted.id
    )
    update ${p} post set upvotes = up, downvotes = down, weighted_score = score
    from figures
    where post.id = figures.id and post.workspace_id = ${workspaceId}
      and (post.upvotes, post.downvotes, post.weighted_score) is distinct from (up, down, score)
    returning post.id`);
  return [...rows].map((row) => Number(row.id));
}

const toArray = (ids: readonly number[]): string => `{${ids.join(",")}}`;
