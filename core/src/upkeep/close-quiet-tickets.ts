import { schema } from "@firstline/db";
import { and, asc, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { takeStep } from "../tickets/change.ts";
import { endTicket } from "../tickets/close.ts";
import { SYSTEM } from "../tickets/events.ts";
import { lockTicket } from "../tickets/load.ts";
import { isOpen } from "../tickets/status.ts";
import { getChannelSettings, getSettings } from "../workspaces/settings.ts";

const BATCH = 500;
const DAY = 86_400_000;

/** Tickets that nobody wrote in for some days end quietly: answered ones count as resolved, which is only assumed. */
export async function closeQuietTickets(ctx: Pick<Ctx, "db" | "now">): Promise<number> {
  const workspaces = await ctx.db.select({ id: schema.workspaces.id }).from(schema.workspaces);
  let closed = 0;
  for (const workspace of workspaces) closed += await closeQuietIn(ctx, workspace.id);
  return closed;
}

/** Something of the last word that everybody could read and that still stands. */
const lastWord = (what: SQL): SQL => sql`(select ${what} from ticket_messages m
  where m.ticket_id = ${schema.tickets.id} and m.visibility = 'public' and m.deleted_at is null
  order by m.created_at desc, m.id desc limit 1)`;

/** Somebody of the team had the last word; the asker has not come back. */
const isAnsweredByAgent = sql`${lastWord(sql`m.sender`)} = 'agent'`;
/** Once people have taken part, the AI answers no more: what the asker says last waits for them. */
const waitsForPeople = and(
  eq(schema.tickets.handler, "human"),
  sql`${lastWord(sql`m.person_id`)} = ${schema.tickets.askerId}`,
);

async function closeQuietIn(ctx: Pick<Ctx, "db" | "now">, workspaceId: number): Promise<number> {
  const t = schema.tickets;
  const own = await listChannelsOfTheirOwn(ctx, workspaceId);
  const places = own.map((channel) =>
    and(eq(t.platform, channel.platform), eq(t.channelId, channel.channelId)),
  );
  let closed = 0;
  for (const [index, channel] of own.entries()) {
    const { quietDays } = await getChannelSettings(ctx, workspaceId, channel);
    closed += await closeQuietWhere(ctx, { workspaceId, quietDays, where: places[index] });
  }
  const { quietDays } = await getSettings(ctx, workspaceId);
  const where = places.length === 0 ? undefined : sql`not (${or(...places)})`;
  return closed + (await closeQuietWhere(ctx, { workspaceId, quietDays, where }));
}

/** Channels with a number of days that is not the workspace's. */
async function listChannelsOfTheirOwn(ctx: Pick<Ctx, "db">, workspaceId: number) {
  const c = schema.channels;
  return ctx.db
    .select({ platform: c.platform, channelId: c.externalId })
    .from(c)
    .where(and(eq(c.workspaceId, workspaceId), sql`${c.settings} ? 'quietDays'`));
}

type Quiet = { workspaceId: number; quietDays: number; where: SQL | undefined };

async function closeQuietWhere(
  ctx: Pick<Ctx, "db" | "now">,
  { workspaceId, quietDays, where }: Quiet,
): Promise<number> {
  const before = new Date(ctx.now().getTime() - quietDays * DAY);
  const t = schema.tickets;
  const quiet = await ctx.db
    .select({ id: t.id })
    .from(t)
    .where(
      and(
        or(
          // Whoever hears of a solution late has as long as others to say that it is none.
          and(eq(t.status, "resolved"), lt(t.resolvedAt, before)),
          and(eq(t.status, "ai_responding"), sql`(${waitsForPeople}) is not true`),
          and(inArray(t.status, ["new", "analyzing", "escalated"]), isAnsweredByAgent),
        ),
        lt(t.lastMessageAt, before),
        eq(t.workspaceId, workspaceId),
        where,
      ),
    )
    .orderBy(asc(t.lastMessageAt))
    .limit(BATCH);
  for (const { id } of quiet) await closeQuiet(ctx, workspaceId, id, before);
  return quiet.length;
}

async function closeQuiet(
  ctx: Pick<Ctx, "db" | "now">,
  workspaceId: number,
  ticketId: number,
  before: Date,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const ticket = await lockTicket(tx, workspaceId, ticketId);
    const last = Math.max(ticket.lastMessageAt.getTime(), ticket.resolvedAt?.getTime() ?? 0);
    if (last >= before.getTime() || ticket.status === "closed") return;
    const at = ctx.now();
    const resolved = isOpen(ticket.status)
      ? await takeStep(tx, ticket, {
          step: "resolve",
          actor: SYSTEM,
          at,
          set: { resolution: "assumed", resolvedAt: at },
          metadata: { resolution: "assumed", why: "quiet" },
        })
      : ticket;
    await endTicket(tx, resolved, { actor: SYSTEM, at });
  });
}
