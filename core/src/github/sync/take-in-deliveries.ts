import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { asc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { Repository } from "../load.ts";
import { enqueueSync } from "./enqueue-sync.ts";
import type { SyncJob } from "./enqueue-sync.ts";
import { GithubEvent } from "./event.ts";
import { isLinked, listLinksOfPull, listPullsOfCommit, listUnshipped } from "./links.ts";

/** Deliveries that one transaction takes in. */
const BATCH = 200;

/** Turns what was delivered into looks at what we follow; what concerns nothing of ours ends here, without a request. */
export async function takeInDeliveries(ctx: Pick<Ctx, "db" | "now" | "log">): Promise<void> {
  while ((await takeInBatch(ctx)) === BATCH);
}

async function takeInBatch(ctx: Pick<Ctx, "db" | "now" | "log">): Promise<number> {
  const d = schema.githubDeliveries;
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(d)
      .where(isNull(d.processedAt))
      .orderBy(asc(d.id))
      .limit(BATCH)
      .for("update", { skipLocked: true });
    // In a burst, most say the same.
    const events = new Map<string, GithubEvent>();
    for (const { id: deliveryId, event, payload } of rows) {
      const read = GithubEvent.safeParse(payload);
      if (read.success) events.set(JSON.stringify(read.data), read.data);
      else ctx.log.warn({ deliveryId, event }, "a GitHub delivery could not be read");
    }
    for (const event of events.values()) await askForLooks(tx, event);
    const ids = rows.map((row) => row.id);
    if (ids.length > 0) await tx.update(d).set({ processedAt: ctx.now() }).where(inArray(d.id, ids));
    return rows.length;
  });
}

async function askForLooks(tx: Db, event: GithubEvent): Promise<void> {
  for (const repository of await listRepositories(tx, event)) {
    for (const job of await looksFor(tx, repository, event)) await enqueueSync(tx, repository, job);
  }
}

/** A repository may be used by several workspaces; each follows it for itself. */
async function listRepositories(tx: Db, event: GithubEvent): Promise<Repository[]> {
  const r = schema.githubRepositories;
  if (event.kind !== "installation") {
    const rows = await tx.select().from(r).where(eq(r.externalId, event.externalId));
    return rows.filter((row) => row.enabled || event.kind === "repository");
  }
  const byInstallation = eq(r.installationId, event.installationId);
  const named = event.externalIds;
  return tx
    .select()
    .from(r)
    .where(named.length === 0 ? byInstallation : or(byInstallation, inArray(r.externalId, named)));
}

async function looksFor(tx: Db, repository: Repository, event: GithubEvent): Promise<SyncJob[]> {
  switch (event.kind) {
    case "issue":
      return (await isLinked(tx, repository, event.number))
        ? [{ name: "sync_issue", issueNumber: event.number }]
        : [];
    case "comment":
      return (await isLinked(tx, repository, event.number))
        ? [{ name: "sync_comments", issueNumber: event.number }]
        : [];
    case "pull": {
      const links = await listLinksOfPull(tx, repository, event.number);
      return links.length > 0 ? [{ name: "sync_pull", pullNumber: event.number }] : [];
    }
    case "commit": {
      const numbers = await listPullsOfCommit(tx, repository, event);
      return numbers.map((pullNumber) => ({ name: "sync_pull", pullNumber }));
    }
    case "release":
      return (await listUnshipped(tx, repository)).length > 0 ? [{ name: "sync_releases" }] : [];
    case "repository":
    case "installation":
      return [{ name: "sync_repository" }];
  }
}
