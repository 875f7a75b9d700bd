import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ticket } from "../tickets/load.ts";
import { chooseRepository } from "./choose-repository.ts";
import type { Repository } from "./load.ts";
import { listUsableRepositories } from "./report-row.ts";

/** The repository that a ticket's bug belongs to by the rules of the workspace's repositories; null when none fits. */
export async function pickRepository(
  db: Db,
  ticket: Ticket,
  about: { text: string; area: string | null },
): Promise<Repository | null> {
  const rows = await listUsableRepositories(db, ticket.workspaceId);
  const c = schema.channels;
  const [channel] = await db
    .select({ name: c.name })
    .from(c)
    .where(
      and(
        eq(c.workspaceId, ticket.workspaceId),
        eq(c.platform, ticket.platform),
        eq(c.externalId, ticket.channelId),
      ),
    );
  return chooseRepository(rows, {
    channelId: ticket.channelId,
    channelName: channel?.name ?? null,
    tags: [],
    ...about,
  });
}
