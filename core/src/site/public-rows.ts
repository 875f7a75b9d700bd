import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { SQL } from "drizzle-orm";

const { articles, changelogEntries } = schema;

/** The articles of a workspace that everybody may read. */
export function publicArticles(workspaceId: number): SQL | undefined {
  return and(
    eq(articles.workspaceId, workspaceId),
    eq(articles.status, "published"),
    eq(articles.audience, "everyone"),
  );
}

/** The news of a workspace that are out. */
export function publicEntries(workspaceId: number): SQL | undefined {
  return and(eq(changelogEntries.workspaceId, workspaceId), eq(changelogEntries.status, "published"));
}
