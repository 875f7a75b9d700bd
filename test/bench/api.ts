import { randomUUID } from "node:crypto";
import { createApiKey, ensureWorkspace } from "@firstline/core";
import type { TestDatabase } from "../support/database.ts";
import { benchDatabase } from "./database.ts";
import { quantile, takeTurns, timed } from "./measure.ts";
import { insertByHand } from "./open-ticket.ts";
import type { Line } from "./report.ts";
import { startWebServer } from "./web.ts";
import type { Web } from "./web.ts";

const PLAN = { warmUp: 40, rounds: 6, turn: 20, callers: 1 };
const QUESTION = "How do I rotate the API token of a service account?";

/** Opening a ticket over HTTP, with a key and an idempotency key, against the rows that it writes by hand. */
export async function benchApi(): Promise<Line[]> {
  const database = await benchDatabase();
  try {
    const ctx = { db: database.db, now: () => new Date() };
    const { id: workspaceId } = await ensureWorkspace(ctx, { slug: "bench", name: "Bench" });
    const { token } = await createApiKey(ctx, { workspaceId, name: "Bench", scopes: ["tickets:write"] });
    const run = await openBothWays(database, workspaceId, token);
    const at = (share: number) => ({
      ours: quantile(run.ours.latencies, share),
      floor: quantile(run.floor.latencies, share),
      unit: "ms" as const,
    });
    return [
      { what: "ticket over the API, median", ...at(0.5), target: null },
      { what: "ticket over the API, p95", ...at(0.95), target: { oursUnder: 20 } },
    ];
  } finally {
    await database.stop();
  }
}

async function openBothWays(database: TestDatabase, workspaceId: number, token: string) {
  const web = await startWebServer(database.url, workspaceId);
  try {
    return await takeTurns(PLAN, {
      ours: (id) => timed(() => open(web, token, id)),
      floor: (id) => timed(() => insertByHand(database, workspaceId, id)),
    });
  } finally {
    await web.stop();
  }
}

async function open(web: Web, token: string, id: string): Promise<void> {
  const response = await fetch(`${web.url}/api/v1/tickets`, {
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
