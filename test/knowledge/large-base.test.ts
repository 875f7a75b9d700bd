import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { searchBase } from "../support/search-base.ts";

const base = await searchBase();

test("a collection of more articles than a statement takes values can be given up", async () => {
  const count = 66_000;
  await base.ctx.db.execute(sql`
    insert into articles (workspace_id, title, slug, content, content_hash, source_path, status)
    select ${base.workspaceId}, 'Article', 'article-' || n, 'Text.', 'hash', 'docs/' || n, 'published'
    from generate_series(1, ${count}::int) n`);

  await base.load([]);

  const published = await base.ctx.db.execute(
    sql`select count(*)::int as count from articles where workspace_id = ${base.workspaceId} and status <> 'archived'`,
  );
  expect(published[0]).toEqual({ count: 0 });
}, 120_000);
