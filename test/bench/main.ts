#!/usr/bin/env node
import { benchApi } from "./api.ts";
import { isNative } from "./database.ts";
import { benchDiscordAck } from "./discord-ack.ts";
import { benchFixRun } from "./fix-run.ts";
import { benchGithubWebhook } from "./github-webhook.ts";
import { benchModelCost } from "./model-cost.ts";
import { benchOfflineAnswer } from "./offline-answer.ts";
import { benchOpenTicket } from "./open-ticket.ts";
import { printLines, printMachine } from "./report.ts";
import type { Line } from "./report.ts";
import { benchSearch, benchSearchLarge } from "./search.ts";
import { benchSearchApi } from "./search-api.ts";
import { benchSearchVectors } from "./search-vectors.ts";
import { benchSite } from "./site.ts";
import { benchStart, benchStartLarge } from "./start.ts";
import { benchSlackAck } from "./slack-ack.ts";

const BENCHES: Record<string, () => Promise<Line[]>> = {
  api: benchApi,
  "open-ticket": benchOpenTicket,
  "slack-ack": benchSlackAck,
  "discord-ack": benchDiscordAck,
  "github-webhook": benchGithubWebhook,
  "fix-run": benchFixRun,
  "offline-answer": benchOfflineAnswer,
  "model-cost": benchModelCost,
  search: benchSearch,
  "search-api": benchSearchApi,
  "search-vectors": benchSearchVectors,
  "search-large": benchSearchLarge,
  site: benchSite,
  start: benchStart,
  "start-large": benchStartLarge,
};
/** These take many minutes: only when named, or with --large. */
const LARGE = new Set(["search-large", "start-large"]);

const named = process.argv.slice(2).filter((word) => word !== "--large");
const withLarge = process.argv.includes("--large");
const unknown = named.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}.`,
  );
  process.exit(2);
}

printMachine(isNative() ? "native, by NATIVE_DATABASE_URL" : "embedded");
for (const [name, bench] of Object.entries(BENCHES)) {
  if (named.length > 0 ? !named.includes(name) : LARGE.has(name) && !withLarge) continue;
  const lines = await bench();
  console.log("");
  printLines(lines);
}
