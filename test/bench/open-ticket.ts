import { openTicket } from "@firstline/core";
import { schema } from "@firstline/db";
import type { TestDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";
import { benchDatabase } from "./database.ts";
import { quantile, takeTurns, timed } from "./measure.ts";
import type { Work } from "./measure.ts";
import type { Line } from "./report.ts";

const TICKETS_THERE = 100_000;
const QUESTION = "How do I rotate the API token of a service account?";
const PLAN = { warmUp: 60, rounds: 10, turn: 24 };

/** Opening a ticket through core against the same rows and jobs written by hand, one after the other. */
export async function benchOpenTicket(): Promise<Line[]> {
  const database = await benchDatabase();
  try {
    await fill(database);
    const workspace = await aWorkspace({ db: database.db });
    const sides = {
      ours: openThroughCore(database, workspace.id),
      floor: (id: string) => timed(() => insertByHand(database, workspace.id, id)),
    };
    const alone = await takeTurns({ ...PLAN, callers: 1 }, sides);
    const together = await takeTurns({ ...PLAN, callers: 8 }, sides);
    const p95 = {
      ours: quantile(alone.ours.latencies, 0.95),
      floor: quantile(alone.floor.latencies, 0.95),
    };
    const target = { ratioAtLeast: 0.6 };
    return [
      {
        what: "open ticket, one caller",
        ours: alone.ours.perSecond,
        floor: alone.floor.perSecond,
        unit: "/s",
        target,
      },
      {
        what: "open ticket, 8 callers",
        ours: together.ours.perSecond,
        floor: together.floor.perSecond,
        unit: "/s",
        target,
      },
      { what: "open ticket, one caller, p95", ...p95, unit: "ms", target: { oursUnder: 10 } },
    ];
  } finally {
    await database.stop();
  }
}

function openThroughCore(database: TestDatabase, workspaceId: number): Work {
  const ctx = { db: database.db, now: () => new Date() };
  return (id) =>
    timed(() =>
      openTicket(ctx, {
        workspaceId,
        thread: { platform: "slack", channelId: "C_SUPPORT", threadId: id },
        messageId: id,
        asker: { platform: "slack", externalId: `U${id}`, name: "Mia Member" },
        text: QUESTION,
        joinsBurst: true,
        eventKey: `message:C_SUPPORT:${id}`,
      }),
    );
}

/** The rows and jobs that opening a ticket writes, each by one plain statement in one transaction. */
export async function insertByHand(database: TestDatabase, workspaceId: number, id: string): Promise<void> {
  await database.sql.begin(async (tx) => {
    await tx`insert into processed_events (workspace_id, platform, event_key) values (${workspaceId}, 'slack', ${`message:C_SUPPORT:${id}`})`;
    const [person] =
      await tx`insert into people (workspace_id, name) values (${workspaceId}, 'Mia Member') returning id`;
    await tx`insert into person_identities (workspace_id, person_id, platform, external_id) values (${workspaceId}, ${person?.["id"]}, 'slack', ${`U${id}`})`;
    const [ticket] = await tx`
      insert into tickets (workspace_id, subject, description, asker_id, platform, channel_id, thread_id)
      values (${workspaceId}, ${QUESTION}, ${QUESTION}, ${person?.["id"]}, 'slack', 'C_SUPPORT', ${id}) returning id`;
    const ticketId = ticket?.["id"] as string;
    await tx`
      insert into ticket_messages (workspace_id, ticket_id, sender, person_id, content, platform, platform_channel_id, platform_message_id)
      values (${workspaceId}, ${ticketId}, 'user', ${person?.["id"]}, ${QUESTION}, 'slack', 'C_SUPPORT', ${id})`;
    await tx`insert into ticket_events (workspace_id, ticket_id, kind, actor, actor_id) values (${workspaceId}, ${ticketId}, 'created', 'person', ${person?.["id"]})`;
    const [outgoing] = await tx`
      insert into outgoing_messages (workspace_id, ticket_id, operation, platform, dedupe_key, delivery_key, payload)
      values (${workspaceId}, ${ticketId}, 'react', 'slack', ${`seen:${id}`}, ${id}, ${JSON.stringify({ operation: "react", reaction: "seen" })}) returning id`;
    await tx`select graphile_worker.add_job('deliver_to_slack', ${JSON.stringify({ workspaceId, outgoingId: Number(outgoing?.["id"]) })}, job_key := ${`deliver:${outgoing?.["id"]}`}, queue_name := ${`ticket:${ticketId}`})`;
    await tx`select graphile_worker.add_job('answer_ticket', ${JSON.stringify({ workspaceId, ticketId: Number(ticketId) })}, job_key := ${`answer:${ticketId}`}, run_at := now() + interval '4 seconds')`;
  });
}

async function fill(database: TestDatabase): Promise<void> {
  const [workspace] = await database.db
    .insert(schema.workspaces)
    .values({ name: "Busy", slug: "busy" })
    .returning({ id: schema.workspaces.id });
  const id = workspace?.id ?? 0;
  await database.sql`insert into people (workspace_id, name) select ${id}, 'Person ' || n from generate_series(1, 1000) n`;
  await database.sql`
    insert into tickets (workspace_id, subject, description, asker_id, platform, channel_id, thread_id, status)
    select ${id}, 'Subject ' || n, 'Description ' || n, (select min(id) from people where workspace_id = ${id}) + n % 1000,
      'slack', 'C' || n % 20, 'T' || n, 'closed'
    from generate_series(1, ${TICKETS_THERE}) n`;
  await database.sql`analyze`;
}
