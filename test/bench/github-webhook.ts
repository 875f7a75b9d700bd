import { createHmac, randomUUID } from "node:crypto";
import { ensureWorkspace } from "@firstline/core";
import { schema } from "@firstline/db";
import { completePayload } from "../standins/github/payloads.ts";
import type { TestDatabase } from "../support/database.ts";
import { freePort, startChild, startFirstline, untilTrue } from "./child.ts";
import type { Child } from "./child.ts";
import { benchDatabase } from "./database.ts";
import { quantile, rest, takeTurns, timed } from "./measure.ts";
import type { Work } from "./measure.ts";
import type { Line } from "./report.ts";

const PLAN = { warmUp: 50, rounds: 8, turn: 50, callers: 1 };
const BURST = 1000;
/** GitHub sends this many at the same time. */
const CALLERS = 10;
const SECRET = "a secret of the bench";
const REPOSITORY = 4711;

type Side = { app: Child; send(id: string): Promise<void> };

/** How soon a webhook is answered, against a server that only checks its signature; and a burst of a thousand. */
export async function benchGithubWebhook(): Promise<Line[]> {
  const database = await benchDatabase();
  try {
    const { id: workspaceId } = await ensureWorkspace(database, { slug: "bench", name: "Bench" });
    await database.db
      .insert(schema.githubRepositories)
      .values({ workspaceId, repo: "acme/app", externalId: REPOSITORY, defaultBranch: "main" });
    const env = {
      DATABASE_URL: database.url,
      WORKSPACE_SLUG: "bench",
      GITHUB_TOKEN: "x",
      CONSOLE_TOKEN: "x",
    };
    return [
      ...(await measureAnswer((own) => startFirstline({ ...env, ...own }, "--role", "web"))),
      ...(await measureBurst(database, (own) => startFirstline({ ...env, ...own }))),
    ];
  } finally {
    await database.stop();
  }
}

type Start = (env: Record<string, string>) => Child;

async function measureAnswer(start: Start): Promise<Line[]> {
  const ours = await startSide(start);
  const floor = await startSide((env) => startChild("test/bench/bare-webhook.ts", [], env));
  try {
    const timings = await takeTurns(PLAN, { ours: work(ours), floor: work(floor) });
    const line = (share: number) => ({
      ours: quantile(timings.ours.latencies, share),
      floor: quantile(timings.floor.latencies, share),
      unit: "ms" as const,
    });
    return [
      { what: "GitHub webhook: stored with its job, median", ...line(0.5), target: null },
      { what: "GitHub webhook: stored with its job, p95", ...line(0.95), target: { oursUnder: 50 } },
    ];
  } finally {
    for (const { app } of [ours, floor]) await app.stop();
  }
}

function work(side: Side): Work {
  return async (id) => {
    const ms = await timed(() => side.send(id));
    await rest();
    return ms;
  };
}

/** Web and worker in one process, as most run it. */
async function measureBurst(database: TestDatabase, start: Start): Promise<Line[]> {
  const side = await startSide(start);
  const { app } = side;
  try {
    await database.sql`truncate github_deliveries`;
    const latencies: number[] = [];
    let left = BURST;
    const call = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        latencies.push(await timed(() => side.send(`burst-${left}`)));
      }
    };
    const ms = await timed(async () => {
      await Promise.all(Array.from({ length: CALLERS }, call));
      await untilTrue(app, async () => (await countTakenIn(database)) >= BURST);
    });
    const missing = Math.abs(BURST - (await countTakenIn(database)));
    return [
      {
        what: `GitHub webhook: p95 within a burst of ${BURST}, ${CALLERS} at once`,
        ours: quantile(latencies, 0.95),
        floor: null,
        unit: "ms",
        target: null,
      },
      {
        what: `GitHub webhook: a burst of ${BURST} until the last is taken in`,
        ours: ms / 1000,
        floor: null,
        unit: "s",
        target: null,
      },
      {
        what: "GitHub webhook: deliveries of the burst lost or taken in twice",
        ours: missing,
        floor: null,
        unit: "",
        target: { oursUnder: 1 },
      },
    ];
  } finally {
    await app.stop();
  }
}

async function countTakenIn({ sql }: TestDatabase): Promise<number> {
  const [row] = await sql<{ count: string }[]>`
    select count(*) from github_deliveries where processed_at is not null`;
  return Number(row?.count ?? 0);
}

async function startSide(start: Start): Promise<Side> {
  const port = await freePort();
  const app = start({ PORT: String(port), GITHUB_WEBHOOK_SECRET: SECRET });
  const url = `http://127.0.0.1:${port}/webhooks/github`;
  await untilTrue(app, () => isAnswered(url));
  return { app, send: (id) => send(url, id) };
}

async function isAnswered(url: string): Promise<boolean> {
  try {
    return (await deliver(url, "ready")).ok;
  } catch {
    // It does not listen yet.
    return false;
  }
}

async function send(url: string, id: string): Promise<void> {
  const response = await deliver(url, `${id}-${randomUUID()}`);
  if (response.status !== 202) throw new Error(`the webhook answered ${response.status}`);
  await response.arrayBuffer();
}

/** Of the size that GitHub's own have. */
const BODY = JSON.stringify(
  completePayload("issues", "closed", {
    action: "closed",
    issue: { number: 12, title: "Export fails", body: "A long description. ".repeat(300) },
    repository: { id: REPOSITORY, full_name: "acme/app" },
    sender: { login: "mona", id: 1 },
  }),
);
const SIGNATURE = `sha256=${createHmac("sha256", SECRET).update(BODY).digest("hex")}`;

function deliver(url: string, id: string): Promise<Response> {
  return fetch(url, {
    method: "POST",
    body: BODY,
    headers: {
      "Content-Type": "application/json",
      "X-GitHub-Event": "issues",
      "X-GitHub-Delivery": id,
      "X-Hub-Signature-256": SIGNATURE,
    },
  });
}
