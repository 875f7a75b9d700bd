import { openTicket } from "@firstline/core";
import { schema } from "@firstline/db";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";
import { quantile, rate } from "./measure.ts";

const TICKETS_THERE = 100_000;
const ROUND = 300;
const ROUNDS = 4;

/** Opening a ticket through core against the same rows and jobs written by hand, one after the other. */
export async function benchOpenTicket(): Promise<void> {
  const database = await testDatabase();
  try {
    await fill(database);
    const workspace = await aWorkspace({ db: database.db });
    const ctx = { db: database.db, now: () => new Date() };
    const latencies: number[] = [];
    const ours: number[] = [];
    const floor: number[] = [];

    const viaCore = async (id: string): Promise<void> => {
      const started = performance.now();
      await openTicket(ctx, {
        workspaceId: workspace.id,
        thread: { platform: "slack", channelId: "C_SUPPORT", threadId: id },
        messageId: id,
        asker: { platform: "slack", externalId: `U${id}`, name: "Mia Member" },
        text: "How do I rotate the API token of a service account?",
        joinsBurst: true,
        eventKey: `message:C_SUPPORT:${id}`,
      });
      latencies.push(performance.now() - started);
    };
    const byHand = (id: string): Promise<void> => insertByHand(database, workspace.id, id);

    for (let round = 0; round <= ROUNDS; round += 1) {
      const hand = await rate(ROUND, (i) => byHand(`h${round}-${i}`));
      latencies.length = round === 0 ? 0 : latencies.length;
      const core = await rate(ROUND, (i) => viaCore(`c${round}-${i}`));
      if (round === 0) {
        latencies.length = 0;
        continue;
      }
      floor.push(hand);
      ours.push(core);
    }
    const best = (values: number[]): number => quantile(values, 0.5);
    console.log(
      `open ticket: ${best(ours).toFixed(0)}/s, hand-written SQL ${best(floor).toFixed(0)}/s, ratio ${(best(ours) / best(floor)).toFixed(2)} (at least 0.60); ` +
        `p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p95 ${quantile(latencies, 0.95).toFixed(1)} ms with ${TICKETS_THERE} tickets there (under 10)`,
    );
  } finally {
    await database.stop();
  }
}

/** The rows and jobs that opening a ticket writes, each by one plain statement in one transaction. */
async function insertByHand(database: TestDatabase, workspaceId: number, id: string): Promise<void> {
  await database.sql.begin(async (tx) => {
    await tx`insert into processed_events (workspace_id, platform, event_key) values (${workspaceId}, 'slack', ${`message:C_SUPPORT:${id}`})`;
    const [person] =
      await tx`insert into people (workspace_id, name) values (${workspaceId}, 'Mia Member') returning id`;
    await tx`insert into person_identities (workspace_id, person_id, platform, external_id) values (${workspaceId}, ${person?.["id"]}, 'slack', ${`U${id}`})`;
    const [ticket] = await tx`
      insert into tickets (workspace_id, subject, description, asker_id, platform, channel_id, thread_id)
      values (${workspaceId}, 'How do I rotate the API token of a service account?', 'How do I rotate the API token of a service account?', ${person?.["id"]}, 'slack', 'C_SUPPORT', ${id}) returning id`;
    const ticketId = ticket?.["id"] as string;
    await tx`
      insert into ticket_messages (workspace_id, ticket_id, sender, person_id, content, platform, platform_channel_id, platform_message_id)
      values (${workspaceId}, ${ticketId}, 'user', ${person?.["id"]}, 'How do I rotate the API token of a service account?', 'slack', 'C_SUPPORT', ${id})`;
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
