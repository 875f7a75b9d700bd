import { randomUUID } from "node:crypto";
import { createApiKey } from "@firstline/core";
import { aWeb } from "../web/support.ts";
import type { TestWeb } from "../web/support.ts";
import { benchDatabase } from "./database.ts";
import { quantile, takeTurns, timed } from "./measure.ts";
import type { Work } from "./measure.ts";
import { insertByHand } from "./open-ticket.ts";
import type { Line } from "./report.ts";

const PLAN = { warmUp: 40, rounds: 6, turn: 20, callers: 1 };
const QUESTION = "How do I rotate the API token of a service account?";

/** Opening a ticket over HTTP, with a key and an idempotency key, against the rows that it writes by hand. */
export async function benchApi(): Promise<Line[]> {
  const database = await benchDatabase();
  const web = await aWeb(database);
  try {
    const run = await takeTurns(PLAN, {
      ours: await openOverHttp(web),
      floor: (id: string) => timed(() => insertByHand(database, web.workspace.id, id)),
    });
    return [
      {
        what: "ticket over the API, p95",
        ours: quantile(run.ours.latencies, 0.95),
        floor: quantile(run.floor.latencies, 0.95),
        unit: "ms",
        target: { oursUnder: 20 },
      },
      {
        what: "ticket over the API, median",
        ours: quantile(run.ours.latencies, 0.5),
        floor: quantile(run.floor.latencies, 0.5),
        unit: "ms",
        target: null,
      },
    ];
  } finally {
    await web.stop();
    await database.stop();
  }
}

async function openOverHttp(web: TestWeb): Promise<Work> {
  const workspaceId = web.workspace.id;
  const { token } = await createApiKey(web.ctx, { workspaceId, name: "Bench", scopes: ["tickets:write"] });
  return (id) => timed(() => open(web, token, id));
}

async function open(web: TestWeb, token: string, id: string): Promise<void> {
  const response = await web.fetch("/api/v1/tickets", {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      "Idempotency-Key": randomUUID(),
    },
    body: JSON.stringify({ question: QUESTION, asker: { externalId: id, name: "Mia Member" } }),
  });
  if (response.status !== 201) throw new Error(`not opened: ${response.status}`);
  await response.arrayBuffer();
}
