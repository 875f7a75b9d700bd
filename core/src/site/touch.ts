import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { enqueue } from "../jobs.ts";

export type SiteSubject = (typeof schema.SITE_SUBJECTS)[number];

export type SiteChange = {
  subject: SiteSubject;
  /** Of the article, category, feedback post or changelog entry; null for the settings, which every page shows. */
  subjectId: number | null;
};

/** Writes down what has changed on the public pages, with the job that makes them anew; call it in the transaction of the change. */
export async function touchSite(tx: Db, workspaceId: number, changes: SiteChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.insert(schema.siteChanges).values(changes.map((change) => ({ workspaceId, ...change })));
  await enqueue(
    tx,
    "publish_site",
    { workspaceId },
    { key: `publish_site:${workspaceId}`, queue: siteQueue(workspaceId) },
  );
}

/** Jobs of one workspace's public pages never run side by side. */
export const siteQueue = (workspaceId: number): string => `site:${workspaceId}`;
