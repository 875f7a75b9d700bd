import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureWorkspace, importArticles, readJsonl, updateSettings } from "@firstline/core";
import { startSlack } from "../standins/slack/index.ts";
import type { SlackStandin } from "../standins/slack/index.ts";
import type { TestDatabase } from "../support/database.ts";
import { anArticle } from "../support/factories.ts";
import { freePort, startFirstline, untilTrue } from "./child.ts";
import { benchCtx } from "./ctx.ts";
import { benchDatabase } from "./database.ts";
import { madeUpArticle, madeUpQuestion } from "./made-up.ts";
import { quantile, rest } from "./measure.ts";
import type { Line } from "./report.ts";

const ARTICLES = 1000;
const WARM_UP = 10;
const QUESTIONS = 60;
const PATIENCE_MS = 20_000;
const DATA = fileURLToPath(new URL("../../../shared/data/ray-docs/", import.meta.url));

/** From a member's message to the reply in its thread: bot and worker in one process, no model, no burst wait. */
export async function benchOfflineAnswer(): Promise<Line[]> {
  const database = await benchDatabase();
  const noArticles = mkdtempSync(join(tmpdir(), "firstline-bench-empty-"));
  const slack = await startSlack();
  const support = slack.addChannel({ name: "support" });
  const agents = slack.addChannel({ name: "agents", isPrivate: true });
  try {
    await fill(database);
    const firstline = startFirstline({
      DATABASE_URL: database.url,
      WORKSPACE_SLUG: "bench",
      PORT: String(await freePort()),
      KNOWLEDGE_DIR: noArticles,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      SLACK_SUPPORT_CHANNELS: support,
      SLACK_AGENT_CHANNEL: agents,
    });
    try {
      await untilTrue(firstline, () => slack.connections > 0);
      return toLines(await askAll(slack, support));
    } finally {
      await firstline.stop();
    }
  } finally {
    await slack.stop();
    await database.stop();
    rmSync(noArticles, { recursive: true });
  }
}

function toLines(latencies: number[]): Line[] {
  const what = `question to posted answer, ${ARTICLES} articles`;
  const shared = { floor: null, unit: "ms" } as const;
  return [
    { ...shared, what: `${what}, p50`, ours: quantile(latencies, 0.5), target: null },
    { ...shared, what: `${what}, p95`, ours: quantile(latencies, 0.95), target: { oursUnder: 300 } },
  ];
}

async function askAll(slack: SlackStandin, support: string): Promise<number[]> {
  const ada = slack.addUser({ name: "Ada" });
  const latencies: number[] = [];
  for (const question of readQuestions().slice(0, WARM_UP + QUESTIONS)) {
    const started = performance.now();
    const ts = slack.say(ada, support, question);
    await slack.waitFor(() => slack.thread(support, ts).length > 1, { timeoutMs: PATIENCE_MS });
    latencies.push(performance.now() - started);
    await rest();
  }
  return latencies.slice(WARM_UP);
}

/** Real articles where they are at hand, filled up with made-up ones. */
async function fill(database: TestDatabase): Promise<void> {
  const ctx = benchCtx(database.db);
  const workspace = await ensureWorkspace(ctx, { slug: "bench", name: "Bench" });
  const workspaceId = workspace.id;
  await updateSettings(ctx, { workspaceId, settings: { burstSeconds: 0 } });
  let real = 0;
  if (existsSync(`${DATA}corpus.jsonl`)) {
    const report = await importArticles(ctx, {
      workspaceId,
      origin: "ray",
      documents: readJsonl(`${DATA}corpus.jsonl`),
    });
    real = report.added;
  }
  const documents = Array.from({ length: ARTICLES - real }, (_, i) => anArticle(madeUpArticle(i)));
  await importArticles(ctx, { workspaceId, origin: "made-up", documents });
  await database.sql`analyze`;
}

function readQuestions(): string[] {
  const path = `${DATA}dev/questions.jsonl`;
  if (!existsSync(path)) return Array.from({ length: 100 }, (_, i) => madeUpQuestion(i * 7));
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line) => (JSON.parse(line) as { question: string }).question);
}
