import { schema } from "@firstline/db";
import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "../../context.ts";
import type { HostComment } from "../../ports.ts";
import { recordEvent, SYSTEM } from "../../tickets/events.ts";
import { listLinksOf } from "../load.ts";
import type { Issue } from "../load.ts";

/** Somebody without write access gave us an order: nothing happens, and nobody is answered, but it is written down once. */
export async function noteStranger(
  ctx: Pick<Ctx, "db" | "now">,
  issue: Issue,
  { id: commentId }: HostComment,
): Promise<void> {
  const e = schema.ticketEvents;
  const [link] = await listLinksOf(ctx.db, issue);
  if (!link) return;
  const { workspaceId, ticketId } = link;
  const [known] = await ctx.db
    .select({ id: e.id })
    .from(e)
    .where(
      and(
        eq(e.workspaceId, workspaceId),
        eq(e.ticketId, ticketId),
        eq(e.kind, "attack_refused"),
        sql`${e.metadata}->>'commentId' = ${String(commentId)}`,
      ),
    )
    .limit(1);
  if (known) return;
  const metadata = { what: "command_without_write_access", commentId, issueId: issue.id };
  await recordEvent(
    ctx.db,
    { workspaceId, ticketId, kind: "attack_refused", actor: SYSTEM, metadata },
    ctx.now(),
  );
}
