import { sql } from "drizzle-orm";
import type { Ctx } from "../context.ts";

/** Fewer articles in a language than this share are strays, and the search need not ask in it. */
const LEAST_SHARE = 0.02;

/** Notes which languages the workspace's articles are in; called after an import. */
export async function saveLanguages(ctx: Pick<Ctx, "db">, input: { workspaceId: number }): Promise<void> {
  const { workspaceId } = input;
  await ctx.db.execute(sql`
    with counted as (
      select coalesce(language, 'en') as language, count(*) as articles, sum(count(*)) over () as all_articles
      from articles where workspace_id = ${workspaceId} and status <> 'archived' group by 1
    ),
    found as (
      select string_agg(language, ',' order by articles desc, language) as languages
      from counted where articles >= all_articles * ${LEAST_SHARE}::float8
    )
    update workspaces w set language = nullif(found.languages, 'en')
    from found where w.id = ${workspaceId} and w.language is distinct from nullif(found.languages, 'en')`);
}
