import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { getRepository } from "../github/load.ts";
import type { Issue } from "../github/load.ts";
import { readRepositorySettings } from "../github/repository-settings.ts";
import { SYSTEM } from "../tickets/events.ts";
import type { Ticket } from "../tickets/load.ts";
import { listAttempts } from "./load.ts";
import { openAttempt } from "./open-attempt.ts";

/**
 * The first attempt of an issue, by itself where the repository's settings want that. A ticket in which an attack was refused
 * waits for a person's click. Call it in the issue's transaction.
 */
export async function startFixAutomatically(
  tx: Db,
  input: { issue: Issue; ticket: Ticket; at: Date },
): Promise<void> {
  const { issue, ticket, at } = input;
  const repository = await getRepository(tx, issue.workspaceId, issue.repositoryId);
  const isWanted = readRepositorySettings(repository).fixes === "automatic";
  if (!isWanted || !repository.enabled || repository.problem !== null) return;
  if (issue.state === "closed" || issue.goneAt !== null) return;
  if ((await listAttempts(tx, issue)).length > 0 || (await wasAttacked(tx, ticket))) return;
  await openAttempt(tx, { issue, ticket, actor: SYSTEM, approvedById: null, approvedLogin: null, at });
}

async function wasAttacked(tx: Db, ticket: Ticket): Promise<boolean> {
  const e = schema.ticketEvents;
  const [row] = await tx
    .select({ id: e.id })
    .from(e)
    .where(
      and(eq(e.workspaceId, ticket.workspaceId), eq(e.ticketId, ticket.id), eq(e.kind, "attack_refused")),
    )
    .limit(1);
  return row !== undefined;
}
