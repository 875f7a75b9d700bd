import { schema } from "@firstline/db";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";

const { articles, changelogEntries, feedbackPosts, people } = schema;

/** The articles of a workspace that everybody may read. */
export function publicArticles(workspaceId: number): SQL | undefined {
  return and(
    eq(articles.workspaceId, workspaceId),
    eq(articles.status, "published"),
    eq(articles.audience, "everyone"),
  );
}

/** The posts of a workspace that everybody may read: no hidden and no merged ones, and none of people who opted out. */
export function publicPosts(workspaceId: number): SQL | undefined {
  const hasOptedOut = sql`exists (
    select 1 from ${people}
    where ${people.id} = ${feedbackPosts.authorId} and ${people.optedOutAt} is not null)`;
  return and(
    eq(feedbackPosts.workspaceId, workspaceId),
    eq(feedbackPosts.isPublic, true),
    isNull(feedbackPosts.mergedIntoId),
    sql`not ${hasOptedOut}`,
  );
}

/** The news of a workspace that are out. */
export function publicEntries(workspaceId: number): SQL | undefined {
  return and(eq(changelogEntries.workspaceId, workspaceId), eq(changelogEntries.status, "published"));
}
